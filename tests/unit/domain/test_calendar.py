"""Spans of a day: read from text, cut into pieces, and at home in their own zone."""

from __future__ import annotations

import pytest

from queue_server.domain.calendar import Span, cut, written


@pytest.mark.parametrize(
    "text", ["", "7", "07:30", "07:30-", "07:30-25:00", "07:60-09:00", "-1:00-02:00", "a-b", "1-2-3"]
)
def test_what_is_no_span_is_said_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match='is not a span of a day; write it like "07:30-15:00"'):
        Span.parse(text)


@pytest.mark.parametrize("text", ["09:00-09:00", "15:00-07:30"])
def test_a_span_ends_after_it_begins(text: str) -> None:
    with pytest.raises(ValueError, match="ends before it begins"):
        Span.parse(text)


def test_a_span_may_last_to_the_end_of_the_day() -> None:
    assert Span.parse("00:00-24:00") == Span(0, 1440)


@pytest.mark.parametrize(
    ("piece", "left"),
    [
        ("12:00-13:00", ["07:30-12:00", "13:00-15:00"]),
        ("07:30-08:00", ["08:00-15:00"]),
        ("14:00-16:00", ["07:30-14:00"]),
        ("05:00-07:30", ["07:30-15:00"]),
        ("15:00-16:00", ["07:30-15:00"]),
        ("07:30-15:00", []),
        ("07:00-24:00", []),
    ],
)
def test_a_piece_is_cut_out_of_a_span(piece: str, left: list[str]) -> None:
    assert [written(span) for span in cut([Span.parse("07:30-15:00")], Span.parse(piece))] == left


def test_a_piece_may_reach_over_several_spans() -> None:
    spans = [Span.parse(text) for text in ("07:00-09:00", "10:00-11:00", "12:00-15:00")]
    assert [written(span) for span in cut(spans, Span.parse("08:00-13:00"))] == ["07:00-08:00", "13:00-15:00"]
