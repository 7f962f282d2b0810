"""What the resident's phone says, for every state of a ticket."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from queue_server.protocol import BranchHead, Envelope, Texts, TrackState
from queue_server.web.phone_view import MOST_SHOOTS, counter_place, office_name, view_of

AT = datetime(2026, 11, 23, 2, 58, 12, tzinfo=UTC)
BRANCH = BranchHead("pkl", "Dindukcapil Kota Pekalongan", "Asia/Jakarta", ["id", "en"], [], ["1500537"])
WAITING = TrackState(
    branch=BRANCH,
    number="C-028",
    service=Texts("Kartu Keluarga (KK)", "Family Card (KK)"),
    status="waiting",
    counter=None,
    counter_name=None,
    call_count=0,
    max_calls=3,
    ahead=9,
    wait_low_s=1640,
    wait_high_s=2800,
    issued_at=AT,
    called_at=None,
    ended_at=None,
    requirements={"id": ["KK lama"]},
    can_cancel=True,
)
CALLED = replace(WAITING, status="called", counter="3", counter_name="Loket 3", called_at=AT, call_count=1, ahead=None)


def seen(state: TrackState) -> Envelope:
    return Envelope(seq=7, at=AT, branch="pkl", state=state)


def test_waiting_says_people_range_and_freshness() -> None:
    view = view_of(seen(WAITING), "id")
    assert (view.ahead, view.shoots, view.soon) == (9, 9, False)
    assert view.expected == "10.25–10.45 WIB"
    assert view.updated == "09.58.12"
    assert (view.office, view.tone) == (("Dindukcapil", "Kota Pekalongan"), "nila")


def test_english_falls_back_to_indonesian() -> None:
    view = view_of(seen(replace(WAITING, service=Texts("Legalisir"))), "en")
    assert (view.service, view.requirements) == ("Legalisir", ["KK lama"])


def test_many_people_ahead_get_no_shoots() -> None:
    view = view_of(seen(replace(WAITING, ahead=MOST_SHOOTS + 1)), "id")
    assert view.shoots == 0


def test_the_range_does_not_begin_in_the_past() -> None:
    view = view_of(seen(replace(WAITING, wait_low_s=0, wait_high_s=300)), "id")
    assert view.expected == "09.58–10.05 WIB"


def test_an_unknown_wait_is_left_out() -> None:
    assert view_of(seen(replace(WAITING, wait_low_s=None)), "id").expected is None


def test_called_makes_the_counter_the_hero() -> None:
    view = view_of(seen(CALLED), "id")
    assert (view.tone, view.place, view.called) == ("kunyit", ("Loket", "3"), "09.58 WIB")
    assert (view.ahead, view.expected) == (None, None)


@pytest.mark.parametrize(
    ("name", "place"),
    [("Loket 12", ("Loket", "12")), ("Meja Informasi", ("Meja Informasi", "")), ("3", ("3", "")), ("", ("", ""))],
)
def test_counter_place(name: str, place: tuple[str, str]) -> None:
    assert counter_place(name) == place


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Mal Pelayanan Publik Kota Batam", ("Mal Pelayanan Publik", "Kota Batam")),
        ("Kelurahan Kauman", ("Kelurahan Kauman", "")),
    ],
)
def test_office_name(name: str, lines: tuple[str, str]) -> None:
    assert office_name(name) == lines
