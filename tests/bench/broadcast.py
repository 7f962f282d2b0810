"""A change → every screen: over the project's live screens with a hall of a few numbers behind them.

Times are from the commit (the fake hall's clock reading, taken where a commit would end) to the arrival of the state in
the other process, on the system's monotonic clock.
"""

import asyncio
import json
import time
from collections.abc import Sequence

from tests.bench.load import ask, request
from tests.bench.processes import cpu_seconds, resident_kb, serving, watching
from tests.bench.table import Row, milliseconds

CHANGES = 40
AIMS = {40: "p99 10 ms", 500: "p99 20 ms", 2000: "p99 50 ms"}


def live_screens(counts: Sequence[int] = (40, 500, 2000), size: int = 6000) -> list[Row]:
    """Return a row for each number of displays, with a board of ``size`` bytes, beside the same by queues."""
    return [row for count in counts for row in _both_ways(count, size)]


def _both_ways(count: int, size: int) -> list[Row]:
    waits, cpu_ms, each_kb = _one("eventlet", count, size)
    queued, queued_ms, _ = _one("eventlet-queues", count, size)
    figure = f"{milliseconds(waits)}; {cpu_ms:.1f} ms CPU a change, {each_kb:.0f} kB a screen"
    floor = f"by queues {milliseconds(queued)}; {queued_ms:.1f} ms CPU"
    return [Row(f"a change → {count} screens", figure, floor, AIMS.get(count, ""))]


def _one(mode: str, count: int, size: int) -> tuple[list[float], float, float]:
    """Return the seconds until each screen had each change, CPU milliseconds a change, kB a screen."""
    with serving("tests.fakes.live_screens", mode) as (port, pid):
        _, _ = asyncio.run(ask(port, request("POST", "/bump", {"size": size})))
        empty_kb = resident_kb(pid)
        with watching(port, count, '{"token":"tv"}') as watched:
            each_kb = (resident_kb(pid) - empty_kb) / count
            used, waits = cpu_seconds(pid), []
            for _ in range(CHANGES):
                time.sleep(0.1)
                _, body = asyncio.run(ask(port, request("POST", "/bump")))
                answer = json.loads(body)
                waits += [at - answer["at"] for at in watched.arrived(answer["seq"])]
            cpu_ms = (cpu_seconds(pid) - used) / CHANGES * 1000
    return waits, cpu_ms, each_kb
