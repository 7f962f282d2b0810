"""One voice a zone: who speaks, who takes over, what the next one is told. A clock of the test's own, no sockets."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from queue_server.domain.roles import Actor, Role
from queue_server.protocol import Screen, VoiceOrder, VoiceSeen
from queue_server.realtime.rooms import ANY_ZONE, COUNTER_MARK, Room, Seat
from queue_server.realtime.voices import MISSED_S, SETTLE_S, Voices


class Hall:
    """Displays that report when the test says so, and what each was told."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.seats: dict[str, Seat] = {}
        self.told: dict[str, list[VoiceOrder]] = {}
        self.newest = 1000
        self.voices = Voices(self.seats.get, lambda _branch: self.newest, lambda: self.now)
        self.voices.tell = lambda seat, order: self.told.setdefault(seat.sid, []).append(order)

    def arrive(self, sid: str, key: str = ANY_ZONE, role: Role = Role.DISPLAY, **said: Any) -> VoiceOrder | None:
        actor = Actor(role, f"device-{sid}", "pkl")
        self.seats[sid] = Seat(sid, f"link-{sid}", Room(Screen.BOARD, "pkl", key), actor, "c", "10.0.0.1")
        return self.say(sid, **said)

    def say(self, sid: str, audio: str = "ready", **said: Any) -> VoiceOrder | None:
        order = self.voices.report(sid, {"audio": audio, **said})
        return None if order is None else replace(order, term=0, voiced=True)

    def leave(self, sid: str) -> None:
        self.voices.left(self.seats.pop(sid))

    def wait(self, seconds: float, *reporting: str) -> None:
        """Let time pass while some displays go on reporting."""
        while seconds > 0:
            step = min(0.5, seconds)
            self.now += step
            seconds -= step
            for sid in reporting:
                self.say(sid)
            self.voices.look()

    @property
    def speakers(self) -> list[str]:
        return [sid for sid in self.seats if (order := self.say_again(sid)) is not None and order.speaks]

    def say_again(self, sid: str) -> VoiceOrder | None:
        return replace(self.told[sid][-1], term=0, voiced=True) if self.told.get(sid) else None


@pytest.fixture
def hall() -> Hall:
    return Hall()


def test_the_first_display_speaks_once_the_zone_has_settled_and_the_second_follows(hall: Hall) -> None:
    first = hall.arrive("a")
    assert first == VoiceOrder(speaks=False, after=None, showing=None, of=1)
    hall.arrive("b")
    hall.wait(SETTLE_S, "a", "b")
    assert hall.say("a") == VoiceOrder(speaks=True, after=None, showing=None, of=2)
    assert hall.say("b") == VoiceOrder(speaks=False, after=None, showing=None, of=2)
    assert hall.speakers == ["a"]


def test_after_a_restart_the_one_who_comes_first_is_told_what_the_other_spoke(hall: Hall) -> None:
    hall.arrive("b", spoken=812)
    hall.arrive("a", spoken=815)
    hall.wait(SETTLE_S, "a", "b")
    assert hall.say("b", spoken=812) == VoiceOrder(speaks=True, after=815, showing=None, of=2)


def test_a_closed_connection_hands_over_at_once_and_a_silent_one_within_four_seconds(hall: Hall) -> None:
    for sid in ("a", "b", "c"):
        hall.arrive(sid)
    hall.wait(SETTLE_S, "a", "b", "c")
    hall.say("a", spoken=40, showing=41)
    hall.leave("a")
    assert hall.say_again("b") == VoiceOrder(speaks=True, after=40, showing=None, of=2)
    hall.wait(MISSED_S - 0.5, "c")
    assert hall.speakers == ["b"]
    hall.wait(0.5, "c")
    assert hall.speakers == ["c"]
    assert hall.say_again("b") == VoiceOrder(speaks=False, after=40, showing=None, of=2)


def test_who_comes_back_does_not_take_the_voice_away(hall: Hall) -> None:
    for sid in ("a", "b"):
        hall.arrive(sid)
    hall.wait(SETTLE_S, "a", "b")
    hall.wait(MISSED_S, "b")
    assert hall.speakers == ["b"]
    hall.wait(5, "a", "b")
    assert hall.speakers == ["b"]


@pytest.mark.parametrize("audio", ["blocked", "off"])
def test_a_display_that_may_not_sound_hands_over(hall: Hall, audio: str) -> None:
    hall.arrive("a")
    hall.arrive("b")
    hall.wait(SETTLE_S, "a", "b")
    hall.say("a", audio)
    assert hall.speakers == ["b"]
    hall.say("b", audio)
    assert hall.speakers == []
    assert [voice.state for voice in hall.voices.seen("pkl")] == [audio]


def test_the_others_are_told_at_once_which_call_the_voice_shows(hall: Hall) -> None:
    for sid in ("a", "b"):
        hall.arrive(sid)
    hall.wait(SETTLE_S, "a", "b")
    hall.say("a", showing=77)
    assert hall.say_again("b") == VoiceOrder(speaks=False, after=None, showing=77, of=2)
    told = len(hall.told["b"])
    hall.say("b", showing=12)
    hall.say("a", showing=77, share=0.2)
    assert len(hall.told["b"]) == told


def test_each_zone_has_a_voice_of_its_own(hall: Hall) -> None:
    hall.arrive("a", "utama")
    hall.arrive("b", "samping")
    hall.arrive("c")
    hall.wait(SETTLE_S, "a", "b", "c")
    assert hall.speakers == ["a", "b", "c"]
    assert [voice.zone for voice in hall.voices.seen("pkl")] == [None, "samping", "utama"]
    assert hall.voices.seen("xyz") == []


def test_a_counters_top_and_staff_who_look_have_no_voice(hall: Hall) -> None:
    silence = VoiceOrder(speaks=False, after=None, showing=None, of=1)
    assert hall.arrive("top", f"{COUNTER_MARK}3") == silence
    assert hall.arrive("budi", role=Role.SUPERVISOR) == silence
    assert hall.voices.report("nobody", {"audio": "ready"}) is None
    assert hall.voices.seen("pkl") == []


def test_staff_see_the_share_of_time_but_not_each_second(hall: Hall) -> None:
    hall.arrive("a")
    hall.wait(SETTLE_S, "a")
    assert hall.voices.take_news() == {"pkl"}
    hall.say("a", share=0.5, behind=3)
    assert hall.voices.take_news() == set()
    hall.now += 10
    hall.say("a", share=0.6, behind=2)
    assert hall.voices.take_news() == {"pkl"}
    assert hall.voices.seen("pkl") == [VoiceSeen(None, "ready", "device-a", 1, [], 0.6, 2)]
    hall.leave("a")
    assert hall.voices.take_news() == {"pkl"}
    assert hall.voices.seen("pkl") == []


@pytest.mark.parametrize(
    "said",
    [None, 7, "ready", [], {}, {"audio": "loud"}, {"audio": ["ready"]}],
)
def test_what_is_no_report_is_no_report(hall: Hall, said: object) -> None:
    hall.arrive("a")
    assert hall.voices.report("a", said) is None


@pytest.mark.parametrize("odd", [True, -1, 2**60, "9", None, 1.5, float("nan"), {}])
def test_odd_figures_count_as_nothing_said(hall: Hall, odd: object) -> None:
    order = hall.arrive("a", spoken=odd, showing=odd, share=odd if odd != 1.5 else "x", behind=odd)
    hall.wait(SETTLE_S)
    assert order is not None
    assert order.after is None
    (seen,) = hall.voices.seen("pkl")
    assert 0 <= seen.share <= 1
    assert 0 <= seen.behind <= 1000


def test_hundreds_of_displays_that_come_and_go_leave_nothing_behind(hall: Hall) -> None:
    for number in range(500):
        sid = f"tv-{number}"
        hall.arrive(sid)
        hall.leave(sid)
    assert hall.voices.seen("pkl") == []
    assert not hall.voices._zones


def test_what_another_history_heard_is_not_believed_and_forgotten_when_the_numbers_fall(hall: Hall) -> None:
    hall.newest = 600
    hall.arrive("a", spoken=812)
    hall.wait(SETTLE_S, "a")
    assert hall.say("a", spoken=812, showing=812) == VoiceOrder(speaks=True, after=None, showing=None, of=1)
    hall.say("a", spoken=600)
    hall.newest = 40
    assert hall.say("a", spoken=600) == VoiceOrder(speaks=True, after=None, showing=None, of=1)
    assert hall.say("a", spoken=39) == VoiceOrder(speaks=True, after=39, showing=None, of=1)


def test_a_word_of_somebody_who_just_left_brings_nobody_back(hall: Hall) -> None:
    hall.arrive("a")
    gone = hall.seats["a"]
    hall.leave("a")
    hall.seats["a"] = gone
    hall.say("a")
    del hall.seats["a"]
    hall.voices.look()
    assert hall.voices.seen("pkl") == []


def test_orders_grow_and_a_crowd_of_displays_is_told_once(hall: Hall) -> None:
    for number in range(300):
        hall.arrive(f"tv-{number}")
    hall.wait(SETTLE_S, "tv-0")
    assert sum(map(len, hall.told.values())) <= 3 * 300
    terms = [order.term for order in hall.told["tv-1"]]
    assert terms == sorted(set(terms))


def test_a_zone_whose_voice_is_gone_shows_nothing_and_says_that_nobody_speaks(hall: Hall) -> None:
    for sid in ("a", "b"):
        hall.arrive(sid)
    hall.wait(SETTLE_S, "a", "b")
    hall.say("a", showing=9)
    assert hall.told["b"][-1].voiced
    hall.say("b", "blocked")
    hall.say("a", "blocked")
    last = hall.told["b"][-1]
    assert (last.voiced, last.showing, last.speaks) == (False, None, False)
