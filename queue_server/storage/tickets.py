"""Tickets and legs in SQL. Every change is compare-and-set on the status it came from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert

from queue_server.application.stored import CounterCount, QueueCount, TicketFilter, WaitingPlace
from queue_server.domain.dispatch import Before, Head
from queue_server.domain.errors import Refusal
from queue_server.domain.life import Moved
from queue_server.domain.ticket import Leg, Ticket
from queue_server.storage import ticket_queries as q
from queue_server.storage.records import LegRow, TicketRow

ADD_TICKET = insert(TicketRow)
ADD_LEG = insert(LegRow)


class SqlTickets:
    """The tickets of one branch (see ``ports.Tickets``)."""

    def __init__(self, connection: Connection, branch_id: int, branch_code: str) -> None:
        self._connection = connection
        self._branch_id = branch_id
        self._code = branch_code

    def _run(self, statement: Any, **values: object) -> Any:
        return self._connection.execute(statement, {"branch": self._branch_id, **values})

    def _tickets(self, statement: Any, **values: object) -> list[Ticket]:
        return [q.ticket_of(row, self._code) for row in self._run(statement, **values)]

    def add(self, ticket: Ticket, track_hash: str) -> None:
        """Store a new ticket and its first leg."""
        row = q.ticket_values(ticket)
        row |= {
            "id": ticket.id,
            "branch_id": self._branch_id,
            "service_day": ticket.service_day,
            "series": ticket.series,
            "serial": ticket.serial,
            "number": ticket.number,
            "origin": ticket.origin.value,
            "language": ticket.language,
            "issued_service": ticket.issued_service,
            "issued_at": ticket.issued_at,
            "people": ticket.people,
            "track_hash": track_hash,
        }
        self._connection.execute(ADD_TICKET, row)
        self._add_leg(ticket.id, ticket.leg)

    def _add_leg(self, ticket_id: str, leg: Leg) -> None:
        self._connection.execute(ADD_LEG, {"ticket_id": ticket_id, "no": leg.no, **q.leg_values(leg)})

    def _save_leg(self, ticket_id: str, leg: Leg) -> None:
        self._connection.execute(q.SAVE_LEG, {"the_ticket": ticket_id, "the_no": leg.no, **q.leg_values(leg)})

    def save(self, before: Ticket, moved: Moved) -> None:
        """Write a step's outcome; if the ticket is no longer as ``before`` says, refuse it."""
        after = moved.ticket
        values = {"the_id": before.id, "from_status": before.status.value, "from_leg": before.leg.no}
        if self._connection.execute(q.SAVE_TICKET, values | q.ticket_values(after)).rowcount != 1:
            raise Refusal("transition_refused", "ticket_changed", number=before.number)
        if moved.ended_leg is not None:
            self._save_leg(before.id, moved.ended_leg)
            self._add_leg(after.id, after.leg)
        else:
            self._save_leg(after.id, after.leg)

    def get(self, ticket_id: str) -> Ticket | None:
        """Return a ticket of this branch."""
        return next(iter(self._tickets(q.BY_ID, ticket_id=ticket_id)), None)

    def get_many(self, ticket_ids: Collection[str]) -> list[Ticket]:
        """Return those of these tickets that belong to this branch."""
        return self._tickets(q.BY_IDS, ticket_ids=list(ticket_ids))

    def by_track(self, track_hash: str) -> Ticket | None:
        """Return the ticket that a track token leads to."""
        return next(iter(self._tickets(q.BY_TRACK, track_hash=track_hash)), None)

    def last_serial(self, day: date, series: str) -> int | None:
        """Return the highest serial given in a series that day."""
        serial: int | None = self._run(q.LAST_SERIAL, day=day, series=series).scalar()
        return serial

    def count_issued(self, day: date, service: str) -> int:
        """Return how many numbers a service gave that day."""
        return int(self._run(q.COUNT_ISSUED, day=day, service=service).scalar_one())

    def count_issued_between(self, day: date, service: str, span: tuple[datetime, datetime]) -> int:
        """Return how many numbers a service gave that day within ``[from, to)``."""
        since, until = span
        return int(self._run(q.COUNT_ISSUED_BETWEEN, day=day, service=service, since=since, until=until).scalar_one())

    def heads(self, day: date, lanes: Sequence[str]) -> list[Head]:
        """Return the first ticket of each (line, class): one index look-up each, whatever waits."""
        heads: list[Head] = []
        for start in range(0, len(lanes), q.LINES_AT_ONCE):
            some = lanes[start : start + q.LINES_AT_ONCE]
            heads += [Head(*row) for row in self._run(q.heads_of(len(some)), day=day, **q.named(some))]
        return heads

    def first_places(self, day: date, lane: str, count: int) -> list[int]:
        """Return the first places of a line, ascending."""
        return list(self._run(q.FIRST_PLACES, day=day, lane=lane, count=count).scalars())

    def before(self, ticket: Ticket, lanes: Sequence[str]) -> Before:
        """Count who waits in ``lanes`` besides a waiting ticket, earlier and altogether, by class."""
        values = {"day": ticket.service_day, "place": ticket.place, "serial": ticket.serial}
        row = self._run(q.before_of(len(lanes)), **values, **q.named(lanes)).one()
        regular_earlier, regular, preferred_earlier, preferred = row
        itself = ticket.priority.is_preferred
        return Before(regular_earlier, regular - (not itself), preferred_earlier, preferred - itself)

    def at_counter(self, day: date, counter: str) -> Ticket | None:
        """Return the called or serving ticket of a counter."""
        return next(iter(self._tickets(q.AT_ONE_COUNTER, day=day, counter=counter)), None)

    def at_counters(self, day: date) -> list[Ticket]:
        """Return every called or serving ticket of the day."""
        return self._tickets(q.AT_ANY_COUNTER, day=day)

    def of_counter(self, day: date, counter: str, status: str) -> list[Ticket]:
        """Return a counter's tickets of one status, in the order of their places."""
        return self._tickets(q.OF_COUNTER, day=day, counter=counter, status=status)

    def last_ended(self, day: date, counter: str) -> Ticket | None:
        """Return the ticket that a counter completed or gave up last."""
        return next(iter(self._tickets(q.LAST_ENDED, day=day, counter=counter)), None)

    def latest_no_shows(self, day: date, counter: str, count: int) -> list[Ticket]:
        """Return whom a counter gave up last, the latest first."""
        return self._tickets(q.LATEST_NO_SHOWS, day=day, counter=counter, count=count)

    def held(self, day: date) -> list[Ticket]:
        """Return who is on hold, by place."""
        return self._tickets(q.HELD, day=day)

    def oldest(self, day: date, lane: str, *, preferred: bool) -> datetime | None:
        """Return since when somebody of a class has waited in a service's line."""
        joined: datetime | None = self._run(q.OLDEST, day=day, lane=lane, preferred=preferred).scalar()
        return joined

    def by_number(self, day: date, number: str) -> Ticket | None:
        """Return a day's ticket by its number as written on the slip."""
        return next(iter(self._tickets(q.BY_NUMBER, day=day, number=number)), None)

    def upcoming(self, day: date, lanes: Sequence[str], count: int) -> list[Ticket]:
        """Return the first who wait in some lines, by place, whatever their class."""
        return self._tickets(q.UPCOMING, day=day, lanes=list(lanes), count=count)

    def waiting_places(self, day: date) -> list[WaitingPlace]:
        """Return the place of everybody who waits, line by line in order: read from the waiting index alone."""
        return [WaitingPlace._make(row) for row in self._run(q.WAITING_PLACES, day=day)]

    def with_status(self, day: date, statuses: Sequence[str]) -> list[Ticket]:
        """Return the day's tickets in any of the statuses, in the order of their places."""
        return self._tickets(q.WITH_STATUS, day=day, statuses=list(statuses))

    def waiting_by_service(self, day: date) -> dict[str, QueueCount]:
        """Return how many wait for each service and since when the first of them."""
        rows = self._run(q.WAITING_BY_SERVICE, day=day)
        return {service: QueueCount(count, oldest) for service, count, oldest in rows}

    def counter_count(self, day: date, counter: str) -> CounterCount:
        """Return what a counter did that day."""
        return CounterCount(*self._run(q.COUNTER_COUNT, day=day, counter=counter).one())

    def count_by_status(self, day: date) -> dict[str, int]:
        """Return how many of the day's tickets have each status."""
        return dict(self._run(q.COUNT_BY_STATUS, day=day).all())

    def page(self, day: date, wanted: TicketFilter) -> list[Ticket]:
        """Return a page of the day's tickets in the order of issue."""
        statement = q.PAGE if wanted.status is None else q.PAGE_OF_STATUS
        values = {"after": wanted.after or "", "limit": wanted.limit, "status": wanted.status or ""}
        return self._tickets(statement, day=day, **values)
