"""A day's promises against what came true, for the people who answer for the hall."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from queue_server import protocol
from queue_server.application.context import Context, require_branch
from queue_server.application.days import local_time
from queue_server.domain.branch import Branch
from queue_server.domain.errors import Refusal
from queue_server.domain.promise import Promise
from queue_server.domain.promise_figures import Kept, kept, kept_by
from queue_server.domain.roles import Actor

DIGITS: Final = 1


def read_promises(context: Context, actor: Actor, branch: str, day: date) -> protocol.PromisedDay:
    """Return what residents of a day were told, beside what came true; a day that never opened is unknown."""
    require_branch(actor, branch)
    with context.store.read(branch) as work:
        if work.days.get(day) is None:
            raise Refusal("not_found", "unknown_day", day=day.isoformat())
        return promised_day(work.branch, day, work.promises.of_day(day))


def promised_day(branch: Branch, day: date, promises: Sequence[Promise]) -> protocol.PromisedDay:
    """Return the figures of a day's promises; services in the branch's order, those it dropped since after them."""
    with_numbers = [promise for promise in promises if not promise.is_change]
    by_service = kept_by(with_numbers, lambda promise: promise.service)
    names = {service.code: service.name.id for service in branch.services}
    places = {code: place for place, code in enumerate(names)}
    in_order = sorted(by_service, key=lambda code: (places.get(code, len(places)), code))
    return protocol.PromisedDay(
        branch=branch.code,
        service_day=day.isoformat(),
        with_numbers=_row("", "", kept(with_numbers)),
        on_phones=_row("", "", kept(promise for promise in promises if promise.is_change)),
        by_service=[_row(code, names.get(code, code), by_service[code]) for code in in_order],
        by_hour=_hours(branch, with_numbers),
    )


def _hours(branch: Branch, promises: Sequence[Promise]) -> list[protocol.PromisedRow]:
    by_hour: Mapping[str, Kept] = kept_by(promises, lambda promise: f"{local_time(branch, promise.made_at):%H}")
    return [_row(hour, hour, figures) for hour, figures in by_hour.items()]


def _row(key: str, name: str, figures: Kept) -> protocol.PromisedRow:
    return protocol.PromisedRow(
        key=key,
        name=name,
        told=figures.told,
        came=figures.came,
        shown=figures.shown,
        sooner=figures.sooner,
        inside=figures.inside,
        later=figures.later,
        mean_expected_s=_rounded(figures.mean_expected_s),
        mean_came_s=_rounded(figures.mean_came_s),
        mean_error_s=_rounded(figures.mean_error_s),
    )


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, DIGITS)
