"""Paper fails in every way that printers know: no job is lost, no number is twice on unmarked paper, staff are told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.faults.paper_hall import SETTLED, PaperHall, wait_until
from tests.invariants import check_database

pytestmark = pytest.mark.faults
EVERY = 16


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperHall]:
    with PaperHall(tmp_path_factory.mktemp("paper")) as hall:
        hall.agents[0].start()
        yield hall
    check_database(f"sqlite:///{hall.server.place.database}", hall.branch)


@pytest.fixture
def hall(running: PaperHall) -> PaperHall:
    """Give each test the same hall, its printer well and its agent at work."""
    running.cure()
    return running


def require_one_good_paper(hall: PaperHall, issued: dict[str, Any], since: int) -> None:
    """Bring a ticket's paper to its end, by a reprint where a person must; check every paper that came out."""
    number, job = issued["ticket"]["number"], issued["print_job"]["id"]
    if hall.wait_for(job, *SETTLED) == "unknown":
        assert number in hall.trouble(), "staff are told"
        copy = hall.reprint(issued)
        hall.wait_for(copy, "printed")
        wait_until(lambda: any(slip.is_whole and slip.is_marked for slip in hall.slips_of(number, since)), "a copy")
    slips = hall.slips_of(number, since)
    whole = [slip for slip in slips if slip.is_whole]
    assert whole, "the resident has a paper"
    assert len([slip for slip in slips if not slip.is_marked]) <= 1
    assert all(issued["track_url"] in slip.codes for slip in whole)


def test_a_line_cut_at_every_sixteenth_byte_loses_nothing_and_prints_nothing_twice(hall: PaperHall) -> None:
    before = hall.counts()
    first = hall.issue()
    assert hall.wait_for(first["print_job"]["id"], *SETTLED) == "printed"
    length = len(hall.printer.slips[-1].data)
    ends = []
    for at in range(0, length + EVERY, EVERY):
        since = len(hall.printer.slips)
        hall.printer.tell(f"cut {at}")
        issued = hall.issue()
        require_one_good_paper(hall, issued, since)
        ends.append(hall.state(issued["print_job"]["id"]))
    assert "unknown" in ends, "most of these slips broke off"
    assert not hall.papers()["differs"]
    tickets, reprints = hall.counts()
    assert tickets - before[0] == 1 + ends.count("printed")
    assert reprints - before[1] == ends.count("unknown")


@pytest.mark.parametrize(
    ("trouble", "cure", "state"),
    [
        ("paper out", "paper ok", "paper_out"),
        ("cover open", "cover closed", "cover_open"),
        ("jam", "clear", "error"),
        ("hot", "clear", "error"),
        ("refuse", "accept", "offline"),
    ],
)
def test_a_printer_in_trouble_gets_nothing_and_prints_all_of_it_once_it_is_well(
    hall: PaperHall, trouble: str, cure: str, state: str
) -> None:
    since = len(hall.printer.slips)
    hall.printer.tell(trouble)
    issued = [hall.issue() for _ in range(3)]

    def told() -> Any:
        return hall.kiosk.get(f"/branches/{hall.branch}/menu").json()["printers"][0]["state"]

    wait_until(lambda: told() == state, f"the kiosk learns of {trouble}")
    assert len(hall.printer.slips) == since
    hall.printer.tell(cure)
    for one in issued:
        assert hall.wait_for(one["print_job"]["id"], *SETTLED) == "printed"
        [slip] = hall.slips_of(one["ticket"]["number"], since)
        assert (slip.is_whole, slip.is_marked) == (True, False)
    wait_until(lambda: told() == "ready", "the kiosk learns that it is well")


@pytest.mark.parametrize("mood", ["silent", "garble"])
def test_silence_and_nonsense_are_unknown_and_never_taken_for_paper(hall: PaperHall, mood: str) -> None:
    since = len(hall.printer.slips)
    hall.printer.tell(mood)
    issued = hall.issue()
    assert hall.wait_for(issued["print_job"]["id"], *SETTLED) == "unknown"
    assert issued["ticket"]["number"] in hall.trouble()
    hall.printer.tell("speak")
    require_one_good_paper(hall, issued, since)


def test_a_roll_that_ends_in_the_middle_waits_for_a_person_and_the_next_paper_is_marked(hall: PaperHall) -> None:
    for at in (40, 150, 300):
        since = len(hall.printer.slips)
        hall.printer.tell(f"paper ends {at}")
        issued = hall.issue()
        assert hall.wait_for(issued["print_job"]["id"], *SETTLED) == "unknown"
        assert hall.trouble()[issued["ticket"]["number"]] == "paper_out"
        hall.printer.tell("paper ok")
        require_one_good_paper(hall, issued, since)
