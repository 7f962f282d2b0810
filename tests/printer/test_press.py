"""A slip that broke off in the middle must not eat the one after it; and who is to blame for what failed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from printer.device import Device, Outcome
from printer.interpreter import interpret
from printer.logo import longest_strip
from printer.press import NOT_REACHABLE, SPOOL_BROKEN, Press, end_of_command
from printer.profiles import find_profile, profile_names
from printer.render import render
from printer.spool import Entry, Spool, Step
from printer.tally_slip import DayCount
from printer.transports.port import CutOffError, Transport
from printer.virtual.framing import command_length
from queue_server.protocol import Logo, PrintJob
from tests.printer.samples import EVERYTHING, SHOWN, SIGN, STANDARD

DAY = "2026-11-23"


class Paper(Transport):
    """A printer that keeps every byte. ``cut_at``: how many of the next slip it gets before the line breaks."""

    is_one_way = True

    def __init__(self) -> None:
        self.taken = b""
        self.cut_at: int | None = None
        self.breaks: OSError | None = None
        self.breaks_on_opening = False

    def open(self, job: str) -> None:
        if self.breaks is not None and self.breaks_on_opening:
            raise self.breaks

    def write(self, data: bytes) -> None:
        if self.breaks is not None:
            raise self.breaks
        self.taken += data[: self.cut_at]
        if self.cut_at is not None:
            raise CutOffError(self.cut_at, "the cable was pulled")

    def read(self, timeout_s: float) -> bytes:
        return b""

    def close(self) -> None:
        pass


class Wide:
    """One logo as wide as the paper, every dot of it in use."""

    def picture(self, logo: Logo) -> Image.Image | None:
        return Image.linear_gradient("L").resize((576, 100))


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[Spool]:
    made = Spool(tmp_path)
    yield made
    made.close()


def job(name: str, content: dict[str, Any], kind: str = "ticket") -> PrintJob:
    return PrintJob(name, kind, 1, 30, 0, content)


# Rasters are kept by their version, so this picture has one of its own.
PICTURED = {**EVERYTHING, "logo": {"version": "as wide as the paper", "url": "/wide.png"}}
SHORT = {**STANDARD, "qr": "http://127.0.0.1/t/a"}
NEXT = {**STANDARD, "number": "D-111", "qr": "http://127.0.0.1/t/b"}


@pytest.mark.parametrize(
    ("profile", "content", "step"),
    [("58mm-raster", SHORT, 16), ("80mm", SHORT, 5), ("58mm-raster", PICTURED, 211), ("80mm", PICTURED, 211)],
)
def test_a_slip_that_broke_off_anywhere_leaves_the_next_one_whole(
    profile: str, content: dict[str, Any], step: int, spool: Spool
) -> None:
    found, paper = find_profile(profile), Paper()
    press = Press(Device(paper), spool, found, Wide())
    wanted = interpret(render(job("b", NEXT), found, DayCount(), Wide())).printed
    whole = len(render(job("a", content), found, DayCount(), Wide()))
    for cut_at in range(1, whole, step):
        paper.taken, paper.cut_at = b"", cut_at
        assert press.work(job(f"a{cut_at}", content), DAY).entry.outcome is Outcome.UNKNOWN
        paper.cut_at = None
        assert press.work(job(f"b{cut_at}", NEXT), DAY).entry.outcome is Outcome.PRINTED
        assert interpret(paper.taken).printed[-len(wanted) :] == wanted, f"cut after {cut_at} bytes"


def test_after_the_next_slip_nothing_is_put_before_any_more(spool: Spool) -> None:
    found, paper = find_profile(), Paper()
    press = Press(Device(paper), spool, found)
    paper.cut_at = 100
    press.work(job("a", SHOWN), DAY)
    paper.cut_at = None
    for name, start in (("b", end_of_command(found)), ("c", b"")):
        paper.taken = b""
        press.work(job(name, SHOWN), DAY)
        assert paper.taken == start + render(job(name, SHOWN), found, DayCount(), Wide())


@pytest.mark.parametrize(
    ("left", "is_expected"),
    [
        (Entry("a", "ticket", 0, 1, DAY, Step.SENDING), True),
        (Entry("a", "ticket", 0, 1, DAY).decided(Outcome.UNKNOWN, "cut_off"), True),
        (Entry("a", "ticket", 0, 1, DAY).decided(Outcome.UNKNOWN, "paper_out"), True),
        (Entry("a", "ticket", 0, 1, DAY), False),
        (Entry("a", "ticket", 0, 1, DAY).decided(Outcome.PRINTED, None), False),
    ],
)
def test_what_an_earlier_run_left_half_sent_is_ended_too(spool: Spool, left: Entry, is_expected: bool) -> None:
    spool.put(left)
    found, paper = find_profile(), Paper()
    press = Press(Device(paper), spool, found)
    press.recover()
    press.work(job("b", SHOWN), DAY)
    assert paper.taken.startswith(end_of_command(found)) is is_expected


@pytest.mark.parametrize("name", profile_names())
def test_no_command_is_longer_than_what_ends_it(name: str) -> None:
    found = find_profile(name)
    long_code = {**PICTURED, "qr": "x" * 213}
    for slip in (job("a", long_code), job("b", SIGN, "sign")):
        data = render(slip, found, DayCount(), Wide())
        assert max(_lengths(data)) <= len(end_of_command(found))
    assert len(end_of_command(found)) <= 2000, "half a second on a usual serial line"


def test_a_printer_without_pictures_needs_room_for_the_code_alone() -> None:
    plain = find_profile("TM-U220")
    assert longest_strip(plain) == 0
    assert len(end_of_command(plain)) == 221


def _lengths(data: bytes) -> Iterator[int]:
    at = 0
    while at < len(data):
        length = command_length(data, at)
        assert length is not None
        yield length
        at += length


@pytest.mark.parametrize(
    ("on_opening", "outcome"),
    [(True, (Outcome.FAILED, NOT_REACHABLE)), (False, (Outcome.UNKNOWN, "cut_off"))],
)
def test_a_line_that_breaks_in_a_way_nobody_foresaw_is_not_the_spools_fault(
    spool: Spool, on_opening: bool, outcome: tuple[Outcome, str]
) -> None:
    paper = Paper()
    paper.breaks, paper.breaks_on_opening = OSError(5, "Input/output error"), on_opening
    entry = Press(Device(paper), spool, find_profile()).work(job("a", SHOWN), DAY).entry
    assert (entry.outcome, entry.reason) == outcome
    assert spool.get("a") == entry


def test_a_spool_that_cannot_note_the_first_byte_keeps_it_from_leaving(spool: Spool, tmp_path: Path) -> None:
    paper = Paper()
    press = Press(Device(paper), spool, find_profile())
    entry = press.work(job("a", SHOWN), DAY, lambda: (tmp_path / "jobs").rename(tmp_path / "gone")).entry
    assert (entry.outcome, entry.reason, paper.taken) == (Outcome.FAILED, SPOOL_BROKEN, b"")
