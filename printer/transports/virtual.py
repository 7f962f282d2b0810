"""A printer that is a folder: each slip becomes ``<job>.bin`` (its bytes) and ``<job>.png`` (its picture)."""

from __future__ import annotations

import io
import os
import re
from pathlib import Path

from printer.interpreter import interpret
from printer.painter import paint
from printer.transports.port import CutOffError, NotReachableError

_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_NAME = 120
_QUESTION = b"\x10\x04"
_ALL_IS_WELL = b"\x12"


class VirtualTransport:
    """Paints every slip and says that it is ready. A second slip of one job stays beside the first, to be seen."""

    is_one_way = False

    def __init__(self, folder: str, dots: int) -> None:
        self.folder, self.dots = Path(folder), dots
        self._job = ""
        self._answers = b""

    def open(self, job: str) -> None:
        """Make the folder. Raises NotReachableError."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise NotReachableError(f"{self.folder}: {error}") from error
        self._job = job

    def write(self, data: bytes) -> None:
        """Answer a question about the status; of a slip, write picture and bytes, each whole or not at all."""
        if data.startswith(_QUESTION) and len(data) == len(_QUESTION) + 1:
            self._answers += _ALL_IS_WELL
            return
        name = self._free_name()
        picture = io.BytesIO()
        paint(interpret(data), self.dots).save(picture, "PNG")
        try:
            _put(self.folder / f"{name}.png", picture.getvalue())
            _put(self.folder / f"{name}.bin", data)
        except OSError as error:
            raise CutOffError(0, str(error)) from error

    def read(self, timeout_s: float) -> bytes:  # noqa: ARG002  (the same verb for all transports)
        """Return the answers that are due."""
        answers, self._answers = self._answers, b""
        return answers

    def close(self) -> None:
        """Forget the job."""
        self._job, self._answers = "", b""

    def _free_name(self) -> str:
        name = _UNSAFE.sub("_", self._job).lstrip(".")[:_LONGEST_NAME] or "slip"
        taken = sum(1 for _ in self.folder.glob(f"{name}*.bin")) if (self.folder / f"{name}.bin").exists() else 0
        return f"{name}-{taken + 1}" if taken else name


def _put(path: Path, data: bytes) -> None:
    fresh = path.with_name(f".{path.name}.part")
    fresh.write_bytes(data)
    os.replace(fresh, path)  # noqa: PTH105  (one step, like the spool)
