"""Paper: the project's own printer agent, in a process of its own, with a folder for a printer."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

STOP_S = 15


class Paper:
    """The agent, from its start to its end. Its pictures of slips lie in ``folder``."""

    def __init__(self, address: str, token: str, home: Path) -> None:
        self.folder = home / "slips"
        self.folder.mkdir(parents=True, exist_ok=True)
        words = ["--server", address, "--device", f"virtual:{self.folder}", "--spool", str(home / "spool")]
        with (home / "printer.log").open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603  (our own agent)
                [sys.executable, "-m", "printer", *words],
                env={**os.environ, "ANTREAN_PRINTER_TOKEN": token},
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches the hall alone, which then ends its agent
            )

    @property
    def is_running(self) -> bool:
        """Say whether the agent still works."""
        return self._process.poll() is None

    def count(self) -> int:
        """Return how many slips came out."""
        return sum(entry.name.endswith(".png") and not entry.name.startswith(".") for entry in os.scandir(self.folder))

    def stop(self) -> None:
        """End the agent; insist when it does not."""
        self._process.terminate()
        try:
            self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
