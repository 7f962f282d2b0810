"""Two branches on one server see and move nothing of each other."""

from __future__ import annotations

import pytest

from queue_server import protocol
from queue_server.application import calling, closing, handling, issuing
from queue_server.application.handling import Deed
from queue_server.application.stored import TicketFilter
from queue_server.protocol import TicketVerb
from tests.cast import (
    EAST_KIOSK,
    KIOSK,
    KOTA,
    MARKUS,
    MONDAY,
    SARI,
    TIMUR,
    TONO,
    TUESDAY,
    YOHANA,
)
from tests.fakes.hall import Hall, fresh_key, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def test_two_branches_count_and_call_apart(hall: Hall, east: Hall) -> None:
    assert hall.issue("KTP").number == east.issue("KTP").number == "A-001"
    east.open("1")
    assert east.called("1").branch == TIMUR
    assert refused(east.call, "1").code == "counter_busy"
    hall.open("1")
    assert hall.called("1").branch == KOTA


def test_each_branch_has_the_date_of_its_own_zone(hall: Hall, east: Hall) -> None:
    hall.clock.set("22:30", MONDAY)
    closing.open_day(hall.context, SARI, KOTA)
    assert closing.open_day(hall.context, MARKUS, TIMUR).day == TUESDAY, "half past midnight in the east"
    assert hall.issue("KTP").service_day == "2026-11-23"
    assert east.issue("KTP").service_day == "2026-11-24"


def test_nobody_reads_or_moves_another_branch(hall: Hall, east: Hall) -> None:
    ticket = hall.issue("KTP")
    hall.open("1")
    seq = hall.seq()
    command = protocol.IssueTicket("KTP")
    start = Deed(TicketVerb.START, protocol.TicketCommand("1"))
    printer = east.add_printer("Printer timur")
    foreign = [
        refused(issuing.issue_ticket, hall.context, EAST_KIOSK, KOTA, command, fresh_key()),
        refused(calling.call_next, hall.context, YOHANA, hall.place("1")),
        refused(handling.act, hall.context, YOHANA, ticket.id, start),
        refused(hall.open, "1", by=YOHANA),
        refused(hall.close, "1", by=YOHANA),
        refused(closing.open_day, hall.context, MARKUS, KOTA),
        refused(closing.close_day, hall.context, MARKUS, KOTA, MONDAY, force=True),
        refused(closing.read_tally, hall.context, MARKUS, KOTA, MONDAY),
        refused(closing.list_tickets, hall.context, MARKUS, KOTA, MONDAY, TicketFilter()),
        refused(hall.reprint, ticket, by=MARKUS),
    ]
    assert {refusal.code for refusal in foreign} == {"not_found"}
    assert {refusal.reason for refusal in foreign} == {"unknown_branch", "unknown_ticket"}
    hall.add_printer("Printer kota")
    job = hall.issue_kept("KTP").answer.print_job
    assert job is not None
    assert refused(hall.report_id, printer, job.id, 1).reason == "unknown_print_job"
    assert hall.claim_or_none(printer) is None
    assert hall.seq() == seq + 2, "a device and a ticket of our own, nothing else"


def test_an_admin_acts_everywhere(hall: Hall, east: Hall) -> None:
    east.issue("KTP")
    day = east.stored_day()
    assert closing.close_day(hall.context, TONO, TIMUR, day)["issued"] == 1


def test_a_branch_that_nobody_loaded_is_unknown(hall: Hall) -> None:
    command = protocol.IssueTicket("KTP")
    assert refused(issuing.issue_ticket, hall.context, TONO, "kosong", command, fresh_key()).reason == "unknown_branch"
    assert KIOSK.branch == KOTA
