"""The chain that seals what happened."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from queue_server.domain.event import FIRST_HASH, chain, instant
from tests.fakes.paper import after

bodies = st.lists(st.text(max_size=20), min_size=2, max_size=6)


def heads(words: list[str]) -> list[str]:
    head, found = FIRST_HASH, []
    for seq, body in enumerate(words, start=1):
        head = chain(head, seq, body)
        found.append(head)
    return found


def test_a_link_is_the_sha256_of_the_link_before_the_seq_and_the_body() -> None:
    expected = hashlib.sha256(("0" * 64 + "\n1\nticket.issued").encode()).hexdigest()
    assert chain(FIRST_HASH, 1, "ticket.issued") == expected


@given(bodies, st.data())
def test_a_changed_event_changes_every_hash_after_it_and_none_before(words: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(words) - 1))
    forged = [*words[:index], words[index] + "!", *words[index + 1 :]]
    pairs = list(zip(heads(words), heads(forged), strict=True))
    assert all(true == false for true, false in pairs[:index])
    assert all(true != false for true, false in pairs[index:])


@given(bodies)
def test_two_events_never_change_places_unnoticed(words: list[str]) -> None:
    if words[0] != words[1]:
        assert heads(words)[1] != heads([words[1], words[0]])[1]


def test_an_instant_is_sealed_in_utc_with_every_microsecond() -> None:
    wit = timezone(timedelta(hours=9))
    assert instant(datetime(2026, 11, 23, 9, 0, 0, 120, wit)) == "2026-11-23T00:00:00.000120Z"
    assert instant(after(0.5)) == "2026-11-23T02:00:00.500000Z"
