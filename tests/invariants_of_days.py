"""What must hold of days and papers: the second half of ``tests.invariants``."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from queue_server.domain.transitions import EVENT_KINDS
from tests.books import Books, Row

KINDS = set(EVENT_KINDS.values())
ENDED = {"completed", "no_show", "cancelled", "expired"}
WITHOUT_LINE = {"ticket.received", "ticket.service_added"}


# ---- days


def days_follow_each_other(books: Books) -> Iterator[str]:
    open_days = [day["day"] for day in books.days if day["closed_at"] is None]
    if open_days not in ([], [books.days[-1]["day"]] if books.days else []):
        yield f"open days: {open_days} of {[day['day'] for day in books.days]}"
    opened = [event["service_day"] for event in books.events if event["kind"] == "day.opened"]
    if opened != [day["day"] for day in books.days]:
        yield f"days were opened in the order {opened}"
    closed = [event["service_day"] for event in books.events if event["kind"] == "day.closed"]
    if closed != [day["day"] for day in books.days if day["closed_at"] is not None]:
        yield f"days were closed in the order {closed}"
    for ticket in books.tickets:
        if ticket["service_day"] in closed and ticket["status"] not in ENDED:
            yield f"{ticket['number']} is {ticket['status']} on the closed day {ticket['service_day']}"


def the_tally_is_what_happened(books: Books) -> Iterator[str]:
    """I10: frozen figures = fold of the events up to the seal = counts of the tickets."""
    for day in books.days:
        events = [event for event in books.events if event["service_day"] == day["day"]]
        tickets = books.of_day(day["day"])
        rows = Counter(ticket["status"] for ticket in tickets)
        last = {event["ticket_id"]: event["facts"]["status"] for event in events if event["kind"] in KINDS}
        if Counter(last.values()) != rows:
            yield f"{day['day']}: events say {Counter(last.values())}, tickets {rows}"
        if day["closed_at"] is not None:
            yield from _frozen_rightly(books, day["day"], events, rows)
        elif day["day"] in books.tallies:
            yield f"{day['day']} is open and has a frozen tally"


def _frozen_rightly(books: Books, day: str, events: list[Row], rows: Counter[str]) -> Iterator[str]:
    if day not in books.tallies:
        yield f"{day} is closed and has no tally"
        return
    seal, tally = books.tallies[day]["seal"], json.loads(books.tallies[day]["body"])
    closing = next(event for event in events if event["kind"] == "day.closed")
    if not seal == tally["seal"] == closing["hash"]:
        yield f"{day}: the seal is not the hash of the event that closed the day"
    after = [event for event in events if event["seq"] > closing["seq"] and event["kind"] in KINDS]
    yield from (f"{day}: {event['kind']} after the day was closed" for event in after)
    yield from _adds_up(day, tally, rows)
    yield from _is_fair(books, day, tally, events)
    printed = [event["facts"] for event in events if event["kind"] == "job.printed" and event["seq"] < closing["seq"]]
    papers = Counter(bool(fact["copy"]) for fact in printed if fact["kind"] == "ticket")
    if (tally["printed"], tally["reprinted"]) != (papers[False], papers[True]):
        yield f"{day}: the tally says {tally['printed']}+{tally['reprinted']} papers, events {papers}"


def _adds_up(day: str, tally: Row, rows: Counter[str]) -> Iterator[str]:
    for status in ENDED:
        if tally[status] != rows[status]:
            yield f"{day}: the tally says {tally[status]} {status}, tickets say {rows[status]}"
    if not tally["issued"] == sum(rows.values()) == sum(tally[status] for status in ENDED):
        yield f"{day}: {tally['issued']} issued, tickets are {rows}"
    for table in ("by_service", "by_hour"):
        for word in ("issued", *ENDED):
            if sum(row[word] for row in tally[table]) != tally[word]:
                yield f"{day}: {table} adds up to another {word} than {tally[word]}"
    spreads = [tally[name][part] for name in ("waiting_time_s", "service_time_s") for part in ("mean", "p50", "max")]
    if any(seconds is not None and seconds < 0 for seconds in spreads):
        yield f"{day}: a time in the tally is negative"


def _is_fair(books: Books, day: str, tally: Row, events: list[Row]) -> Iterator[str]:
    """The waits by class are those of the legs that stood in line and were served; each call has its rule."""
    served = [leg for ticket in books.of_day(day) for leg in books.legs[ticket["id"]] if leg["started_at"] is not None]
    without_line = sum(1 for event in events if event["kind"] in WITHOUT_LINE)
    by_class = sum(row["served"] for row in tally["fairness"]["by_class"])
    if by_class != len(served) - without_line:
        yield f"{day}: {by_class} served by class, {len(served)} legs, {without_line} of them without a line"
    orders = Counter(event["facts"]["order"] for event in events if event["kind"] == "ticket.called")
    if unknown := set(orders) - {"place", "priority", "burst", "overdue", "chosen", "held"}:
        yield f"{day}: calls by the rules {unknown}"
    for figure, order in (("held_back", "priority"), ("let_through", "burst"), ("overdue", "overdue"), ("chosen",) * 2):
        if tally["fairness"][figure] > orders[order]:
            yield f"{day}: {tally['fairness'][figure]} {figure}, events say {orders[order]}"
    if sum(tally["outcomes"].values()) != tally["completed"]:
        yield f"{day}: outcomes {tally['outcomes']} of {tally['completed']} completed"


# ---- paper


def one_unmarked_paper_a_ticket(books: Books) -> Iterator[str]:
    """I9: whatever was printed more than once says that it is a copy."""
    unmarked = Counter(
        event["ticket_id"]
        for event in books.events
        if event["kind"] == "job.printed" and event["facts"]["kind"] == "ticket" and not event["facts"]["copy"]
    )
    yield from (f"ticket {ticket} has {papers} unmarked papers" for ticket, papers in unmarked.items() if papers > 1)
    states = {"queued", "leased", "sending", "printed", "failed", "unknown"}
    yield from (f"job {job['id']} is {job['state']}" for job in books.jobs if job["state"] not in states)
    printed = Counter(event["facts"]["job"] for event in books.events if event["kind"] == "job.printed")
    rows = {job["id"] for job in books.jobs if job["state"] == "printed"}
    if set(printed) != rows or any(times > 1 for times in printed.values()):
        yield f"printed by events {dict(printed)}, by rows {rows}"
