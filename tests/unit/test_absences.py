"""When a desk counts as gone: plain objects and a clock in one's hand."""

from __future__ import annotations

import pytest

from queue_server.domain.roles import Actor, Role
from queue_server.protocol import Screen
from queue_server.realtime.absences import ASK_S, Absences, Desk
from queue_server.realtime.presence import Presence
from queue_server.realtime.rooms import ANY_ZONE, Room, Seat

RATNA = Desk("pkl", "1", "ratna")


class Office:
    """Desks that come and go, and what was told of them. ``settled``: what the told one answers."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.settled = False
        self.told: list[tuple[Desk, float]] = []
        self.presence = Presence()
        self.absences = Absences(self.presence, self._leave, lambda: self.now)

    def _leave(self, desk: Desk, away_s: float) -> bool:
        self.told.append((desk, away_s))
        return self.settled

    def sits(self, sid: str, desk: Desk = RATNA, role: Role = Role.OFFICER) -> None:
        room = Room(Screen.DESK, desk.branch, desk.counter)
        self.presence.sit(Seat(sid, f"link-{sid}", room, Actor(role, desk.officer, desk.branch), "c", "10.0.0.1"))

    def passes(self, seconds: float) -> list[tuple[Desk, float]]:
        """Let time pass as the watch sees it, look by look; return what was told meanwhile."""
        self.told.clear()
        end = self.now + seconds
        while self.now < end:
            self.now = min(self.now + 0.5, end)
            self.absences.look()
        return list(self.told)


@pytest.fixture
def office() -> Office:
    return Office()


def test_a_desk_that_is_gone_is_told_with_the_time_since_it_was_lost(office: Office) -> None:
    office.sits("a")
    assert office.passes(60) == []
    office.presence.leave("a")
    told = office.passes(600)
    assert {desk for desk, _ in told} == {RATNA}
    seconds = [away_s for _, away_s in told]
    assert seconds == sorted(seconds)
    assert 600 - 2 * ASK_S <= seconds[-1] <= 600


def test_a_desk_that_never_was_here_is_never_missed(office: Office) -> None:
    office.now += 10**6
    assert office.passes(600) == []


def test_one_of_two_tabs_is_enough(office: Office) -> None:
    office.sits("a")
    office.sits("b")
    office.passes(1)
    office.presence.leave("a")
    assert office.passes(600) == []
    office.presence.leave("b")
    assert office.passes(10) != []


def test_a_desk_that_comes_back_starts_anew(office: Office) -> None:
    office.sits("a")
    office.passes(1)
    office.presence.leave("a")
    office.passes(500)
    office.sits("b")
    assert office.passes(5) == []
    office.presence.leave("b")
    assert max(away_s for _, away_s in office.passes(60)) <= 60


def test_a_settled_absence_is_told_once(office: Office) -> None:
    office.sits("a")
    office.passes(1)
    office.presence.leave("a")
    office.settled = True
    assert len(office.passes(600)) == 1
    office.sits("b")
    office.passes(1)
    office.presence.leave("b")
    assert len(office.passes(600)) == 1, "but every absence anew"


def test_somebody_else_at_the_desk_does_not_stand_in_for_its_officer(office: Office) -> None:
    office.sits("a")
    office.sits("boss", Desk("pkl", "1", "sari"), Role.SUPERVISOR)
    office.sits("other", Desk("pkl", "1", "budi"))
    office.passes(1)
    office.presence.leave("a")
    assert {desk for desk, _ in office.passes(10)} == {RATNA}


def test_other_screens_and_supervisors_at_a_desk_are_not_missed(office: Office) -> None:
    office.sits("boss", Desk("pkl", "1", "sari"), Role.SUPERVISOR)
    display = Actor(Role.DISPLAY, "tv", "pkl")
    office.presence.sit(Seat("tv", "link-tv", Room(Screen.BOARD, "pkl", ANY_ZONE), display, "c", "10.0.0.1"))
    office.passes(1)
    office.presence.leave("boss")
    office.presence.leave("tv")
    assert office.passes(600) == []


def test_each_counter_and_branch_is_its_own(office: Office) -> None:
    here, elsewhere = Desk("pkl", "2", "ratna"), Desk("xyz", "1", "ratna")
    for sid, desk in (("a", RATNA), ("b", here), ("c", elsewhere)):
        office.sits(sid, desk)
    office.passes(1)
    office.presence.leave("b")
    assert {desk for desk, _ in office.passes(10)} == {here}


def test_a_server_that_stood_still_counts_from_when_it_noticed(office: Office) -> None:
    """A machine that slept finds all sockets dead at once; their desks come back in a moment."""
    office.sits("a")
    office.passes(1)
    office.presence.leave("a")
    office.now += 10**5
    assert max(away_s for _, away_s in office.passes(10)) <= 10


def test_a_failing_database_is_asked_again() -> None:
    office = Office()
    office.sits("a")
    office.passes(1)
    office.presence.leave("a")

    def fail(_desk: Desk, _away_s: float) -> bool:
        raise RuntimeError

    office.absences._leave_desk = fail
    for _ in range(3):
        office.now += ASK_S
        with pytest.raises(RuntimeError):
            office.absences.look()
    office.absences._leave_desk = office._leave
    assert office.passes(10) != []
