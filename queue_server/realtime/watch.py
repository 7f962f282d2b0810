"""The slow look around: commands of other processes, hours that open and close, desks and sockets that are gone."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Protocol

from queue_server.protocol import Screen
from queue_server.realtime.absences import Absences
from queue_server.realtime.broadcaster import Broadcaster
from queue_server.realtime.connections import Connections
from queue_server.realtime.sweeper import Sweeper
from queue_server.realtime.voices import Voices

LOOK_S = 0.5
CLOCK_S = 15.0

_log = logging.getLogger("antrean.screens")


class WatchSources(Protocol):
    """What the look around asks for."""

    @property
    def read_seqs(self) -> Callable[[], Mapping[str, int]]:
        """Return each branch's seq in the database."""
        ...

    @property
    def watch_paper(self) -> Callable[[], None]:
        """See after printers and papers."""
        ...

    @property
    def keep_promises(self) -> Callable[[], None]:
        """Begin to store what phones have shown of the wait."""
        ...

    @property
    def voices(self) -> Voices:
        """Return who speaks."""
        ...


class Watch:
    """Runs beside the server for as long as it lives."""

    def __init__(
        self,
        broadcaster: Broadcaster,
        connections: Connections,
        sweeper: Sweeper,
        absences: Absences,
        sources: WatchSources,
    ) -> None:
        self._broadcaster = broadcaster
        self._connections = connections
        self._presence = connections.presence
        self._sweeper = sweeper
        self._absences = absences
        self._read_seqs = sources.read_seqs
        self._watch_paper = sources.watch_paper
        self._keep_promises = sources.keep_promises
        self._voices = sources.voices
        self._known: dict[str, int] = {}
        self._clock_at = time.monotonic()
        self._was_away = False

    def run(self) -> None:
        """Look around every ``LOOK_S``, for ever. What is there at the start is news to nobody."""
        with suppress(Exception):
            self._known.update(self._read_seqs())
        while True:
            time.sleep(LOOK_S)
            try:
                self.look()
            except Exception:  # noqa: BLE001  (logged once; the next look tries again)
                if not self._was_away:
                    _log.exception("the database cannot be watched; screens keep what they show")
                self._was_away = True
            else:
                self._was_away = False

    def look(self) -> None:
        """Look around once."""
        self._sweeper.sweep()
        self._voices.look()
        for branch in self._voices.take_news():
            self._broadcaster.doubt(branch, Screen.SUPERVISION)
        for branch in self._presence.take_repainted():
            self._broadcaster.repaint(branch)
        if self._presence.branches():
            self._notice_others()
            self._connections.drop_ended()
        if time.monotonic() - self._clock_at >= CLOCK_S:
            self._clock_at = time.monotonic()
            self._notice_clock()
            self._watch_paper()
        self._absences.look()
        self._keep_promises()

    def _notice_others(self) -> None:
        """Publish what was committed by another process: a command line, or a server beside this one."""
        for branch, seq in self._read_seqs().items():
            known = max(self._known.get(branch, -1), self._broadcaster.seen(branch))
            self._known[branch] = seq
            if seq > known:
                self._broadcaster.published(branch, seq)

    def _notice_clock(self) -> None:
        """Compare what depends on the hour; only what differs is sent."""
        for branch in self._presence.branches():
            self._broadcaster.compare(branch)
        self._broadcaster.forget_empty()
