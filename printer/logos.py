"""Logos as the agent has them: fetched from its server once, kept beside the spool."""

from __future__ import annotations

import io
import logging
import os
import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from queue_server.protocol import Logo

_log = logging.getLogger(__name__)
_VERSION = re.compile(r"[0-9a-f]{8,64}")
LARGEST_LOGO = 1_000_000


class LogoShelf:
    """The pictures that slips of one server begin with. ``fetch`` takes a path of that server; None: not to be had."""

    def __init__(self, folder: Path, fetch: Callable[[str], bytes | None]) -> None:
        self._folder, self._fetch = folder, fetch

    def picture(self, logo: Logo) -> Image.Image | None:
        """Return the picture of a version, None where it cannot be had: a slip without its logo is a slip."""
        if not _VERSION.fullmatch(logo.version) or not logo.url.startswith("/"):
            return None
        kept = self._folder / f"{logo.version}.png"
        try:
            return _opened(kept.read_bytes() if kept.exists() else self._fetched(kept, logo.url))
        except (OSError, UnidentifiedImageError, SyntaxError, ValueError) as error:
            _log.warning("logo %s cannot be read: %s", logo.version, error)
            kept.unlink(missing_ok=True)
            return None

    def _fetched(self, kept: Path, url: str) -> bytes:
        body = self._fetch(url)
        if body is None or len(body) > LARGEST_LOGO:
            raise ValueError("the server does not give it")
        _opened(body)
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        part = kept.with_suffix(".part")
        part.write_bytes(body)
        os.replace(part, kept)  # noqa: PTH105  (one step, like the spool)
        return body


def _opened(body: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(body), formats=("PNG",))
    picture.load()
    return picture
