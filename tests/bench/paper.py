"""A thousand tickets through agent and virtual printer: rate, bytes, memory, line time."""

import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import mean

from printer.logo import NoLogos
from printer.profiles import find_profile
from printer.render import render
from printer.tally_slip import DayCount
from queue_server.protocol import PrintJob
from tests.bench.table import Row, milliseconds
from tests.faults.paper_hall import PaperHall
from tests.printer.samples import job as sample_job

TICKETS = 1000
KIOSKS = 8
BITS_A_BYTE, BAUD = 10, 9600
RENDERINGS = 300
PATIENCE_S = 600.0


def figures() -> Iterator[Row]:
    """Yield the rows of paper."""
    yield rendering()
    with tempfile.TemporaryDirectory() as home, PaperHall(Path(home)) as hall:
        with ThreadPoolExecutor(KIOSKS) as kiosks:
            list(kiosks.map(lambda _: hall.issue(), range(TICKETS)))
        agent = hall.agents[0].start()
        first_s = _until(hall, 1)
        assert agent.process is not None
        before = resident_kb(agent.process.pid)
        took_s = _until(hall, TICKETS) - first_s
        after = resident_kb(agent.process.pid)
        sizes = [len(slip.data) for slip in hall.printer.slips]
        assert len(sizes) == TICKETS, "every ticket once"
        assert not any(slip.is_marked for slip in hall.printer.slips)
    yield Row(f"{TICKETS} tickets through agent and printer", f"{(TICKETS - 1) / took_s:.0f}/s", "", "")
    yield Row("bytes a ticket on the wire", f"mean {mean(sizes):.0f}, most {max(sizes)}", "", "under 400")
    line_s = max(sizes) * BITS_A_BYTE / BAUD
    yield Row(f"line time of the longest at {BAUD} baud", f"{line_s:.2f} s", "", "under 0.5 s")
    yield Row("agent's memory after 1 and after all", f"{before / 1024:.1f} → {after / 1024:.1f} MB", "", "")


def rendering() -> Row:
    """Time the way from a claimed job to bytes."""
    profile, taken = find_profile("80mm"), []
    body = sample_job("bench", 1)
    job = PrintJob(**{name: value for name, value in body.items() if name in PrintJob.__dataclass_fields__})
    for _ in range(RENDERINGS):
        started = time.perf_counter()
        render(job, profile, DayCount(), NoLogos())
        taken.append(time.perf_counter() - started)
    return Row("rendering a ticket", milliseconds(taken), "", "under 1 ms")


def _until(hall: PaperHall, count: int) -> float:
    """Return the instant at which so many papers are out."""
    ends_at = time.monotonic() + PATIENCE_S
    while hall.printer.state()["whole"] < count:
        if time.monotonic() > ends_at:
            raise RuntimeError(f"{hall.printer.state()['whole']} of {count} papers came out")
        time.sleep(0.05)
    return time.monotonic()


def resident_kb(process: int) -> int:
    """Return a process's resident memory in kB."""
    lines = Path(f"/proc/{process}/status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
