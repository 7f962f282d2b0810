"""Whether a trace can be played at a branch: every number is issued at its instant, and somebody calls it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from queue_server.application.trace import Arrival, TraceError
from queue_server.domain.branch import Branch
from queue_server.domain.calendar import Span, minute_of, written
from queue_server.domain.day_plan import DayPlan
from queue_server.domain.quota import window_at


def require_playable(branch: Branch, plan: DayPlan, arrivals: Sequence[Arrival], midnight: datetime) -> None:
    """Raise TraceError with a sentence when the day cannot be played; rows are named by their line."""
    if not arrivals:
        sentence = "the trace has no rows; there is no day to play"
        raise TraceError(sentence)
    if not plan.service:
        sentence = "hours.service has no span on a Monday; a replay needs counters that call"
        raise TraceError(sentence)
    given: Counter[str] = Counter()
    in_window: Counter[tuple[str, Span]] = Counter()
    for arrival in arrivals:
        moment = midnight + timedelta(seconds=arrival.arrival_s)
        service = branch.service(arrival.service)
        window = window_at(service.quotas, minute_of(moment))
        given[arrival.service] += 1
        if window is not None:
            in_window[arrival.service, window.span] += 1
        if not plan.issues_at(minute_of(moment)):
            wrong = f"no numbers are given at {moment:%H:%M:%S} (hours.issue of the branch)"
        elif not branch.counters_for[arrival.service]:
            wrong = f'no counter of the branch takes the service "{arrival.service}"'
        elif service.daily_quota and given[arrival.service] > service.daily_quota:
            wrong = f'the service "{arrival.service}" gives no more than {service.daily_quota} numbers a day'
        elif window is not None and in_window[arrival.service, window.span] > window.count:
            wrong = f'the service "{arrival.service}" gives {window.count} numbers within {written(window.span)}'
        else:
            continue
        sentence = f"line {arrival.line}: {wrong}"
        raise TraceError(sentence)
