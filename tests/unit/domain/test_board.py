"""What is due on a display, when the hall is silent, and which colours a hall can read."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from queue_server.domain.board import Medium, VoicePlan, due
from queue_server.domain.calendar import Span
from queue_server.domain.dyes import Dyes, contrast, faint_pairs

MONDAY = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001  (a branch's wall clock)


@pytest.mark.parametrize(
    ("rule", "is_due"),
    [
        ({}, True),
        ({"days": ("mon",)}, True),
        ({"days": ("tue", "sun")}, False),
        ({"hours": (Span.parse("09:00-09:30"), Span.parse("13:00-14:00"))}, False),
        ({"hours": (Span.parse("09:30-10:00"),)}, True),
        ({"since": date(2026, 11, 23)}, True),
        ({"since": date(2026, 11, 24)}, False),
        ({"until": date(2026, 11, 23)}, True),
        ({"until": date(2026, 11, 22)}, False),
        ({"zones": ("utama",)}, True),
        ({"zones": ("samping",)}, False),
        ({"days": ("mon",), "hours": (Span.parse("10:00-11:00"),)}, False),
    ],
)
def test_a_medium_is_shown_when_all_its_rules_say_so(rule: dict[str, object], is_due: bool) -> None:
    medium = Medium("a.png", 10, **rule)  # type: ignore[arg-type]
    assert due([medium], MONDAY, "utama") == ([medium] if is_due else [])


def test_a_display_of_the_whole_hall_shows_what_belongs_to_any_zone_in_the_order_of_the_file() -> None:
    media = [Medium("b.png", 5, zones=("samping",)), Medium("a.mp4", 5)]
    assert due(media, MONDAY, None) == media
    assert due(media, MONDAY, "utama") == media[1:]


@pytest.mark.parametrize(
    ("file", "is_film"), [("a.mp4", True), ("a.b.WEBM", True), ("a.jpg", False), ("mp4.png", False)]
)
def test_films_run_and_pictures_stand(file: str, is_film: bool) -> None:
    assert Medium(file, 5).is_film == is_film


def test_silence_is_a_span_of_every_day() -> None:
    plan = VoicePlan(quiet=(Span.parse("09:00-09:30"), Span.parse("11:45-12:30")))
    assert plan.quiet_span(MONDAY) is None
    assert plan.quiet_span(MONDAY.replace(minute=29)) == Span.parse("09:00-09:30")
    assert plan.quiet_span(MONDAY.replace(hour=12, minute=29)) == Span.parse("11:45-12:30")


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#777777", "#FFFFFF", 4.48),
        ("#FFFFFF", "#FFFFFF", 1.0),
        ("#211A14", "#F4B52E", 9.4),
        ("#FFF8E7", "#0F2440", 14.7),
        ("#B9CBE2", "#0F2440", 9.4),
    ],
)
def test_contrast_is_that_of_wcag_and_of_the_design_page(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(contrast(other, one))
    assert contrast(one, other) == pytest.approx(ratio, abs=0.06)


def test_the_usual_dyes_can_be_read() -> None:
    assert faint_pairs(Dyes()) == []


@pytest.mark.parametrize(
    ("dyes", "keys"),
    [
        (Dyes(panel="#2F5C99"), ["panel", "second", "panel"]),
        (Dyes(panel="#3B5372", second="#FFFFFF"), ["panel"]),
        (Dyes(second="#5C7FA8"), ["second"]),
        (Dyes(foot="#F4B52E"), ["foot", "foot"]),
        (Dyes(panel="#FFFFFF", second="#000000"), ["panel", "panel"]),
    ],
)
def test_what_a_hall_cannot_read_is_named(dyes: Dyes, keys: list[str]) -> None:
    assert [faint.key for faint in faint_pairs(dyes)] == keys
