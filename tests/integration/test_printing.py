"""Paper: who may print what, for how long, and what the next one may do when nobody answered."""

from __future__ import annotations

import pytest

from queue_server import protocol
from queue_server.application import printers, printing
from queue_server.application.closing import read_tally
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor
from queue_server.protocol import PrinterReport, PrinterState
from tests.cast import KOTA, MONDAY, SARI
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")


@pytest.fixture
def epson(hall: Hall) -> Actor:
    return hall.add_printer("Epson di lobi")


@pytest.fixture
def spare(hall: Hall) -> Actor:
    return hall.add_printer("Printer cadangan")


def paper_counts(hall: Hall) -> tuple[int, int]:
    tally = read_tally(hall.context, SARI, KOTA, MONDAY)
    return tally["printed"], tally["reprinted"]


def test_a_ticket_brings_its_job_and_the_job_its_slip(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP")
    hall.clock.pass_by(seconds=1)
    answer = hall.issue_kept("KTP", priority="elderly").answer
    assert answer.print_job is not None
    assert answer.print_job.state == "queued"
    hall.claim(epson)
    job = hall.claim(epson)
    assert (job.id, job.kind, job.copy, job.fence, job.lease_s) == (answer.print_job.id, "ticket", 0, 1, 30)
    slip = job.content
    assert (slip["number"], slip["service"], slip["qr"]) == ("A-002", "KTP elektronik", answer.track_url)
    assert slip["requirements"] == ["Kartu Keluarga", "Datang sendiri untuk perekaman"]
    assert slip["copy_line"] is None
    assert slip["priority_line"] is not None
    assert "23 November 2026" in slip["day_line"]
    assert slip["time_line"] == "08.00 WIB"
    assert "3" in slip["missed_line"], "the policy's number of calls"


def test_jobs_are_claimed_in_the_order_of_issue_and_each_once(hall: Hall, epson: Actor, spare: Actor) -> None:
    for _ in range(3):
        hall.issue("KTP")
        hall.clock.pass_by(seconds=1)
    claimed = [hall.claim(printer).content["number"] for printer in (epson, spare, epson)]
    assert claimed == ["A-001", "A-002", "A-003"]
    assert hall.claim_or_none(spare) is None


def test_a_printed_job_is_over_and_saying_so_twice_is_harmless(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP")
    job = hall.claim(epson)
    hall.report(epson, job)
    seq = hall.seq()
    hall.report(epson, job)
    assert hall.seq() == seq
    hall.clock.pass_by(minutes=5)
    assert hall.claim_or_none(epson) is None
    assert paper_counts(hall) == (1, 0)


def test_the_same_printer_may_come_back_for_a_job_whose_lease_ran_out(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP")
    first = hall.claim(epson)
    hall.clock.pass_by(seconds=29)
    assert hall.claim_or_none(epson) is None
    hall.clock.pass_by(seconds=1)
    again = hall.claim(epson)
    assert (again.id, again.fence, again.copy) == (first.id, 2, 0)
    assert refused(hall.report, epson, first).code == "lease_lost"
    hall.report(epson, again)
    assert paper_counts(hall) == (1, 0)


def test_another_printer_marks_what_may_already_be_on_paper(hall: Hall, epson: Actor, spare: Actor) -> None:
    hall.issue("KTP")
    lost = hall.claim(epson)
    hall.clock.pass_by(seconds=31)
    copy = hall.claim(spare)
    assert (copy.id, copy.copy, copy.fence) == (lost.id, 1, 2)
    assert "08.00 WIB" in copy.content["copy_line"]
    for outcome in ("printed", "failed", "unknown"):
        assert refused(hall.report, epson, lost, outcome).code == "lease_lost"
    hall.report(spare, copy)
    assert paper_counts(hall) == (0, 1)


def test_nobody_reports_with_a_fence_or_for_a_job_of_another(hall: Hall, epson: Actor, spare: Actor) -> None:
    hall.issue("KTP")
    job = hall.claim(epson)
    assert refused(hall.report, spare, job).code == "lease_lost"
    for fence in (0, 2, -1):
        assert refused(hall.report, epson, job, fence=fence).code == "lease_lost"
    hall.report(epson, job)
    assert refused(hall.report, epson, job, "failed").code == "lease_lost"
    assert refused(hall.report, epson, job, "unknown").code == "lease_lost"


def test_an_agent_that_answers_late_is_heard_while_nobody_took_over(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP")
    job = hall.claim(epson)
    hall.clock.pass_by(minutes=3)
    hall.report(epson, job)
    assert paper_counts(hall) == (1, 0)


def test_a_failed_job_is_tried_again_after_a_pause_of_five_seconds_at_most(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP")
    waited = []
    for attempt in range(1, 8):
        job = hall.claim(epson)
        assert (job.fence, job.copy) == (attempt, 0), "nothing came out, so nothing is marked"
        hall.report(epson, job, "failed")
        pause = 0.0
        while not hall.has_job_due():
            hall.clock.pass_by(seconds=0.25)
            pause += 0.25
        waited.append(pause)
    assert waited == sorted(waited)
    assert waited[0] <= 1
    assert max(waited) == 5


def test_what_may_have_come_out_waits_for_a_person(hall: Hall, epson: Actor) -> None:
    ticket = hall.issue("KTP")
    hall.report(epson, hall.claim(epson), "unknown")
    hall.clock.pass_by(minutes=1)
    assert hall.claim_or_none(epson) is None
    assert hall.supervision().print_trouble == 1
    assert hall.reprint(ticket).state == "queued"
    copy = hall.claim(epson)
    assert copy.copy == 1
    hall.report(epson, copy)
    assert paper_counts(hall) == (0, 1)


def test_a_paper_ten_minutes_late_waits_for_a_person(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP")
    hall.clock.pass_by(minutes=9, seconds=59)
    fresh = hall.issue("KK")
    hall.clock.pass_by(seconds=2)
    job = hall.claim(epson)
    assert job.content["number"] == fresh.number
    assert hall.claim_or_none(epson) is None
    assert hall.supervision().print_trouble == 1
    failed = [event for event in hall.events(MONDAY) if event.kind == "job.failed"]
    assert [event.facts["reason"] for event in failed] == ["stale"]


def test_every_reprint_is_a_marked_copy(hall: Hall, epson: Actor) -> None:
    ticket = hall.issue("KTP")
    hall.report(epson, hall.claim(epson))
    for copy in (1, 2):
        hall.reprint(ticket)
        job = hall.claim(epson)
        assert job.copy == copy
        hall.report(epson, job)
    assert paper_counts(hall) == (1, 2)


def test_without_a_printer_there_is_no_job_and_no_reprint(hall: Hall) -> None:
    ticket = hall.issue_kept("KTP").answer
    assert ticket.print_job is None
    with pytest.raises(Refusal) as refusal:
        hall.reprint(ticket.ticket)
    assert refusal.value.code == "no_printer"


def test_closing_the_day_prints_its_tally_with_the_seal(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP")
    hall.report(epson, hall.claim(epson))
    hall.open("1")
    hall.serve("1")
    tally = hall.close_day(MONDAY)
    assert (tally["printed"], tally["reprinted"]) == (1, 0)
    job = hall.claim(epson)
    assert job.kind == "tally"
    assert job.content["seal"] == tally["seal"]
    assert ["A KTP elektronik", "1", "1", "0,0"] in [list(row) for row in job.content["rows"]]
    hall.report(epson, job)
    assert read_tally(hall.context, SARI, KOTA, MONDAY) == tally


def test_a_slip_printed_after_the_closing_leaves_the_frozen_tally_alone(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP")
    job = hall.claim(epson)
    tally = hall.close_day(MONDAY)
    hall.report(epson, job)
    assert read_tally(hall.context, SARI, KOTA, MONDAY) == tally


def test_an_english_ticket_has_an_english_slip(hall: Hall, epson: Actor) -> None:
    hall.issue("KTP", language="en")
    slip = hall.claim(epson).content
    assert (slip["service"], slip["language"]) == ("Electronic ID card", "en")
    assert slip["day_line"] == "Monday, 23 November 2026"
    assert slip["requirements"] == ["Kartu Keluarga", "Datang sendiri untuk perekaman"], "better than nothing"


def test_what_a_printer_says_of_itself_reaches_staff_once_a_change(hall: Hall, epson: Actor) -> None:
    assert hall.supervision().printers[0].state == "offline"
    for state, grows in ((PrinterState.READY, 1), (PrinterState.READY, 0), (PrinterState.PAPER_OUT, 1)):
        seq = hall.seq()
        printers.report_printer(hall.context, epson, PrinterReport(state, "out" if "out" in state else "ok"))
        assert hall.seq() - seq == grows
    seen = hall.supervision().printers[0]
    assert (seen.name, seen.state, seen.paper) == ("Epson di lobi", "paper_out", "out")


def test_only_a_printer_of_one_branch_claims(hall: Hall) -> None:
    with pytest.raises(Refusal) as refusal:
        printing.claim_job(hall.context, Actor(SARI.role, "sari", None))
    assert refusal.value.code == "forbidden"
    assert isinstance(hall.supervision(), protocol.SupervisionState)
