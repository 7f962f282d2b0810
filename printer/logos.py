"""Logos as the agent has them: fetched from its server once, kept beside the spool."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from printer.logo import open_picture
from queue_server.protocol import Logo

_log = logging.getLogger(__name__)
_VERSION = re.compile(r"[0-9a-f]{8,64}")
LARGEST_LOGO = 1_000_000
MISSED_FOR_S = 60.0
_MISSES_KEPT = 16


class LogoShelf:
    """The pictures that slips of one server begin with. ``fetch`` takes a path of that server; None: not to be had."""

    def __init__(self, folder: Path, fetch: Callable[[str], bytes | None]) -> None:
        self._folder, self._fetch = folder, fetch
        self._missed: dict[str, float] = {}

    def picture(self, logo: Logo) -> Image.Image | None:
        """Return the picture of a version, None where it cannot be had: a slip without its logo is a slip.

        What could not be had is not asked for again for a minute, or every slip would wait for it.
        """
        if not _VERSION.fullmatch(logo.version) or not logo.url.startswith("/"):
            return None
        missed_at = self._missed.get(logo.version)
        if missed_at is not None and time.monotonic() - missed_at < MISSED_FOR_S:
            return None
        kept = self._folder / f"{logo.version}.png"
        try:
            picture = open_picture(kept.read_bytes() if kept.exists() else self._fetched(kept, logo.url))
        except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
            _log.warning("logo %s cannot be read: %s", logo.version, error)
            self._miss(logo.version)
            with contextlib.suppress(OSError):
                kept.unlink(missing_ok=True)
            return None
        self._missed.pop(logo.version, None)
        return picture

    def _miss(self, version: str) -> None:
        if len(self._missed) >= _MISSES_KEPT:
            self._missed.clear()
        self._missed[version] = time.monotonic()

    def _fetched(self, kept: Path, url: str) -> bytes:
        body = self._fetch(url)
        if body is None or len(body) > LARGEST_LOGO:
            raise ValueError("the server does not give it")
        open_picture(body)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = kept.with_suffix(".part")
        part.write_bytes(body)
        os.replace(part, kept)  # noqa: PTH105  (one step, like the spool)
        return body
