"""The page about the ticket's life tells the truth."""

from __future__ import annotations

from docs import make_lifecycle
from queue_server.domain.guards import GUARDS
from queue_server.domain.ticket import Status
from queue_server.domain.transitions import TRANSITIONS


def test_the_page_is_what_the_domain_says() -> None:
    written = make_lifecycle.PAGE.read_text(encoding="utf-8")
    assert written == make_lifecycle.render(), "run: python -m docs.make_lifecycle"


def test_every_status_and_guard_has_its_sentence_and_none_is_left_over() -> None:
    assert set(make_lifecycle.STATUSES) == set(Status)
    assert set(make_lifecycle.GUARDS) == set(GUARDS)


def test_every_step_stands_on_the_page() -> None:
    page = make_lifecycle.render()
    for row in TRANSITIONS.values():
        source = "–" if row.source is None else f"`{row.source.value}`"
        assert f"| {source} | {row.action.value} | `{row.target.value}` |" in page
