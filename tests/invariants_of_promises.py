"""What must hold of what residents were told, read from the database with plain SQL."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tests.books import Books


def a_promise_knows_the_call_of_its_turn(books: Books) -> Iterator[str]:
    """The call once the leg has ended after one, and nothing before that, nor of who was never called."""
    legs = {(ticket, leg["no"]): leg for ticket, mine in books.legs.items() for leg in mine}
    for promise in books.promises:
        leg = legs.get((promise["ticket_id"], promise["leg_no"]))
        if leg is None:
            yield f"promise {promise['id']} is about a leg that is not there"
            continue
        called = None if leg["ended_at"] is None else leg["called_at"]
        if promise["called_at"] != called:
            yield f"promise {promise['id']} says {promise['called_at']}, its leg {called}"
        if (promise["closed_seq"] is None) != (called is None or promise["is_change"]):
            yield f"promise {promise['id']} was closed by {promise['closed_seq']}"
        if promise["closed_seq"] is not None and promise["closed_seq"] > books.branch["seq"]:
            yield f"promise {promise['id']} was closed by an event to come"


def a_range_is_told_once_with_a_number(books: Books) -> Iterator[str]:
    """One a leg; every further one is a change, and says something else than the one before it."""
    first = Counter((promise["ticket_id"], promise["leg_no"]) for promise in books.promises if not promise["is_change"])
    yield from (f"{ticket} was told {times} times in leg {leg}" for (ticket, leg), times in first.items() if times > 1)
    last: dict[tuple[str, int], tuple[int, int, bool]] = {}
    for promise in books.promises:
        key = (promise["ticket_id"], promise["leg_no"])
        told = (promise["low_s"], promise["high_s"], promise["is_shown"])
        if promise["is_change"] and last.get(key) == told:
            yield f"promise {promise['id']} changes nothing"
        last[key] = told
