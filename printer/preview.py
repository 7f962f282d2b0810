"""A slip as a picture before anything is printed: made from exactly the bytes that would be sent."""

from __future__ import annotations

import base64
import hashlib
import io
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from printer.content import read_job, read_tally
from printer.interpreter import interpret
from printer.logo import open_picture
from printer.painter import paint
from printer.profiles import Profile
from printer.render import render
from printer.tally_slip import DayCount
from queue_server.protocol import Logo, PaperCount


@dataclass(frozen=True, slots=True)
class _OneLogo:
    """The picture that came along with the job, whatever its version."""

    shown: Image.Image | None

    def picture(self, logo: Logo) -> Image.Image | None:  # noqa: ARG002  (the port asks for it)
        return self.shown


def preview(body: dict[str, Any], profile: Profile) -> bytes:
    """Return a PNG of ``body``: ``{"job": …as claimed…, "logo_png": base64 or null}``.

    The logo is the picture that comes along, whatever the content says of one. A tally shows the server's count
    as the printer's own, since nothing has been printed.
    Raises ValueError for a job or a picture that cannot be read, or that makes no slip.
    """
    job = read_job(body)
    encoded = body.get("logo_png")
    picture, version = _decoded(encoded) if encoded is not None else (None, "")
    job = replace(job, content={**job.content, "logo": {"version": version, "url": ""} if picture else None})
    data = render(job, profile, _count(read_tally(job.content).paper), _OneLogo(picture))
    out = io.BytesIO()
    paint(interpret(data), profile.dots).save(out, "PNG")
    return out.getvalue()


def _decoded(encoded: object) -> tuple[Image.Image, str]:
    """Return the picture and a version that no other picture has."""
    try:
        raw = base64.b64decode(str(encoded), validate=True)
        picture = open_picture(raw)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        message = f"the logo is no PNG that can be read: {error}"
        raise ValueError(message) from error
    return picture, hashlib.sha256(raw).hexdigest()


def _count(paper: PaperCount | None) -> DayCount:
    if paper is None:
        return DayCount()
    return DayCount(tickets=paper.tickets, reprints=paper.reprints, failures=paper.failures)
