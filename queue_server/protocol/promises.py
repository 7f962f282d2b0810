"""What residents were told about their wait, beside what came true."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PromisedRow:
    """Ranges told to residents, of one service or hour; ``key`` is its code or ``"08"``.

    ``told``: how many; ``came``: of these, whose call came and whose turn has ended; the means are over these, in
    seconds, null where there are none, ``mean_error_s`` the mean distance between the two. ``shown``: of those that
    came, who saw the range and not only how many were ahead; ``shown = sooner + inside + later``.
    """

    key: str
    name: str
    told: int
    came: int
    shown: int
    sooner: int
    inside: int
    later: int
    mean_expected_s: float | None
    mean_came_s: float | None
    mean_error_s: float | None


@dataclass(frozen=True, slots=True)
class PromisedDay:
    """A day's promises.

    ``with_numbers``: told on taking a number; ``on_phones``: each change that a phone
    showed later.

    The rows by service and by hour are of the former; an hour is that in which it was told.
    """

    branch: str
    service_day: str
    with_numbers: PromisedRow
    on_phones: PromisedRow
    by_service: list[PromisedRow]
    by_hour: list[PromisedRow]
