"""The printer program, asked to paint a slip or to look for printers, in a process of its own.

The server shares only the wire with it, so what it shows is what the agent would send, byte for byte.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import asdict
from threading import Semaphore
from typing import Any, Final

from queue_server import protocol
from queue_server.domain.errors import Refusal

PREVIEW_S: Final = 20
FIND_S: Final = 30
WRONG_ARGUMENTS: Final = 2
AT_ONCE: Final = 2
"""More would take the processors from the hall, and the threads in which it commits."""
PATIENCE_S: Final = 8
PICTURES_KEPT: Final = 32
GENTLY: Final = ["nice", "-n", "10"] if shutil.which("nice") else []
PROFILE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._+()/-]{0,63}")


class AgentTools:
    """``antrean-printer`` as a tool of the server (see ``ports.PrinterTools``)."""

    def __init__(self, run_blocking: Callable[..., Any]) -> None:
        self._run_blocking = run_blocking
        self._turn = Semaphore(AT_ONCE)
        self._pictures: OrderedDict[bytes, bytes] = OrderedDict()

    def preview(self, job: protocol.PrintJob, profile: str, logo: bytes | None) -> bytes:
        """Return the picture (PNG) of the paper that ``job`` would become on a printer of ``profile``."""
        if not PROFILE.fullmatch(profile):
            raise Refusal("invalid_field", "unknown_profile", field="profile", value=profile)
        body = {"job": asdict(job), "logo_png": None if logo is None else base64.b64encode(logo).decode()}
        asked = json.dumps(body).encode()
        key = hashlib.sha256(profile.encode() + asked).digest()
        if key not in self._pictures:
            done = self._run(["preview", "--profile", profile], asked, PREVIEW_S)
            if done.returncode == WRONG_ARGUMENTS:
                raise Refusal("invalid_field", "unknown_profile", field="profile", value=profile)
            if done.returncode:
                raise Refusal("printer_tools_away")
            self._pictures[key] = done.stdout
            if len(self._pictures) > PICTURES_KEPT:
                self._pictures.popitem(last=False)
        return self._pictures[key]

    def find(self, *, network: bool) -> list[protocol.FoundPrinter]:
        """Return the printers that this machine can reach: USB and serial, and its own network where asked."""
        done = self._run(["find", "--json", *(["--network"] if network else [])], b"", FIND_S)
        if done.returncode:
            raise Refusal("printer_tools_away")
        try:
            return [protocol.FoundPrinter(**found) for found in json.loads(done.stdout)]
        except (ValueError, TypeError):
            raise Refusal("printer_tools_away") from None

    def _run(self, words: list[str], body: bytes, patience_s: float) -> subprocess.CompletedProcess[bytes]:
        command = [*GENTLY, sys.executable, "-P", "-m", "printer", *words]
        if not self._turn.acquire(timeout=PATIENCE_S):
            raise Refusal("printer_tools_away", "printer_tools_busy")
        try:
            done: subprocess.CompletedProcess[bytes] = self._run_blocking(_run, command, body, patience_s)
        except (OSError, subprocess.SubprocessError):
            raise Refusal("printer_tools_away") from None
        finally:
            self._turn.release()
        return done


def _run(command: list[str], body: bytes, patience_s: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=body, capture_output=True, timeout=patience_s, check=False)  # noqa: S603
