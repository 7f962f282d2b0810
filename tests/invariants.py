"""What must hold of a branch at any moment, whatever happened: read from the database with plain SQL.

``check(store, branch)`` in a test of one process, ``check_database(url, branch)`` after a fault test whose
server is dead or elsewhere. Each rule is a generator of complaints, so that one run tells all that is wrong.
The rules lean on the transition table and on nothing else of the code under test: the hash chain, the tally and
the replay of the events are written here a second time.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

from queue_server.domain.ticket import Status
from queue_server.domain.transitions import EVENT_KINDS, TRANSITIONS
from queue_server.storage.database import open_readers
from queue_server.storage.unit_of_work import SqlStore
from tests.books import Books, read_books
from tests.invariants_of_days import days_follow_each_other, one_unmarked_paper_a_ticket, the_tally_is_what_happened
from tests.invariants_of_promises import a_promise_knows_the_call_of_its_turn, a_range_is_told_once_with_a_number

ACTIONS = {kind: action for action, kind in EVENT_KINDS.items()}
AT_COUNTER = {"called", "serving"}
ENDED = {"completed", "no_show", "cancelled", "expired"}
CALLS = {"ticket.called", "ticket.recalled"}
REMARKS = {"ticket.noted", "ticket.classified"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def check(store: SqlStore, branch: str) -> None:
    """Raise an AssertionError that lists every broken invariant of a branch."""
    with store._readers.connect() as connection:
        _judge(read_books(connection, branch))


def check_database(url: str, branch: str) -> None:
    """Do the same on a database that nobody has open as a store."""
    engine = open_readers(url)
    try:
        with engine.connect() as connection:
            _judge(read_books(connection, branch))
    finally:
        engine.dispose()


def _judge(books: Books) -> None:
    wrong = [f"{rule.__name__}: {complaint}" for rule in RULES for complaint in rule(books)]
    assert not wrong, f"{books.branch['code']}: " + "\n".join(wrong[:20])


# ---- numbers


def numbers_are_unique(books: Books) -> Iterator[str]:
    """I2."""
    seen = Counter((ticket["service_day"], ticket["series"], ticket["serial"]) for ticket in books.tickets)
    yield from (f"{number} was given {times} times" for number, times in seen.items() if times > 1)
    texts = Counter((ticket["service_day"], ticket["number"]) for ticket in books.tickets)
    yield from (f"{number} stands on {times} tickets" for number, times in texts.items() if times > 1)


def numbers_have_no_gaps(books: Books) -> Iterator[str]:
    """I4: from a first number of the series upwards without a hole."""
    firsts = defaultdict(set)
    for service in books.definition["services"]:
        firsts[service["series"]].add(service["first_number"])
    serials = defaultdict(list)
    for ticket in books.tickets:
        serials[ticket["service_day"], ticket["series"]].append(ticket["serial"])
    for (day, series), given in serials.items():
        if min(given) not in firsts[series]:
            yield f"{day}: {series} begins with {min(given)}"
        if sorted(given) != list(range(min(given), min(given) + len(given))):
            yield f"{day}: {series} has the serials {sorted(given)}"


def numbers_grow_with_seq(books: Books) -> Iterator[str]:
    """I5: in the order of commits, hence for anyone who began after an answer, numbers only grow."""
    serial = {ticket["id"]: (ticket["service_day"], ticket["series"], ticket["serial"]) for ticket in books.tickets}
    last: dict[tuple[str, str], int] = {}
    for event in books.events:
        if event["kind"] in {"ticket.issued", "ticket.received"}:
            day, series, number = serial[event["ticket_id"]]
            before = last.get((day, series))
            if before is not None and number <= before:
                yield f"seq {event['seq']} issued {series} {number} after {before}"
            last[day, series] = number


def one_key_one_ticket(books: Books) -> Iterator[str]:
    """I3: no two keys were answered with the issue of the same ticket, and each of those tickets is stored."""
    issued = [
        answer["ticket"]["id"]
        for answer in (json.loads(key["answer"]) for key in books.keys)
        if "track_url" in answer and answer["ticket"]["branch"] == books.branch["code"]
    ]
    stored = {ticket["id"] for ticket in books.tickets}
    yield from (f"two keys issued {ticket}" for ticket, times in Counter(issued).items() if times > 1)
    yield from (f"a key answers with {ticket}, which is not stored" for ticket in issued if ticket not in stored)


# ---- the ticket's life


def every_step_is_in_the_table(books: Books) -> Iterator[str]:
    """I7: replayed event by event, each ticket walks the table and ends where its row says."""
    status: dict[str, str | None] = defaultdict(lambda: None)
    for event in books.events:
        action = ACTIONS.get(event["kind"])
        if action is None:
            continue
        ticket, before = event["ticket_id"], status[event["ticket_id"]]
        row = TRANSITIONS.get((None if before is None else Status(before), action))
        if row is None:
            yield f"seq {event['seq']}: {action.value} of a ticket that is {before}"
        elif event["facts"]["status"] not in {row.target.value, row.or_else and row.or_else.value}:
            yield f"seq {event['seq']}: {action.value} led to {event['facts']['status']}"
        elif event["actor"].partition(":")[0] not in {role.value for role in row.who}:
            yield f"seq {event['seq']}: {action.value} by {event['actor']}"
        status[ticket] = event["facts"]["status"]
    for ticket in books.tickets:
        if status[ticket["id"]] != ticket["status"]:
            yield f"{ticket['number']} is {ticket['status']}, its events say {status[ticket['id']]}"
    strangers = set(status) - {ticket["id"] for ticket in books.tickets}
    yield from (f"events of a ticket {stranger} that is not stored" for stranger in strangers)


def every_step_has_its_event(books: Books) -> Iterator[str]:
    """I7, the other way round: what the rows count, the events count too."""
    own = defaultdict(list)
    for event in books.events:
        if event["kind"] in ACTIONS:
            own[event["ticket_id"]].append(event)
    for ticket in books.tickets:
        events, legs = own[ticket["id"]], books.legs[ticket["id"]]
        new_legs = sum(1 for event in events if event["facts"].get("new_leg"))
        if len(legs) != 1 + new_legs:
            yield f"{ticket['number']} has {len(legs)} legs and {new_legs} events that began one"
        if events and events[-1]["facts"]["call_count"] != ticket["call_count"]:
            yield f"{ticket['number']} was called {ticket['call_count']} times by its row alone"
        if events and events[-1]["counter"] != ticket["counter"]:
            yield f"{ticket['number']} is at {ticket['counter']}, its last event at {events[-1]['counter']}"


def a_counter_holds_one_ticket_at_most(books: Books) -> Iterator[str]:
    """I6: now, and after each event of the past."""
    now = Counter(ticket["counter"] for ticket in books.tickets if ticket["status"] in AT_COUNTER)
    yield from (f"counter {counter} holds {held} tickets" for counter, held in now.items() if held > 1)
    holder: dict[str, str] = {}
    place: dict[str, str] = {}
    for event in books.events:
        if event["kind"] not in ACTIONS:
            continue
        ticket, counter = event["ticket_id"], event["counter"]
        if place.get(ticket) is not None:
            holder.pop(place.pop(ticket))
        if event["facts"]["status"] in AT_COUNTER:
            if counter is None or counter in holder:
                yield f"seq {event['seq']}: {event['facts']['number']} came to counter {counter}, which was not free"
            holder[counter], place[ticket] = ticket, counter


def a_closed_counter_holds_nothing(books: Books) -> Iterator[str]:
    closed = {counter["code"] for counter in books.counters if counter["status"] == "closed"}
    for ticket in books.tickets:
        if ticket["status"] in AT_COUNTER and ticket["counter"] in closed:
            yield f"{ticket['number']} is {ticket['status']} at counter {ticket['counter']}, which is closed"


def one_leg_is_open_at_most(books: Books) -> Iterator[str]:
    """An open ticket has exactly one open leg, its last; an ended one has none."""
    for ticket in books.tickets:
        legs = books.legs[ticket["id"]]
        open_legs = [leg["no"] for leg in legs if leg["ended_at"] is None]
        wanted = [] if ticket["status"] in ENDED else [ticket["leg_no"]]
        if open_legs != wanted:
            yield f"{ticket['number']} ({ticket['status']}) has the open legs {open_legs}"
        if [leg["no"] for leg in legs] != list(range(1, ticket["leg_no"] + 1)):
            yield f"{ticket['number']} has the legs {[leg['no'] for leg in legs]}"
        if legs and legs[-1]["counter"] != ticket["counter"]:
            yield f"{ticket['number']}: ticket and leg name different counters"
        if (ticket["ended_at"] is None) is (ticket["status"] in ENDED):
            yield f"{ticket['number']} is {ticket['status']} and ended at {ticket['ended_at']}"
        if any(leg["held_s"] < 0 for leg in legs):
            yield f"{ticket['number']} was held for less than nothing"


def an_undo_leads_back(books: Books) -> Iterator[str]:
    """Each undo restores status, counter, calls and leg as the event before the undone step left them."""
    told: dict[str, list[tuple[object, ...]]] = defaultdict(list)
    for event in books.events:
        if event["kind"] not in ACTIONS:
            continue
        facts, life = event["facts"], told[event["ticket_id"]]
        now = (facts["status"], event["counter"], facts["officer"], facts["call_count"], facts["leg"])
        if event["kind"] == "ticket.undone":
            life.pop()
            if life[-1] != now:
                yield f"seq {event['seq']}: undone to {now}, not to {life[-1]}"
        elif event["kind"] in {"ticket.noted", "ticket.classified"} or (
            event["kind"] == "ticket.recalled" and life[-1][0] == "called"
        ):
            life[-1] = now
        else:
            life.append(now)


# ---- events


def seq_has_no_holes(books: Books) -> Iterator[str]:
    seqs = [event["seq"] for event in books.events]
    if seqs != list(range(1, len(seqs) + 1)):
        yield f"the events have the seqs {seqs[:50]}"
    if books.branch["seq"] != len(seqs):
        yield f"the branch says {books.branch['seq']}, there are {len(seqs)} events"


def the_chain_of_hashes_verifies(books: Books) -> Iterator[str]:
    """I11: SHA-256 over the hash before, the seq and the event's own text."""
    head = "0" * 64
    for event in books.events:
        at = EPOCH + timedelta(microseconds=event["at"])
        body = [
            event["kind"],
            f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond:06d}Z",
            event["actor"],
            event["service_day"] or "",
            event["ticket_id"] or "",
            event["counter"] or "",
            event["sealed_facts"],
        ]
        head = hashlib.sha256("\n".join([head, str(event["seq"]), *body]).encode()).hexdigest()
        if head != event["hash"]:
            yield f"event {event['seq']} does not fit the one before it"
            return
    if books.branch["head"] != head:
        yield "the branch's head is not the hash of its last event"


RULES: tuple[Callable[[Books], Iterator[str]], ...] = (
    numbers_are_unique,
    numbers_have_no_gaps,
    numbers_grow_with_seq,
    one_key_one_ticket,
    every_step_is_in_the_table,
    every_step_has_its_event,
    a_counter_holds_one_ticket_at_most,
    a_closed_counter_holds_nothing,
    one_leg_is_open_at_most,
    an_undo_leads_back,
    seq_has_no_holes,
    the_chain_of_hashes_verifies,
    days_follow_each_other,
    the_tally_is_what_happened,
    one_unmarked_paper_a_ticket,
    a_promise_knows_the_call_of_its_turn,
    a_range_is_told_once_with_a_number,
)
