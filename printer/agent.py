"""The agent's round: tell the server what it does not know yet, look at the printer, print what waits."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from http import HTTPStatus
from threading import Event

from printer.device import NotAllowedError, Outcome
from printer.link import NotAcceptedError, RefusedError, ServerAwayError, ServerLink
from printer.listener import LONGEST_PAUSE_S, Listener
from printer.press import Press
from printer.spool import KEPT_DAYS, Entry, Step
from printer.status import Reading
from queue_server.protocol import PaperCount, PrinterReport, PrintJob

_log = logging.getLogger(__name__)
_FIRST_PAUSE_S = 0.25
_LEASE_MARGIN_S = 5.0
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_SETTLED_OTHERWISE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often, in seconds, things are done without being told to."""

    claim_s: float = 5.0
    claim_alone_s: float = 2.0
    blocked_s: float = 1.0
    look_s: float = 5.0
    look_again_s: float = 60.0
    tell_s: float = 60.0


class Agent:
    """Works for one server with one press until stopped. ``run`` belongs to one thread."""

    def __init__(self, link: ServerLink, listener: Listener, press: Press, rhythm: Rhythm | None = None) -> None:
        self._link, self._listener, self._press = link, listener, press
        self._rhythm = rhythm or Rhythm()
        self._reading: Reading | None = None
        self._told: Reading | None = None
        self._told_at = 0.0
        self._looked_at = 0.0
        self._is_away = False
        self._is_hindered = False
        self._pause = _FIRST_PAUSE_S
        self._pruned_on: date | None = None

    def run(self, wake: Event, stopped: Event) -> None:
        """Do rounds, woken by ``wake``, until ``stopped``."""
        self._press.recover()
        while not stopped.is_set():
            wake.clear()
            pause = self._round(stopped)
            if self._is_hindered:
                # A server that queues a failed job again wakes us at once; do not spin on a printer without paper.
                stopped.wait(pause)
            else:
                wake.wait(pause)

    @property
    def _is_blocked(self) -> bool:
        return self._reading is not None and self._reading.is_blocking

    def _round(self, stopped: Event) -> float:
        """Do everything that is due and return how long to wait at most."""
        self._prune()
        self._look()
        self._is_hindered = self._is_blocked
        try:
            self._tell_pending()
            self._tell_state()
            self._print_what_waits(stopped)
        except ServerAwayError as error:
            return self._away(error)
        self._back()
        if self._is_hindered:
            return self._rhythm.blocked_s
        return self._rhythm.claim_s if self._listener.is_connected else self._rhythm.claim_alone_s

    def _print_what_waits(self, stopped: Event) -> None:
        failed: set[str] = set()
        while not stopped.is_set():
            asked_at = _awake_or_asleep()
            job = self._claim()
            if job is None:
                return
            work = self._press.work(job, self._day(job), self._permit(job, asked_at))
            if work.reading is not None:
                self._reading, self._looked_at = work.reading, time.monotonic()
            self._tell_outcome(work.entry)
            self._tell_state()
            if work.entry.outcome is Outcome.FAILED:
                self._is_hindered = True
                if job.id in failed:
                    return
                failed.add(job.id)

    def _claim(self) -> PrintJob | None:
        try:
            return self._link.claim()
        except RefusedError as error:
            raise ServerAwayError(str(error)) from error

    def _permit(self, job: PrintJob, claimed_at: float) -> Callable[[], None]:
        """Return the last question before paper: is the job still ours.

        Without an answer the lease itself decides, as long as it surely lasts.
        """

        def ask() -> None:
            try:
                self._link.tell_sending(job)
            except RefusedError as error:
                if error.code == HTTPStatus.CONFLICT:
                    raise NotAllowedError("its lease went to another printer") from error
            except NotAcceptedError as error:
                raise NotAllowedError("this printer belongs to the office no more") from error
            except ServerAwayError as error:
                if job.lease_s and _awake_or_asleep() - claimed_at > job.lease_s - _LEASE_MARGIN_S:
                    raise NotAllowedError("its lease may be over, and the server is away") from error

        return ask

    def _day(self, job: PrintJob) -> str:
        return job.service_day or self._today()

    def _today(self) -> str:
        return self._listener.service_day or _today().isoformat()

    def _look(self) -> None:
        """Ask the printer how it is: at first, while it is blocked, and now and then; seldom if it did not answer.

        One that was silent may only have been starting.
        """
        patience_s = self._rhythm.look_again_s if self._press.device.is_silent else self._rhythm.look_s
        is_due = time.monotonic() - self._looked_at >= patience_s
        if self._reading is None or self._is_blocked or is_due:
            self._reading, self._looked_at = self._press.device.check(), time.monotonic()

    def _tell_state(self) -> None:
        """Say how the printer is: at every change, and once a minute, so that nobody takes us for gone."""
        is_due = time.monotonic() - self._told_at >= self._rhythm.tell_s
        if self._reading is None or (self._reading == self._told and not is_due):
            return
        reading = self._reading
        report = PrinterReport(
            state=reading.state,
            paper=reading.paper,
            detail=reading.detail,
            profile=self._press.profile.name,
            count=self._count(self._today()),
        )
        try:
            self._link.tell_state(report)
        except RefusedError as error:
            _log.warning("the server did not take the printer's state: %s", error)
        self._told, self._told_at = reading, time.monotonic()

    def _count(self, day: str, but_for: str | None = None) -> PaperCount | None:
        """Return our own count of a day; None while the server does not know the end of every other job."""
        spool = self._press.spool
        if not _DAY.fullmatch(day) or spool.in_hand() or any(entry.job != but_for for entry in spool.unconfirmed()):
            return None
        count = spool.count(day)
        return PaperCount(day, count.tickets, count.reprints, count.failures)

    def _tell_pending(self) -> None:
        for entry in self._press.spool.unconfirmed():
            self._tell_outcome(entry)

    def _tell_outcome(self, entry: Entry) -> None:
        try:
            self._link.tell_outcome(entry, self._count(entry.day, entry.job))
        except RefusedError as error:
            if error.code not in _SETTLED_OTHERWISE:
                raise ServerAwayError(str(error)) from error
            _log.warning("the server has settled job %s otherwise: %s", entry.job, error)
        try:
            self._press.spool.put(replace(entry, step=Step.CONFIRMED))
        except OSError:
            _log.exception("job %s was confirmed, but the spool could not note it", entry.job)

    def _away(self, error: ServerAwayError) -> float:
        if not self._is_away:
            _log.warning("the server is away: %s", error)
        self._is_away, self._told = True, None
        pause, self._pause = self._pause, min(LONGEST_PAUSE_S, self._pause * 2)
        return pause

    def _back(self) -> None:
        if self._is_away:
            _log.info("the server is back")
        self._is_away, self._pause = False, _FIRST_PAUSE_S

    def _prune(self) -> None:
        today = _today()
        if today == self._pruned_on:
            return
        self._pruned_on = today
        try:
            self._press.spool.prune((today - timedelta(days=KEPT_DAYS)).isoformat())
        except OSError:
            _log.exception("old jobs could not be removed from the spool; it is tried again tomorrow")


def _today() -> date:
    return date.today()  # noqa: DTZ011  (the day at this machine, only where the server did not name the service day)


def _awake_or_asleep() -> float:
    """Return seconds of a clock that goes on while the machine sleeps, where the system has one."""
    return time.clock_gettime(time.CLOCK_BOOTTIME) if hasattr(time, "CLOCK_BOOTTIME") else time.monotonic()
