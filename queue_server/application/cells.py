"""The counters of a hall as screens show them."""

from __future__ import annotations

from datetime import date

from queue_server import protocol
from queue_server.application.ports import Work
from queue_server.domain.branch import Counter
from queue_server.domain.counter import CounterDay, CounterStatus
from queue_server.domain.ticket import Ticket


def counter_cells(work: Work, day: date, counters: list[Counter]) -> list[protocol.BoardCounter]:
    """Return each counter's cell: its own state, or that of the ticket it holds."""
    states = work.counters.all()
    held = {ticket.counter: ticket for ticket in work.tickets.at_counters(day)}
    return [_cell(counter, states.get(counter.code), held.get(counter.code)) for counter in counters]


def _cell(counter: Counter, state: CounterDay | None, ticket: Ticket | None) -> protocol.BoardCounter:
    if ticket is not None:
        since = ticket.leg.started_at or ticket.leg.called_at
        status = ticket.status.value
        return protocol.BoardCounter(
            counter.code, counter.name, counter.zone, status, ticket.number, ticket.service, since
        )
    state = state or CounterDay(counter.code)
    reason = state.reason if state.status is CounterStatus.PAUSED else None
    return protocol.BoardCounter(
        counter.code, counter.name, counter.zone, state.status.value, None, None, state.since, reason
    )
