"""Random days with every rule on: limits of waiting, bursts, families, further services, places, returns and undo."""

from __future__ import annotations

import json
import os
from collections import defaultdict
from typing import Any

from hypothesis import HealthCheck, event, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, precondition, rule

from queue_server import protocol
from queue_server.application import calling, deciding, handling, receiving, returning, switching
from queue_server.application.handling import Deed
from queue_server.domain.ticket import Ticket
from queue_server.protocol import IssuingWish, Position, TicketVerb
from tests.books import Books, read_books
from tests.cast import KIOSK, KOTA, KOTA_FILE, RATNA, SARI, always_open
from tests.fakes.hall import answer_of
from tests.integration.test_whole_days import COUNTERS, EXAMPLES, SERVICES, WholeDays, folder

__all__ = ["folder"]
BURST, BEHIND = 2, 2
WHICH = st.integers(0, 10**6)


def every_rule(*, starts: bool) -> str:
    """Return the office's file with limits of waiting, families and, perhaps, service that starts with the call."""
    text = always_open(KOTA_FILE).replace("[policy]", f"[policy]\nstart_on_call = {str(starts).lower()}")
    text = text.replace("undo_s = 10", "undo_s = 30")
    return text.replace('code = "KK"\n', 'code = "KK"\nescalate_after_minutes = 5\nmax_people = 4\n')


class EveryRule(WholeDays):
    """The days of ``WholeDays``, and everything else that people at a desk and at a kiosk may do."""

    @initialize(starts=st.booleans())
    def open_the_office(self, starts: bool) -> None:  # type: ignore[override]
        super().open_the_office(every_rule(starts=starts))
        self.in_a_row: dict[str, int] = defaultdict(int)

    def picture(self) -> Books:
        with self.store._readers.connect() as connection:
            return read_books(connection, KOTA)

    def stored(self, ticket_id: str) -> Ticket:
        with self.store.read(KOTA) as work:
            ticket = work.tickets.get(ticket_id)
        assert ticket is not None
        return ticket

    def some_ticket(self, which: int, *statuses: str) -> Ticket | None:
        rows = [self.stored(ticket) for ticket in self.tickets]
        fitting = [row for row in rows if row.status.value in statuses]
        return fitting[which % len(fitting)] if fitting else None

    # ---- calling

    @rule(counter=COUNTERS)
    def call_within_the_burst(self, counter: str) -> None:
        with self.store.read(KOTA) as work:
            place = work.branch.counter(counter)
            lanes = {f"@{counter}", *work.branch.services_of(place)}
            status = work.counters.get(counter).status.value
        waiting = [row for row in self.picture().tickets if row["status"] == "waiting" and row["lane"] in lanes]
        answer, _ = answer_of(calling.call_next, self.context, RATNA, self.hall.place(counter))
        if status != "open":
            self.in_a_row[counter] = 0
        if answer is None or answer.answer.ticket is None:
            return
        called = answer.answer.ticket
        regular = [row for row in waiting if row["priority"] == "regular" and row["service_day"] == called.service_day]
        self.in_a_row[counter] = self.in_a_row[counter] + 1 if called.priority != "regular" and regular else 0
        assert self.in_a_row[counter] <= BURST, "a regular ticket waits beyond the burst"

    @rule(which=WHICH, counter=COUNTERS)
    def call_a_chosen_number(self, which: int, counter: str) -> None:
        ticket = self.some_ticket(which, "waiting", "on_hold")
        if ticket is not None:
            command = protocol.CallNumber(ticket.number, "membawa bayi")
            self.try_to(calling.call_number, self.context, RATNA, self.hall.place(counter), command)

    @rule(which=WHICH, verb=st.sampled_from(["complete", "hold", "no-show", "transfer"]), service=SERVICES)
    def finish_and_call(self, which: int, verb: str, service: str) -> None:
        ticket = self.some_ticket(which, "serving", "called")
        if ticket is None:
            return
        command = protocol.TicketCommand(ticket.counter, then_call=True)
        if verb == "transfer":
            command = protocol.TicketCommand(ticket.counter, service=service, then_call=True)
        self.act(ticket.id, RATNA, TicketVerb(verb), command)

    # ---- in service

    @rule(counter=COUNTERS, service=SERVICES, people=st.integers(1, 5))
    def serve_without_a_ticket(self, counter: str, service: str, people: int) -> None:
        command = protocol.ServeDirectly(service, people=people)
        kept, _ = answer_of(receiving.serve_directly, self.context, RATNA, self.hall.place(counter), command)
        if kept is not None:
            self.tickets.append(kept.answer.ticket.id)

    @rule(which=WHICH, service=SERVICES, words=st.sampled_from(["tunggu surat", "", "NIK 3375010101900001"]))
    def add_a_service_or_a_note(self, which: int, service: str, words: str) -> None:
        ticket = self.some_ticket(which, "serving", "serving", "called", "on_hold")
        if ticket is not None:
            note = protocol.TicketCommand(ticket.counter, text=words)
            self.act(ticket.id, RATNA, TicketVerb.NOTE, note)
            other = protocol.TicketCommand(ticket.counter, priority="elderly" if which % 2 else "regular")
            self.act(ticket.id, RATNA, TicketVerb.CLASSIFY, other)
            further = protocol.TicketCommand(ticket.counter, service=service)
            self.act(ticket.id, RATNA, TicketVerb.ADD_SERVICE, further)

    @rule(which=WHICH, service=SERVICES, position=st.sampled_from(Position), behind=st.integers(1, 4))
    def transfer_to_a_place(self, which: int, service: str, position: Position, behind: int) -> None:
        ticket = self.some_ticket(which, "called", "serving", "waiting")
        if ticket is None:
            return
        places = self.places(service, ticket)
        command = protocol.TicketCommand(ticket.counter, service=service, position=position)
        if position is Position.BEHIND:
            command = protocol.TicketCommand(ticket.counter, service=service, position=position, behind=behind)
        _, refusal = answer_of(handling.act, self.context, RATNA, ticket.id, Deed(TicketVerb.TRANSFER, command))
        after = self.stored(ticket.id)
        assert (after.number, after.issued_at, after.priority) == (ticket.number, ticket.issued_at, ticket.priority)
        if refusal is not None:
            return
        event(f"transfer {position.value}")
        wanted = {Position.FIRST: 0, Position.BEHIND: min(behind, len(places)), Position.LAST: len(places)}
        if position is Position.OWN:
            assert after.place == ticket.place
        elif len(set(places)) == len(places):
            assert sum(1 for place in places if place < after.place) == wanted[position]

    def places(self, lane: str, but: Ticket) -> list[int]:
        """Return the places of those who wait in a line on that ticket's day."""
        day = but.service_day.isoformat()
        return [
            row["place"]
            for row in self.picture().tickets
            if (row["status"], row["lane"], row["service_day"]) == ("waiting", lane, day) and row["id"] != but.id
        ]

    @rule(which=WHICH)
    def come_back(self, which: int) -> None:
        ticket = self.some_ticket(which, "no_show")
        if ticket is None:
            return
        places = self.places(ticket.service, ticket)
        command = protocol.ReturnTicket(self.context.track_url(ticket.id))
        kept, _ = answer_of(returning.return_ticket, self.context, KIOSK, KOTA, command)
        if kept is not None and len(set(places)) == len(places):
            ahead = sum(1 for place in places if place < self.stored(ticket.id).place)
            assert ahead == min(BEHIND, len(places)), "not exactly behind the next K"
            event("come back")

    # ---- a press and its undo

    @precondition(lambda self: self.tickets)
    @rule(which=WHICH, verb=st.sampled_from(["call", "start", "complete", "complete", "no-show"]), then=st.booleans())
    def press_and_undo(self, which: int, verb: str, then: bool) -> None:
        source = {"call": ("waiting", "on_hold"), "start": ("called",), "complete": ("serving",)}.get(verb, ("called",))
        ticket = self.some_ticket(which, *source)
        if ticket is None:
            return
        counter = ticket.counter or ("5" if ticket.service != "KK" else "1")
        command = protocol.TicketCommand(counter, then_call=then and verb in {"complete", "no-show"})
        before = self.picture()
        if answer_of(handling.act, self.context, RATNA, ticket.id, Deed(TicketVerb(verb), command))[1] is not None:
            return
        undo = Deed(TicketVerb.UNDO, protocol.TicketCommand(counter))
        _, refusal = answer_of(handling.act, self.context, RATNA, ticket.id, undo)
        event(f"undo of {verb} {'refused' if refusal else 'done'}")
        if refusal is not None:
            assert refusal.code in {"transition_refused", "counter_busy"}
            assert refusal.reason in {"counter_closed", "day_closed", None}
            return
        after = self.picture()
        assert drawn(after) == drawn(before), "undo did not restore exactly"

    # ---- the hall

    @rule(counter=COUNTERS, services=st.lists(SERVICES, max_size=3, unique=True))
    def switch_services(self, counter: str, services: list[str]) -> None:
        self.try_to(switching.switch_services, self.context, SARI, self.hall.place(counter), services)

    @rule(wish=st.sampled_from([*IssuingWish, IssuingWish.AUTO, IssuingWish.OPEN]))
    def decide(self, wish: IssuingWish) -> None:
        self.try_to(deciding.decide_issuing, self.context, SARI, KOTA, protocol.DecideIssuing(wish, "listrik padam"))


def drawn(books: Books) -> Any:
    """Return what an undo has to restore: tickets without their memory, legs, counters."""
    tickets = [{key: value for key, value in row.items() if key != "before"} for row in books.tickets]
    return json.loads(json.dumps([tickets, books.legs, books.counters], default=str))


TestEveryRule = EveryRule.TestCase
TestEveryRule.settings = settings(
    max_examples=int(os.environ.get("ANTREAN_TEST_DAYS", EXAMPLES)),
    stateful_step_count=50,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
