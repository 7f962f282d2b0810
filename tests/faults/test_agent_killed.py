"""The agent is killed in every state of a job, and two of them share a printer: one unmarked paper a ticket at most."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from tests.faults.paper_hall import SETTLED, PaperHall, wait_until
from tests.faults.test_paper import require_one_good_paper
from tests.invariants import check_database

pytestmark = pytest.mark.faults
SLOW = "slow 1200"
"""A slip takes about three seconds at this speed."""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PaperHall]:
    with PaperHall(tmp_path_factory.mktemp("killed"), agents=2) as hall:
        yield hall
    check_database(f"sqlite:///{hall.server.place.database}", hall.branch)


@pytest.fixture
def hall(running: PaperHall) -> PaperHall:
    """Give each test the same hall, its printers well and no agent at work."""
    running.calm_down()
    return running


def warmed_up(hall: PaperHall) -> None:
    """Start the first agent and see one paper through."""
    hall.agents[0].start()
    assert hall.wait_for(hall.issue()["print_job"]["id"], *SETTLED) == "printed"


def test_killed_while_the_job_is_queued(hall: PaperHall) -> None:
    warmed_up(hall)
    hall.agents[0].kill()
    issued = hall.issue()
    assert hall.state(issued["print_job"]["id"]) == "queued"
    hall.agents[0].start()
    assert hall.wait_for(issued["print_job"]["id"], *SETTLED) == "printed"
    [slip] = hall.slips_of(issued["ticket"]["number"])
    assert (slip.is_whole, slip.is_marked) == (True, False)


def test_killed_while_the_job_is_leased(hall: PaperHall) -> None:
    warmed_up(hall)
    hall.printer.tell("silent")  # it is asked in vain before the first byte leaves
    issued = hall.issue()
    job = issued["print_job"]["id"]
    wait_until(lambda: hall.state(job) != "queued", "the agent took it")
    hall.agents[0].kill()
    assert hall.state(job) == "leased"
    hall.printer.tell("speak")
    hall.agents[0].start()
    assert hall.wait_for(job, *SETTLED) == "printed"
    [slip] = hall.slips_of(issued["ticket"]["number"])
    assert (slip.is_whole, slip.is_marked) == (True, False), "nothing of it was out"


@pytest.mark.parametrize("after_s", [0.0, 0.4, 1.2])
def test_killed_while_the_job_is_being_sent(hall: PaperHall, after_s: float) -> None:
    warmed_up(hall)
    hall.printer.tell(SLOW)
    since = len(hall.printer.slips)
    issued = hall.issue()
    job = issued["print_job"]["id"]
    wait_until(lambda: hall.state(job) == "sending", "the first byte leaves")
    time.sleep(after_s)
    hall.agents[0].kill()
    assert hall.state(job) == "sending"
    hall.printer.tell("fast")
    hall.agents[0].start()
    require_one_good_paper(hall, issued, since)


def test_killed_when_the_paper_is_out_and_the_server_does_not_know(hall: PaperHall) -> None:
    warmed_up(hall)
    hall.printer.tell(SLOW)
    since = len(hall.printer.slips)
    issued = hall.issue()
    job = issued["print_job"]["id"]
    wait_until(lambda: hall.state(job) == "sending", "the first byte leaves")
    with hall.hold_server():
        wait_until(lambda: hall.printer.state()["whole"] > since, "the paper is out")
        time.sleep(1.0)
        hall.agents[0].kill()
    hall.printer.tell("fast")
    hall.agents[0].start()
    require_one_good_paper(hall, issued, since)
    unmarked = [slip for slip in hall.slips_of(issued["ticket"]["number"], since) if not slip.is_marked]
    assert [slip.is_whole for slip in unmarked] == [True]


def test_killed_when_all_is_told(hall: PaperHall) -> None:
    warmed_up(hall)
    hall.agents[0].kill()
    before = len(hall.printer.slips)
    hall.agents[0].start()
    assert hall.wait_for(hall.issue()["print_job"]["id"], *SETTLED) == "printed"
    assert len(hall.printer.slips) == before + 1, "nothing comes out a second time"


def test_another_printer_takes_over_from_a_killed_agent_on_marked_paper(hall: PaperHall) -> None:
    warmed_up(hall)
    hall.printer.tell(SLOW)
    since = len(hall.printer.slips)
    issued = hall.issue()
    job = issued["print_job"]["id"]
    wait_until(lambda: hall.state(job) == "sending", "the first byte leaves")
    hall.agents[0].kill()
    hall.agents[1].start()
    assert hall.wait_for(job, *SETTLED) == "printed"
    slips = hall.slips_of(issued["ticket"]["number"], since)
    assert [slip.is_marked for slip in slips].count(False) <= 1, "what lay in its buffer the printer may finish"
    assert [slip.is_marked for slip in slips if slip.is_whole].count(True) == 1
    hall.printer.tell("fast")
    hall.agents[1].stop()
    hall.agents[0].start()
    assert hall.wait_for(hall.issue()["print_job"]["id"], *SETTLED) == "printed"
    assert hall.state(job) == "printed", "the one that came back changes nothing"
    marked = [slip for slip in hall.slips_of(issued["ticket"]["number"], since) if slip.is_marked]
    assert len(marked) == 1


def test_an_agent_that_slept_over_its_lease_prints_nothing_any_more(hall: PaperHall) -> None:
    warmed_up(hall)
    hall.printer.tell("silent")
    issued = hall.issue()
    job = issued["print_job"]["id"]
    wait_until(lambda: hall.state(job) != "queued", "the agent took it")
    with hall.asleep(hall.agents[0]):
        assert hall.state(job) == "leased"
        hall.printer.tell("speak")
        hall.agents[1].start()
        assert hall.wait_for(job, *SETTLED) == "printed"
    hall.agents[1].stop()
    assert hall.wait_for(hall.issue()["print_job"]["id"], *SETTLED) == "printed"
    copies = [slip for slip in hall.slips_of(issued["ticket"]["number"]) if slip.is_whole]
    assert [slip.is_marked for slip in copies] == [True], "what the sleeper had in hand it gave up"


def test_two_agents_on_one_printer_print_every_ticket_once(hall: PaperHall) -> None:
    for agent in hall.agents:
        agent.printer = hall.printer
        agent.start()
    before = total(hall)
    issued = [hall.issue() for _ in range(24)]
    for one in issued:
        assert hall.wait_for(one["print_job"]["id"], *SETTLED) == "printed"
        [slip] = hall.slips_of(one["ticket"]["number"])
        assert (slip.is_whole, slip.is_marked) == (True, False)
    assert not hall.papers()["differs"]
    assert total(hall) - before == len(issued)


def total(hall: PaperHall) -> int:
    """Return the unmarked tickets that all agents count by themselves."""
    return sum(printer["agent"]["tickets"] for printer in hall.papers()["printers"] if printer["agent"])
