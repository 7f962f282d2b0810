"""Printers: whose paper is whose, who stands in, who fell silent, and two counts of the same papers."""

from __future__ import annotations

import pytest

from queue_server import protocol
from queue_server.app import watch_paper
from queue_server.application import devices, fittings, papers, printers, printing
from queue_server.application.snapshots import menu_state
from queue_server.domain.paper import JobState
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import PaperCount, PrinterReport, PrinterState
from tests.cast import KOTA, MONDAY, SARI, TIMUR, TONO, TUESDAY
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")


class Papers:
    """A lobby with a kiosk and its printer, another printer at the door, and one that stands in."""

    def __init__(self, hall: Hall) -> None:
        self.hall = hall
        self.lobby = hall.add_printer("Printer lobi")
        self.door = hall.add_printer("Printer pintu")
        self.spare = hall.add_printer("Printer cadangan")
        self.change(self.spare, is_fallback=True)
        kiosk = devices.add_device(hall.context, TONO, KOTA, protocol.NewDevice("kiosk", "Kios lobi")).device
        self.kiosk = Actor(Role.KIOSK, kiosk.id, KOTA)
        self.change(self.kiosk, printer=self.lobby.id)
        hall.kiosk = self.kiosk
        for printer in (self.lobby, self.door, self.spare):
            self.says(printer)

    def change(self, device: Actor, printer: str | None = None, *, is_fallback: bool = False) -> protocol.DeviceSeen:
        command = protocol.ChangeDevice(printer, is_fallback)
        return fittings.change_device(self.hall.context, TONO, device.id, command)

    def says(self, printer: Actor, state: PrinterState = PrinterState.READY, count: PaperCount | None = None) -> None:
        report = PrinterReport(state, "ok", profile="80mm", count=count)
        printers.report_printer(self.hall.context, printer, report)

    def seen(self, printer: Actor) -> protocol.PrinterSeen:
        return next(seen for seen in self.hall.supervision().printers if seen.id == printer.id)

    def numbers(self, printer: Actor) -> list[str]:
        """Claim and print all that a printer gets now."""
        found = []
        while (job := self.hall.claim_or_none(printer)) is not None:
            self.hall.report(printer, job)
            found.append(job.content["number"])
        return found


@pytest.fixture
def office(hall: Hall) -> Papers:
    return Papers(hall)


def test_a_kiosks_slips_come_out_of_its_own_printer(hall: Hall, office: Papers) -> None:
    answer = hall.issue_kept("KTP").answer
    assert answer.print_job.printer == office.lobby.id
    assert office.numbers(office.door) == []
    assert office.numbers(office.spare) == []
    assert office.numbers(office.lobby) == ["A-001"]


@pytest.mark.parametrize("trouble", [PrinterState.PAPER_OUT, PrinterState.COVER_OPEN, PrinterState.OFFLINE])
def test_a_fallback_printer_takes_over_at_once_what_the_own_one_cannot(
    hall: Hall, office: Papers, trouble: PrinterState
) -> None:
    office.says(office.lobby, trouble)
    hall.issue("KTP")
    assert office.numbers(office.lobby) == [], "it would only fail"
    assert office.numbers(office.door) == []
    assert office.numbers(office.spare) == ["A-001"]
    assert office.seen(office.spare).papers.server.tickets == 1


def test_a_fallback_printer_takes_after_ten_seconds_what_nobody_took(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    hall.clock.pass_by(seconds=9)
    assert office.numbers(office.spare) == []
    hall.clock.pass_by(seconds=2)
    assert office.numbers(office.spare) == ["A-001"]


def test_a_paper_that_failed_on_its_own_printer_comes_out_unmarked_of_the_fallback(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    job = hall.claim(office.lobby)
    hall.report(office.lobby, job, "failed")
    office.says(office.lobby, PrinterState.PAPER_OUT)
    hall.clock.pass_by(seconds=1)
    again = hall.claim(office.spare)
    assert (again.id, again.copy) == (job.id, 0), "nothing of it came out"


def test_a_printer_that_is_gone_for_good_leaves_its_papers_to_any(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    devices.revoke_device(hall.context, TONO, office.lobby.id)
    assert office.numbers(office.door) == ["A-001"]


def test_a_reprint_comes_out_where_the_first_one_did(hall: Hall, office: Papers) -> None:
    ticket = hall.issue("KTP")
    assert office.numbers(office.lobby) == ["A-001"]
    assert hall.reprint(ticket).printer == office.lobby.id
    assert office.numbers(office.door) == []
    assert hall.claim(office.lobby).copy == 1


def test_only_a_kiosk_has_a_printer_and_only_a_printer_stands_in(hall: Hall, office: Papers) -> None:
    assert refused(office.change, office.door, office.lobby.id).sentence_key == "printer_of_kiosk_only"
    assert refused(office.change, office.kiosk, is_fallback=True).sentence_key == "fallback_is_a_printer"
    assert refused(office.change, office.kiosk, "nobody").sentence_key == "unknown_printer"
    stranger = Actor(Role.SUPERVISOR, "markus", TIMUR)
    command = protocol.ChangeDevice(None)
    assert refused(fittings.change_device, hall.context, stranger, office.kiosk.id, command).code == "not_found"
    assert office.change(office.kiosk).printer is None


def test_who_says_that_it_sends_keeps_its_lease_and_who_lost_it_may_not(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    job = hall.claim(office.lobby)
    hall.clock.pass_by(seconds=25)
    sending = protocol.JobSending(job.fence)
    printing.begin_sending(hall.context, office.lobby, job.id, sending)
    hall.clock.pass_by(seconds=25)
    assert hall.claim_or_none(office.spare) is None, "it is being sent"
    hall.clock.pass_by(seconds=6)
    copy = hall.claim(office.spare)
    assert (copy.id, copy.copy) == (job.id, 1)
    assert refused(printing.begin_sending, hall.context, office.lobby, job.id, sending).code == "lease_lost"
    hall.report(office.spare, copy)
    told = protocol.JobSending(copy.fence)
    assert refused(printing.begin_sending, hall.context, office.spare, copy.id, told).code == "lease_lost", "it is out"


def test_what_was_being_sent_is_marked_even_when_the_same_printer_comes_back_for_it(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    job = hall.claim(office.lobby)
    printing.begin_sending(hall.context, office.lobby, job.id, protocol.JobSending(job.fence))
    hall.clock.pass_by(seconds=31)
    assert hall.claim(office.lobby).copy == 1, "its disk may be new"


def test_a_printer_whose_agent_falls_silent_is_gone_until_it_asks_again(hall: Hall, office: Papers) -> None:
    hall.clock.pass_by(seconds=35)
    assert hall.claim_or_none(office.door) is None
    watch_paper(hall.context)
    assert office.seen(office.lobby).state == "ready", "it may ask every few seconds"
    hall.clock.pass_by(seconds=10)
    watch_paper(hall.context)
    lobby = office.seen(office.lobby)
    assert (lobby.state, lobby.detail) == ("offline", "agent_gone")
    assert office.seen(office.door).state == "ready"
    seq = hall.seq()
    watch_paper(hall.context)
    assert hall.seq() == seq, "said once"
    assert hall.claim_or_none(office.lobby) is None
    assert office.seen(office.lobby).state == "ready"


def test_asking_for_work_is_written_down_now_and_then_only(hall: Hall, office: Papers) -> None:
    def heard() -> object:
        with hall.context.store.read(KOTA) as work:
            return next(seen.seen_at for seen in work.printers.all() if seen.device_id == office.lobby.id)

    first = heard()
    for _ in range(9):
        hall.clock.pass_by(seconds=1)
        hall.claim_or_none(office.lobby)
    assert heard() == first
    hall.clock.pass_by(seconds=1)
    hall.claim_or_none(office.lobby)
    assert heard() == hall.clock.now


def test_a_printer_that_asks_for_work_but_says_nothing_of_itself_is_unknown(hall: Hall) -> None:
    quiet = hall.add_printer("Printer diam")
    assert hall.supervision().printers[0].state == "offline"
    hall.claim_or_none(quiet)
    seen = hall.supervision().printers[0]
    assert (seen.state, seen.detail) == ("unknown", "no_report")


def test_papers_that_nobody_asks_for_wait_for_a_person_all_the_same(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    hall.clock.pass_by(minutes=9)
    watch_paper(hall.context)
    assert hall.supervision().print_trouble == 0
    hall.clock.pass_by(minutes=2)
    watch_paper(hall.context)
    assert [(job.number, job.reason) for job in hall.supervision().print_jobs] == [("A-001", "stale")]
    assert hall.claim_or_none(office.lobby) is None


def test_a_kiosk_learns_of_a_slip_that_did_not_come_out(hall: Hall, office: Papers) -> None:
    def not_out() -> list[str]:
        state: protocol.MenuState = menu_state(hall.context, KOTA).state
        return state.papers_not_out

    for outcome in ("unknown", "failed"):
        job_id = hall.issue_kept("KTP").answer.print_job.id
        assert not_out() == []
        hall.report(office.lobby, hall.claim(office.lobby), outcome)
        assert not_out() == [job_id]
        hall.clock.pass_by(minutes=6)
        assert not_out() == []
        while (job := hall.claim_or_none(office.lobby)) is not None:
            hall.report(office.lobby, job)


def count(tickets: int, reprints: int = 0, failures: int = 0) -> PaperCount:
    return PaperCount(MONDAY.isoformat(), tickets, reprints, failures)


def print_one(hall: Hall, printer: Actor, said: PaperCount | None) -> None:
    job = hall.claim(printer)
    report = protocol.JobReport(job.fence, None, said)
    printing.report_job(hall.context, printer, job.id, JobState.PRINTED, report)


def test_two_counts_that_agree_raise_no_alarm(hall: Hall, office: Papers) -> None:
    first = hall.issue("KTP")
    print_one(hall, office.lobby, count(1))
    hall.reprint(first)
    print_one(hall, office.lobby, count(1, 1))
    seen = office.seen(office.lobby).papers
    assert (seen.server, seen.agent, seen.differs) == (count(1, 1), count(1, 1), False)
    assert not papers.day_papers(hall.context, SARI, KOTA, MONDAY).differs
    assert "printer.counted" not in {event.kind for event in hall.events(MONDAY)}


@pytest.mark.parametrize("said", [count(0), count(2), count(1, 1)])
def test_a_difference_is_an_alarm_until_it_is_gone(hall: Hall, office: Papers, said: PaperCount) -> None:
    hall.issue("KTP")
    print_one(hall, office.lobby, said)
    assert office.seen(office.lobby).papers.differs
    day = papers.day_papers(hall.context, SARI, KOTA, MONDAY)
    assert day.differs
    assert [(one.name, one.differs) for one in day.printers if one.differs] == [("Printer lobi", True)]
    office.says(office.lobby, count=said)
    office.says(office.lobby, count=count(1))
    assert not office.seen(office.lobby).papers.differs
    told = [event.facts["differs"] for event in hall.events(MONDAY) if event.kind == "printer.counted"]
    assert told == [True, False]


def test_failures_are_counted_by_both_sides(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    hall.report(office.lobby, hall.claim(office.lobby), "failed")
    hall.clock.pass_by(seconds=2)
    hall.report(office.lobby, hall.claim(office.lobby), "unknown")
    hall.clock.pass_by(minutes=11)
    hall.issue("KK")
    hall.clock.pass_by(minutes=11)
    watch_paper(hall.context)
    assert office.seen(office.lobby).papers.server == count(0, 0, 2), "a paper that grew stale is nobody's failure"


def test_the_tally_slip_sets_the_servers_count_beside_the_agents(hall: Hall, office: Papers) -> None:
    hall.issue_many("KTP", "KTP")
    print_one(hall, office.lobby, count(1))
    office.says(office.lobby, PrinterState.PAPER_OUT)
    print_one(hall, office.spare, count(3))
    hall.close_day(MONDAY)
    slip = hall.claim(office.door).content
    assert slip["paper"] == {"service_day": "2026-11-23", "tickets": 0, "reprints": 0, "failures": 0}
    assert slip["paper_lines"] == [
        "Printer lobi: 1/0/0, cocok.",
        "Printer cadangan: 1/0/0, SELISIH. Beri tahu supervisor.",
    ]
    assert slip["opened_line"] == "Dibuka 08.00 · Ditutup 08.00 WIB"
    assert slip["signatures"] == ["Supervisor,", "Kepala,"]
    assert slip["hours"] == [("08.00", 2)]


def test_a_test_page_is_for_one_printer_and_a_sign_for_one_counter(hall: Hall, office: Papers) -> None:
    printers.print_test(hall.context, SARI, KOTA, office.door.id)
    printers.print_sign(hall.context, SARI, KOTA, "1", protocol.CounterSign(office.spare.id))
    assert hall.claim_or_none(office.lobby) is None
    test, sign = hall.claim(office.door), hall.claim(office.spare)
    assert (test.kind, test.content["printer"], test.content["title"]) == ("test", "Printer pintu", "HALAMAN UJI")
    assert (sign.kind, sign.content["counter"]) == ("sign", "Loket 1")
    assert "KTP elektronik" in sign.content["services"]
    hall.report(office.door, test)
    assert office.seen(office.door).papers.server == count(0), "only tickets are counted"
    for deed in (
        lambda: printers.print_test(hall.context, SARI, KOTA, "nobody"),
        lambda: printers.print_sign(hall.context, SARI, KOTA, "99", protocol.CounterSign()),
        lambda: printers.print_sign(hall.context, SARI, KOTA, "1", protocol.CounterSign("nobody")),
        lambda: printers.print_test(hall.context, SARI, TIMUR, office.door.id),
    ):
        assert refused(deed).code == "not_found"


def test_a_device_can_have_its_part_from_the_beginning(hall: Hall, office: Papers) -> None:
    kiosk = protocol.NewDevice("kiosk", "Kios pintu", None, office.door.id)
    assert devices.add_device(hall.context, TONO, KOTA, kiosk).device.printer == office.door.id
    spare = protocol.NewDevice("printer", "Cadangan dua", is_fallback=True)
    assert devices.add_device(hall.context, TONO, KOTA, spare).device.is_fallback
    wrong = protocol.NewDevice("display", "TV", None, office.door.id)
    assert refused(devices.add_device, hall.context, TONO, KOTA, wrong).sentence_key == "printer_of_kiosk_only"
    assert "TV" not in {device.name for device in devices.list_devices(hall.context, TONO, KOTA)}


def test_staff_are_told_since_when_slips_wait(hall: Hall, office: Papers) -> None:
    assert hall.supervision().print_queued_since is None
    began = hall.clock.now
    hall.issue("KTP")
    hall.clock.pass_by(seconds=5)
    hall.issue("KK")
    assert hall.supervision().print_queued_since == began
    office.numbers(office.lobby)
    assert hall.supervision().print_queued_since is None


def test_a_printer_that_can_never_be_asked_is_the_best_there_is_if_others_are_in_trouble(hall: Hall) -> None:
    silent, mute = hall.add_printer("Printer satu arah"), hall.add_printer("Printer bisu")
    said = {silent: "one_way", mute: "no_answer"}
    for printer, detail in said.items():
        report = PrinterReport(PrinterState.UNKNOWN, None, detail)
        printers.report_printer(hall.context, printer, report)
    state: protocol.MenuState = menu_state(hall.context, KOTA).state
    assert {place.name: place.detail for place in state.printers} == {
        "Printer satu arah": "one_way",
        "Printer bisu": "no_answer",
    }
    hall.open("1")
    assert (hall.state_of("1").printer, hall.state_of("1").printer_detail) == ("unknown", "one_way")


def test_what_was_printed_is_believed_even_when_the_word_comes_late(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    job = hall.claim(office.lobby)
    printing.begin_sending(hall.context, office.lobby, job.id, protocol.JobSending(job.fence))
    hall.clock.pass_by(minutes=11)
    watch_paper(hall.context)
    [trouble] = hall.supervision().print_jobs
    assert (trouble.state, trouble.reason) == ("unknown", "stale"), "it was being sent, so it may be out"
    report = protocol.JobReport(job.fence, None, count(1))
    printing.report_job(hall.context, office.lobby, job.id, JobState.PRINTED, report)
    assert hall.supervision().print_jobs == []
    assert not office.seen(office.lobby).papers.differs
    assert refused(hall.report, office.lobby, job, "failed").code == "lease_lost", "and that was its last word"


@pytest.mark.parametrize("back", [{"minutes": -59}, {"days": -400}])
def test_a_clock_that_is_set_back_strands_no_paper(hall: Hall, office: Papers, back: dict[str, float]) -> None:
    hall.issue("KTP")
    leased = hall.claim(office.lobby)
    hall.issue("KTP")
    failed = hall.claim(office.lobby)
    hall.report(office.lobby, failed, "failed")
    hall.clock.pass_by(**back)
    again = [hall.claim(office.lobby), hall.claim(office.lobby)]
    assert {job.id for job in again} == {leased.id, failed.id}
    for job in again:
        hall.report(office.lobby, job)
    watch_paper(hall.context)
    assert office.seen(office.lobby).state == "ready", "who just asked for work is there"
    assert office.seen(office.door).state == "offline", "of whom nobody knows since when"


def test_a_revoked_printer_keeps_its_papers_and_its_difference(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    print_one(hall, office.lobby, count(2))
    devices.revoke_device(hall.context, TONO, office.lobby.id)
    day = papers.day_papers(hall.context, SARI, KOTA, MONDAY)
    assert day.differs
    [printer] = [one for one in day.printers if one.differs]
    assert (printer.name, printer.server.tickets, printer.agent) == ("Printer lobi", 1, count(2))


def test_a_test_page_comes_out_of_no_other_printer(hall: Hall, office: Papers) -> None:
    office.says(office.lobby, PrinterState.PAPER_OUT)
    printers.print_test(hall.context, SARI, KOTA, office.lobby.id)
    printers.print_sign(hall.context, SARI, KOTA, "1", protocol.CounterSign(office.lobby.id))
    hall.clock.pass_by(minutes=1)
    assert hall.claim_or_none(office.spare) is None
    assert hall.claim_or_none(office.door) is None
    assert [hall.claim(office.lobby).kind, hall.claim(office.lobby).kind] == ["test", "sign"]


def test_a_fallback_in_trouble_takes_nothing_from_a_printer_that_is_well(hall: Hall, office: Papers) -> None:
    office.says(office.spare, PrinterState.PAPER_OUT)
    hall.issue("KTP")
    hall.clock.pass_by(seconds=30)
    assert hall.claim_or_none(office.spare) is None
    assert office.numbers(office.lobby) == ["A-001"]


def test_a_reprint_in_doubt_is_told_although_the_first_slip_came_out(hall: Hall, office: Papers) -> None:
    ticket = hall.issue("KTP")
    assert office.numbers(office.lobby) == ["A-001"]
    hall.clock.pass_by(seconds=1)
    hall.reprint(ticket)
    hall.report(office.lobby, hall.claim(office.lobby), "unknown")
    assert [job.number for job in hall.supervision().print_jobs] == ["A-001"]


def test_a_tally_in_doubt_is_told_and_can_be_printed_again(hall: Hall, office: Papers) -> None:
    hall.issue("KTP")
    assert refused(printers.print_tally, hall.context, SARI, KOTA, MONDAY).code == "day_open"
    office.numbers(office.lobby)
    hall.close_day(MONDAY)
    first = hall.claim(office.door)
    assert (first.kind, first.copy) == ("tally", 0)
    hall.report(office.door, first, "unknown")
    [trouble] = hall.supervision().print_jobs
    assert (trouble.kind, trouble.ticket, trouble.number) == ("tally", None, None)
    hall.clock.pass_by(seconds=1)
    printers.print_tally(hall.context, SARI, KOTA, MONDAY)
    copy = hall.claim(office.door)
    assert (copy.kind, copy.copy) == ("tally", 1)
    hall.report(office.door, copy)
    assert hall.supervision().print_jobs == []
    assert refused(printers.print_tally, hall.context, SARI, KOTA, TUESDAY).code == "not_found"


@pytest.mark.parametrize("said", [count(10**20), count(-1), PaperCount("2026-W48-1", 1, 0, 0), PaperCount("", 1, 0, 0)])
def test_a_count_that_cannot_be_is_refused(hall: Hall, office: Papers, said: PaperCount) -> None:
    hall.issue("KTP")
    job = hall.claim(office.lobby)
    report = protocol.JobReport(job.fence, None, said)
    refusal = refused(printing.report_job, hall.context, office.lobby, job.id, JobState.PRINTED, report)
    assert refusal.code == "invalid_field"
    assert office.seen(office.lobby).papers.agent is None
