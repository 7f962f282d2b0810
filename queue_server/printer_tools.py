"""The printer program, asked to paint a slip or to look for printers, in a process of its own.

The server shares only the wire with it, so what it shows is what the agent would send, byte for byte.
"""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from queue_server import protocol
from queue_server.domain.errors import Refusal

PREVIEW_S: Final = 20
FIND_S: Final = 30
WRONG_ARGUMENTS: Final = 2


class AgentTools:
    """``antrean-printer`` as a tool of the server (see ``ports.PrinterTools``)."""

    def __init__(self, run_blocking: Callable[..., Any]) -> None:
        self._run_blocking = run_blocking

    def preview(self, job: protocol.PrintJob, profile: str, logo: bytes | None) -> bytes:
        """Return the picture (PNG) of the paper that ``job`` would become on a printer of ``profile``."""
        body = {"job": asdict(job), "logo_png": None if logo is None else base64.b64encode(logo).decode()}
        done = self._run(["preview", "--profile", profile], json.dumps(body).encode(), PREVIEW_S)
        if done.returncode == WRONG_ARGUMENTS:
            raise Refusal("invalid_field", "unknown_profile", field="profile", value=profile)
        if done.returncode:
            raise Refusal("printer_tools_away")
        return done.stdout

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
        command = [sys.executable, "-m", "printer", *words]
        try:
            done: subprocess.CompletedProcess[bytes] = self._run_blocking(_run, command, body, patience_s)
        except (OSError, subprocess.SubprocessError):
            raise Refusal("printer_tools_away") from None
        return done


def _run(command: list[str], body: bytes, patience_s: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command, input=body, capture_output=True, timeout=patience_s, check=False)  # noqa: S603
