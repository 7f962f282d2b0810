"""Displays by the use cases: their place, zones, media, colours, announcements, languages, silence."""

from __future__ import annotations

from dataclasses import asdict, replace
from dataclasses import fields as dataclass_fields
from datetime import datetime, timedelta
from typing import Any

import pytest

from queue_server import protocol
from queue_server.application import devices, fittings
from queue_server.application.account_ports import Fitting
from queue_server.application.administration import load_branch
from queue_server.application.boards import Place, arms, board_state, glance, theme_css, version_of
from queue_server.application.branch_file import BranchFileError, read_branch_file
from queue_server.application.quiet import MOST_MINUTES, quiet_hall
from queue_server.domain.roles import Actor, Role
from tests.cast import KOTA_FILE, MARKUS, SARI, TONO
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")

BOARD = """
[board]
ticker = [{ id = "Blangko KIA kosong.", en = "No KIA cards." }, { id = "Loket 3 pindah." }]
[board.theme]
panel = "#0f3024"
[[board.media]]
file = "profil.mp4"
sound = true
hours = ["08:00-09:00"]
[[board.media]]
file = "alur.png"
seconds = 20
zones = ["samping"]
[voice]
english = true
quiet = ["11:45-12:30"]
"""


def dressed(hall: Hall, extra: str = BOARD, **changes: str) -> None:
    """Load the branch again with more in its file."""
    text = KOTA_FILE + extra
    for old, new in changes.items():
        text = text.replace(old, new)
    load_branch(hall.context, TONO, text)


def board(hall: Hall, **place: str) -> protocol.BoardState:
    state: protocol.BoardState = board_state(hall.context, hall.branch, Place(**place)).state
    return state


def called_to(hall: Hall, counter: str, service: str = "KTP") -> protocol.Call:
    hall.issue(service)
    hall.open(counter)
    hall.called(counter)
    return board(hall).calls[0]


def test_a_counters_top_shows_that_counter_and_its_calls_alone(hall: Hall) -> None:
    hall.issue_many("KTP", "KONSUL")
    hall.open("1", "3")
    hall.called("1")
    hall.called("3")
    state = board(hall, counter="3")
    assert (state.counter, state.zones, state.media, state.waiting) == ("3", [], [], [])
    assert [cell.number for cell in state.counters] == ["C-001"]
    assert [call.number for call in state.calls] == ["C-001"]
    assert refused(board, hall, counter="99").reason == "unknown_counter"


def test_a_board_of_the_whole_hall_names_its_zones_and_each_calls_zone(hall: Hall) -> None:
    assert [zone.name for zone in board(hall).zones] == ["Ruang tunggu utama", "Ruang samping"]
    assert board(hall, zone="utama").zones == []
    assert called_to(hall, "3").zone == "samping"
    assert called_to(hall, "5").zone is None


def test_somebody_who_asks_by_address_is_refused_a_zone_that_there_is_not(hall: Hall) -> None:
    shown = glance(hall.context, hall.branch, Place("samping"))
    assert (shown.zone, [zone.zone for zone in shown.zones]) == ("samping", ["utama", "samping"])
    assert refused(glance, hall.context, hall.branch, Place("lain")).reason == "unknown_zone"


def test_announcements_media_and_colours_come_from_the_file(hall: Hall) -> None:
    dressed(hall)
    hall.context = _with_media(hall, {"profil.mp4": "/a", "alur.png": "/b"})
    hall.clock.set("08:30")
    state = board(hall)
    assert [text.en for text in state.ticker] == ["No KIA cards.", "Loket 3 pindah."]
    film, picture = state.media
    assert film == protocol.BoardMedium("film", "/a", None, sound=True)
    assert picture == protocol.BoardMedium("picture", "/b", 20, sound=False)
    assert [medium.url for medium in board(hall, zone="utama").media] == ["/a"]
    hall.clock.set("09:00")
    assert [medium.url for medium in board(hall).media] == ["/b"]
    sheet = theme_css(hall.context, hall.branch) or ""
    assert state.theme.css == f"/display/themes/kota.css?v={version_of(sheet)}"
    assert "--nila-900: #0F3024;" in sheet
    assert (state.theme.logo, arms(hall.context, hall.branch)) == (None, None)


def test_a_file_that_is_not_there_yet_is_left_out(hall: Hall) -> None:
    dressed(hall)
    hall.context = _with_media(hall, {"alur.png": "/b"})
    hall.clock.set("08:30")
    assert [medium.url for medium in board(hall).media] == ["/b"]


def _with_media(hall: Hall, urls: dict[str, str]) -> Any:
    return replace(hall.context, media_url=lambda _branch, file: urls.get(file))


def test_the_english_sentence_follows_where_the_branch_wants_it(hall: Hall) -> None:
    assert called_to(hall, "1").speech_en == []
    dressed(hall)
    call = board(hall).calls[0]
    assert call.speech_en
    assert set(call.speech_en).isdisjoint(call.speech)


def test_the_voice_sends_people_to_a_zone_where_the_branch_wants_it(hall: Hall) -> None:
    dressed(hall, '[voice]\ngoal = "zone"\n', **{'name = "Ruang samping"': 'name = "Lantai 2"'})
    call = called_to(hall, "3")
    assert call.caption.id == "Nomor antrean A nol nol satu. Silakan menuju lantai dua."
    assert call.name == "Loket 3"
    assert called_to(hall, "5").caption.id.endswith("menuju loket lima.")


def at(hall: Hall, clock: str) -> datetime:
    return datetime.fromisoformat(f"{hall.clock.local.date()}T{clock}+07:00")


def hush(hall: Hall, minutes: int, by: Actor = SARI) -> datetime | None:
    return quiet_hall(hall.context, by, hall.branch, protocol.QuietHall(minutes)).until


def test_the_hall_is_silent_by_its_hours_and_by_decision_whichever_lasts_longer(hall: Hall) -> None:
    dressed(hall)
    assert not board(hall).is_quiet
    hall.clock.set("11:20")
    assert hush(hall, 15) == at(hall, "11:35")
    assert (board(hall).is_quiet, board(hall).quiet_until) == (True, at(hall, "11:35"))
    assert hall.supervision().quiet_until == at(hall, "11:35")
    hall.clock.set("11:40")
    assert hush(hall, 15) == at(hall, "12:30"), "one silence goes over into the other"
    hall.clock.set("11:50")
    assert hush(hall, 0) == at(hall, "12:30"), "hours of silence stay"
    hall.clock.set("12:20")
    assert hush(hall, 60) == at(hall, "13:20")
    hall.clock.set("13:20")
    assert (board(hall).is_quiet, board(hall).quiet_until) == (False, None)


def test_silence_ends_by_hand_and_never_outlasts_a_clock_that_was_wrong(hall: Hall) -> None:
    hush(hall, 30)
    assert hush(hall, 0) is None
    assert not board(hall).is_quiet
    hush(hall, MOST_MINUTES)
    hall.clock.pass_by(days=-2)
    assert not board(hall).is_quiet


def test_silence_that_goes_on_names_its_last_end(hall: Hall) -> None:
    dressed(hall, '[voice]\nquiet = ["22:00-24:00", "00:00-06:00", "11:45-12:00", "12:00-12:30"]\n')
    hall.clock.set("11:50")
    assert board(hall).quiet_until == at(hall, "12:30")
    hall.clock.set("23:00")
    assert board(hall).quiet_until == at(hall, "06:00") + timedelta(days=1)


def test_a_display_whose_zone_the_file_dropped_shows_all_the_hall(hall: Hall) -> None:
    dressed(hall, "", **{'[[zones]]\ncode = "samping"\nname = "Ruang samping"': "", 'zone = "samping"': ""})
    assert [cell.counter for cell in board(hall, zone="samping").counters] == ["1", "2", "3", "4", "5"]


@pytest.mark.parametrize("minutes", [-1, MOST_MINUTES + 1])
def test_silence_of_an_odd_length_is_refused(hall: Hall, minutes: int) -> None:
    assert refused(hush, hall, minutes).reason == "out_of_range"
    assert refused(hush, hall, 5, MARKUS).code == "not_found"


def add(hall: Hall, kind: str = "display", **fitting: Any) -> protocol.DeviceSeen:
    return devices.add_device(
        hall.context, SARI, hall.branch, protocol.NewDevice(kind, f"{kind} baru", **fitting)
    ).device


def test_a_display_is_told_its_place_and_its_panel(hall: Hall) -> None:
    made = add(hall, zone="utama", panel_inch=55, farthest_m=12.5, margin_percent=2.5, is_silent=True)
    actor = Actor(Role.DISPLAY, made.id, hall.branch, "utama")
    seat = fittings.display_seat(hall.context, actor)
    assert seat == protocol.DisplaySeat(made.id, made.name, hall.branch, "utama", None, 55, 12.5, 2.5, is_silent=True)
    changed = fittings.change_device(hall.context, SARI, made.id, protocol.ChangeDevice(counter="3"))
    assert (changed.counter, changed.panel_inch, changed.is_silent) == ("3", None, False)
    assert fittings.display_seat(hall.context, actor).counter == "3"


@pytest.mark.parametrize(
    ("kind", "fitting", "reason"),
    [
        ("display", {"counter": "99"}, "unknown_counter"),
        ("display", {"panel_inch": 2}, "out_of_range"),
        ("display", {"farthest_m": 500}, "out_of_range"),
        ("display", {"margin_percent": 6}, "out_of_range"),
        ("display", {"margin_percent": float("nan")}, "out_of_range"),
        ("kiosk", {"counter": "1"}, "only_of_displays"),
        ("printer", {"is_silent": True}, "only_of_displays"),
    ],
)
def test_what_does_not_fit_a_device_is_refused_and_nothing_is_added(
    hall: Hall, kind: str, fitting: dict[str, Any], reason: str
) -> None:
    before = devices.list_devices(hall.context, SARI, hall.branch)
    assert refused(add, hall, kind, **fitting).reason == reason
    assert devices.list_devices(hall.context, SARI, hall.branch) == before


@pytest.mark.parametrize(
    ("part", "sentence"),
    [
        ('[board.theme]\npanel = "#88AACC"', "a hall needs 7"),
        ('[board.theme]\npanel = "blue"', "board.theme.panel"),
        ('[[board.media]]\nfile = "../rahasia.png"', "board.media.0.file"),
        ('[[board.media]]\nfile = "a.exe"', "board.media.0.file"),
        ('[[board.media]]\nfile = "a.png"\nsound = true', "a picture has none"),
        ('[[board.media]]\nfile = "a.png"\nsince = 2026-12-02\nuntil = 2026-12-01', "before since"),
        ('[[board.media]]\nfile = "a.png"\nhours = ["9-25"]', "board.media.0.hours"),
        ('[[board.media]]\nfile = "a.png"\nzones = ["mars"]', 'the zone "mars"'),
        ('[board]\nticker = [{ id = "   " }]', "board.ticker.0.id"),
        ('[board]\nticker = [{ id = "a\\u0007b" }]', "no screen can show"),
        ('[voice]\nquiet = ["12:00-13:00", "12:30-14:00"]', "two spans overlap"),
        ('[voice]\ngoal = "meja"', "voice.goal"),
        ('[board]\nlogo = { version = "x", png = "y" }', "board.logo"),
    ],
)
def test_a_mistake_in_the_file_is_named(part: str, sentence: str) -> None:
    with pytest.raises(BranchFileError) as mistake:
        read_branch_file(f"{KOTA_FILE}\n{part}\n")
    assert sentence in str(mistake.value)
    assert "Nothing was changed." in str(mistake.value)


def test_the_usual_fitting_is_the_same_wherever_it_is_written() -> None:
    usual = asdict(Fitting())
    for payload in (protocol.ChangeDevice, protocol.NewDevice, protocol.DeviceSeen):
        told = {field.name: field.default for field in dataclass_fields(payload) if field.name in usual}
        assert told == usual, payload.__name__
