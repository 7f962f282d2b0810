"""From a job to the bytes that print it. Pure: the same job, printer and count give the same bytes.

This is the one road to paper: agent, preview and test page take it.
"""

from __future__ import annotations

from printer.content import read_logo, read_sign, read_slip, read_tally, read_test
from printer.encode import encode
from printer.layout import Line
from printer.logo import Logos, raster_of
from printer.profiles import Profile
from printer.sign import sign_lines
from printer.slip import ticket_lines
from printer.tally_slip import DayCount, tally_lines
from printer.test_page import page_lines
from printer.texts import readable
from queue_server.protocol import PrintJob


def render(job: PrintJob, profile: Profile, count: DayCount, logos: Logos) -> bytes:
    """Return the bytes of ``job``. ``count`` is the agent's own of the job's day.

    Raises ValueError for a kind that no slip is known for, and for content that makes none: a ticket without
    a number, a sign without a counter.
    """
    lines = _lines(job, profile, count)
    return encode(lines, profile, raster_of(read_logo(job.content.get("logo")), profile, logos))


def _lines(job: PrintJob, profile: Profile, count: DayCount) -> list[Line]:
    columns, encoding = profile.columns, profile.encoding
    match job.kind:
        case "ticket":
            slip = read_slip(job.content)
            _require(slip.number, profile, "a ticket slip needs a number")
            return ticket_lines(slip, columns, encoding, job.copy)
        case "tally":
            return tally_lines(read_tally(job.content), columns, encoding, count, job.copy)
        case "test":
            return page_lines(read_test(job.content), profile)
        case "sign":
            sign = read_sign(job.content)
            _require(sign.counter, profile, "a sign needs a counter's name")
            return sign_lines(sign, columns, encoding)
        case _:
            raise ValueError(f"no slip is known for kind {job.kind!r}")


def _require(text: str, profile: Profile, otherwise: str) -> None:
    if not readable(text, profile.encoding).strip():
        raise ValueError(otherwise)
