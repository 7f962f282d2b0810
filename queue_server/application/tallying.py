"""From a day's events to the tally of docs/protocol.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from queue_server import protocol
from queue_server.domain import figures
from queue_server.domain.branch import Branch
from queue_server.domain.day_record import DayRecord
from queue_server.domain.dispatch import Order
from queue_server.domain.event import Event
from queue_server.domain.tally import fold


def tally_of(
    branch: Branch, day: date, events: Iterable[Event], closed: tuple[datetime, str] | None = None
) -> protocol.Tally:
    """Return the figures of a day; ``closed`` gives the instant and the seal of a day that ended."""
    record = fold(events)
    served = record.served
    services = {service.code: service.name.id for service in branch.services}
    counters = {counter.code: counter.name for counter in branch.counters}
    targets = {service.code: service.target_wait_minutes * 60 for service in branch.services}
    count, of = figures.within_target(record, lambda code: targets.get(code, 0.0))
    closed_at, seal = closed if closed is not None else (None, None)
    return protocol.Tally(
        branch=branch.code,
        service_day=day.isoformat(),
        closed_at=closed_at,
        issued=len(record.visits),
        completed=record.count("completed"),
        no_show=record.count("no_show"),
        cancelled=record.count("cancelled"),
        expired=record.count("expired"),
        waiting=record.count("waiting"),
        by_service=_rows(figures.by_service(record), services),
        by_counter=_rows(figures.by_counter(record), counters),
        by_officer=_rows(figures.by_officer(record), {}),
        by_hour=_rows(figures.by_hour(record, branch.zone_info), {}),
        waiting_time_s=_spread(figures.spread_of(figures.waits_of(served))),
        service_time_s=_spread(figures.spread_of([leg.service_s for leg in served])),
        within_target=protocol.WithinTarget(count, of),
        printed=record.printed,
        reprinted=record.reprinted,
        seal=seal,
        fairness=_fairness(record),
        outcomes=figures.outcomes(record),
        people=figures.people_served(record),
    )


def _fairness(record: DayRecord) -> protocol.Fairness:
    longest = figures.longest_wait(record)
    counts = Counter(leg.priority for leg in record.served if leg.wait_s is not None)
    return protocol.Fairness(
        by_class=[
            protocol.ClassWaits(key, counts[key], _spread(waits)) for key, waits in figures.by_class(record).items()
        ],
        longest=None
        if longest is None
        else protocol.LongestWait(longest.number, longest.service, longest.priority, round(longest.wait_s or 0.0, 1)),
        held_back=record.count_order(Order.PRIORITY),
        let_through=record.count_order(Order.BURST),
        overdue=record.count_order(Order.OVERDUE),
        chosen=record.count_order(Order.CHOSEN),
    )


def _rows(rows: Iterable[figures.Row], names: Mapping[str, str]) -> list[protocol.TallyRow]:
    """Return rows in the order of ``names``, what the branch no longer knows by its code after them."""
    places = {key: place for place, key in enumerate(names)}
    return [
        protocol.TallyRow(
            key=row.key,
            name=names.get(row.key, row.key),
            issued=row.issued,
            completed=row.completed,
            no_show=row.no_show,
            cancelled=row.cancelled,
            expired=row.expired,
            waiting_time_s=_spread(row.waits),
            service_time_s=_spread(row.services),
        )
        for row in sorted(rows, key=lambda row: (places.get(row.key, len(places)), row.key))
    ]


def _spread(spread: figures.Spread) -> protocol.Spread:
    return protocol.Spread(spread.mean, spread.p50, spread.p90, spread.max)
