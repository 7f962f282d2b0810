"""The words of ``queue_server.wording`` as template filters, in the page's language."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint
from jinja2 import pass_context
from jinja2.runtime import Context

from queue_server.wording import clock, day_line, decimal, whole

NOTHING = "–"
MINUTE_S = 60


def register_wording(pages: Blueprint) -> None:
    """Give every template these filters."""
    for wording in (figure, minutes, hour, long_day, shifted):
        pages.add_app_template_filter(wording)


@pass_context
def figure(context: Context, value: float | None, decimals: int = 0) -> str:
    """Return ``1.200`` or ``17,3``; a dash for what was never measured."""
    if value is None:
        return NOTHING
    return decimal(value, context["lang"]) if decimals else whole(value, context["lang"])


@pass_context
def minutes(context: Context, seconds: float | None, decimals: int = 1) -> str:
    """Return seconds as a figure of minutes."""
    return figure(context, None if seconds is None else seconds / MINUTE_S, decimals)


def hour(value: datetime | str, timezone: str) -> str:
    """Return an instant on the branch's clock: ``15.12 WIB``."""
    instant = datetime.fromisoformat(value) if isinstance(value, str) else value
    return clock(instant, ZoneInfo(timezone))


@pass_context
def long_day(context: Context, day: date) -> str:
    """Return ``Senin, 23 November 2026``."""
    return day_line(day, context["lang"])


def shifted(day: date, days: int) -> date:
    """Return a day some days later."""
    return day + timedelta(days=days)
