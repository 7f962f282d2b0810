"""Pictures and films of the branches' own: ``HOME/media/BRANCH/FILE``, copied there by hand."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Final

LOOK_EVERY_S: Final = 5.0
BRANCH: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}\.(mp4|webm|jpg|jpeg|png|webp)", re.IGNORECASE)
"""Pictures and films; nothing that a browser would run."""


class MediaFolder:
    """Finds media files and gives each an address that changes with its content. A file may come and go at any time."""

    def __init__(self, root: Path) -> None:
        """Look below ``root``, a folder a branch."""
        self._root = root
        self._known: dict[tuple[str, str], tuple[float, str | None]] = {}

    def url_of(self, branch: str, name: str) -> str | None:
        """Return where a file is served, None while it is not there; looked up anew every few seconds."""
        key, now = (branch, name), time.monotonic()
        known = self._known.get(key)
        if known is not None and now - known[0] < LOOK_EVERY_S:
            return known[1]
        version = self.version(branch, name)
        url = None if version is None else f"/display/media/{branch}/{name}?v={version}"
        self._known[key] = (now, url)
        return url

    def find(self, branch: str, name: str) -> Path | None:
        """Return a file by its branch and plain name; None for what is not there, lies elsewhere or is no medium."""
        if BRANCH.fullmatch(branch) is None or NAME.fullmatch(name) is None:
            return None
        folder = self._root / branch
        path = folder / name
        return path if path.is_file() and path.resolve().parent == folder.resolve() else None

    def version(self, branch: str, name: str) -> str | None:
        """Return what changes with a file's content; None for what is not there."""
        path = self.find(branch, name)
        return None if path is None else _version(path)


def _version(path: Path) -> str | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return f"{seen.st_mtime_ns:x}{seen.st_size:x}"
