"""Does one thing beside everything else, again and again, never twice at once: nobody waits for it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock

_log = logging.getLogger("antrean.screens")


class Keeper:
    """Runs a deed whenever it is nudged and not already running.

    A failure is logged once until it succeeds again, as ``trouble``: what is the matter, and what becomes of it.
    """

    def __init__(self, spawn: Callable[..., object], deed: Callable[[], None], trouble: str) -> None:
        self._spawn = spawn
        self._deed = deed
        self._trouble = trouble
        self._lock = Lock()
        self._is_busy = False
        self._was_failing = False

    def nudge(self) -> None:
        """Begin unless it is being done."""
        with self._lock:
            if self._is_busy:
                return
            self._is_busy = True
        self._spawn(self._run)

    def _run(self) -> None:
        try:
            self._deed()
        except Exception:  # noqa: BLE001  (logged; the next nudge tries again)
            if not self._was_failing:
                _log.exception(self._trouble)
            self._was_failing = True
        else:
            self._was_failing = False
        finally:
            with self._lock:
                self._is_busy = False
