"""Which hall a page of people means, and where one goes after logging in."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import BranchSummary, DayPapers, PromisedDay, SupervisionState
from queue_server.web.halls import Halls
from queue_server.web.setup import next_page

KOTA = BranchSummary("kota", "Dindukcapil Kota", "Asia/Jakarta")
TIMUR = BranchSummary("timur", "Kantor Distrik Timur", "Asia/Jayapura")
RATNA = Actor(Role.OFFICER, "ratna", "kota")
TONO = Actor(Role.ADMIN, "tono", None)


def unasked(*_: Any) -> SupervisionState:
    raise AssertionError


def no_tally(_actor: Actor, _branch: str, _day: date) -> dict[str, Any]:
    raise AssertionError


def no_papers(_actor: Actor, _branch: str, _day: date) -> DayPapers:
    raise AssertionError


def seen_by(actor: Actor) -> list[BranchSummary]:
    return [one for one in (KOTA, TIMUR) if actor.branch in {None, one.code}]


def no_promises(_actor: Actor, _branch: str, _day: date) -> PromisedDay:
    raise AssertionError


HALLS = Halls(seen_by, unasked, no_tally, no_papers, no_promises)


def test_who_works_at_one_office_need_not_name_it() -> None:
    assert HALLS.meant(RATNA, None) == KOTA
    assert HALLS.meant(RATNA, "") == KOTA


def test_who_sees_several_offices_chooses() -> None:
    assert HALLS.meant(TONO, None) is None
    assert HALLS.meant(TONO, "timur") == TIMUR


def test_another_office_is_refused_before_one_learns_whether_it_exists() -> None:
    for code in ("timur", "nowhere"):
        with pytest.raises(Refusal) as refused:
            HALLS.meant(RATNA, code)
        assert (refused.value.code, refused.value.reason) == ("forbidden", "foreign_branch")


def test_an_unknown_office_is_named() -> None:
    with pytest.raises(Refusal) as refused:
        HALLS.meant(TONO, "nowhere")
    assert refused.value.code == "unknown_branch"


@pytest.mark.parametrize("wanted", ["/desk?branch=kota&counter=1", "/tally/kota/today"])
def test_one_returns_to_the_page_that_one_wanted(wanted: str) -> None:
    assert next_page(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [None, "", "https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil.example"],
)
def test_nobody_is_sent_to_another_site(wanted: str | None) -> None:
    assert next_page(wanted) is None
