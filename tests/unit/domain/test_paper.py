"""Which printer takes which paper."""

from __future__ import annotations

import pytest

from queue_server.domain.paper import PrinterPart, Reach, reach_of

LOBBY, DOOR, SPARE = "lobby", "door", "spare"


def parts(*helpless: str) -> list[PrinterPart]:
    return [PrinterPart(name, name == SPARE, name in helpless) for name in (LOBBY, DOOR, SPARE)]


def takes(printer: str, *helpless: str) -> tuple[set[str], bool, bool]:
    reach = reach_of(printer, parts(*helpless))
    return set(reach.own), reach.free, reach.late


def test_a_printer_that_is_well_takes_its_own_and_what_is_meant_for_none() -> None:
    assert takes(LOBBY) == ({LOBBY}, True, False)
    assert takes(LOBBY, DOOR, SPARE) == ({LOBBY}, True, False)


@pytest.mark.parametrize(
    ("helpless", "own", "free"),
    [
        ((), {SPARE}, False),
        ((LOBBY,), {SPARE, LOBBY}, False),
        ((LOBBY, DOOR), {SPARE, LOBBY, DOOR}, True),
    ],
)
def test_a_fallback_takes_at_once_what_others_cannot_and_in_time_what_they_do_not(
    helpless: tuple[str, ...], own: set[str], *, free: bool
) -> None:
    assert takes(SPARE, *helpless) == (own, free, True)


def test_a_printer_in_trouble_leaves_its_papers_to_a_fallback_that_is_well() -> None:
    assert takes(LOBBY, LOBBY) == (set(), False, False)
    assert takes(LOBBY, LOBBY, SPARE) == ({LOBBY}, False, False), "nobody else may take its own; the rest the door has"
    assert takes(LOBBY, LOBBY, DOOR, SPARE) == ({LOBBY}, True, False), "with nobody well it tries itself"


def test_a_fallback_in_trouble_takes_nothing_of_others() -> None:
    assert takes(SPARE, SPARE) == ({SPARE}, False, False)
    assert takes(SPARE, LOBBY, DOOR, SPARE) == ({SPARE}, False, False)


def test_a_fallback_that_is_alone_is_the_printer() -> None:
    alone = frozenset({SPARE})
    assert reach_of(SPARE, [PrinterPart(SPARE, True, False)]) == Reach(SPARE, alone, free=True, late=True, known=alone)
    assert reach_of(SPARE, [PrinterPart(SPARE, True, True)]) == Reach(SPARE, alone, free=True, late=False, known=alone)


def test_while_anybody_is_well_no_paper_is_within_reach_of_the_helpless_alone() -> None:
    for mask in range(7):
        helpless = [name for at, name in enumerate((LOBBY, DOOR, SPARE)) if mask >> at & 1]
        for name in helpless:
            reach = reach_of(name, parts(*helpless))
            assert not reach.free
            assert not reach.late
            assert reach.own <= {name}, "what is another's is none of its business"


def test_every_paper_is_within_reach_of_somebody_who_is_well_if_there_is_one() -> None:
    for mask in range(7):
        helpless = [name for at, name in enumerate((LOBBY, DOOR, SPARE)) if mask >> at & 1]
        well = [name for name in (LOBBY, DOOR, SPARE) if name not in helpless]
        reaches = [reach_of(name, parts(*helpless)) for name in well]
        assert any(reach.free or reach.late for reach in reaches), helpless
        for target in (LOBBY, DOOR):
            assert any(target in reach.own or reach.late for reach in reaches) or SPARE in helpless, (helpless, target)
