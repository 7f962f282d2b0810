"""What expected waits cost: one estimate, one ranking pass for all phones of a branch, the record after a restart."""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from queue_server.application.phone import Ranking, track_states
from queue_server.application.waits import Waits
from queue_server.domain.estimate import estimate
from queue_server.domain.scene import Scene
from queue_server.domain.wait_record import Closed, WaitRecord
from queue_server.storage.opening import create_or_upgrade, open_store
from queue_server.storage.records import PromiseRow
from tests.bench.table import Row, milliseconds
from tests.cast import KIOSK, KOTA, KOTA_FILE, RATNA, always_open
from tests.fakes.clock import SettableClock
from tests.fakes.hall import Hall, context_on, url_of

TRACKS = 1000
ROUNDS = 30
LEARNED = 10_000
SERVICES = ("KTP", "KK", "KONSUL")


def taught(count: int) -> tuple[WaitRecord, list[Scene]]:
    """Return a record of many waits, and scenes like those that taught it."""
    chance = random.Random(1)
    scenes = [
        Scene(f"S{chance.randrange(22)}", chance.randrange(480, 900), chance.randrange(40), chance.randrange(1, 6), 360)
        for _ in range(count)
    ]
    record = WaitRecord()
    for scene in scenes:
        told = estimate(scene, record)
        came_s = scene.plain_s(scene.counters) * chance.lognormvariate(0, 0.4)
        record.learn(Closed(scene, told.expected_s, came_s, told.span.holds(came_s)))
    return record, scenes


def one_estimate() -> Row:
    """Return the cost of an estimate from a full record."""
    record, scenes = taught(LEARNED)
    began = time.perf_counter()
    for scene in scenes:
        estimate(scene, record)
    each_us = (time.perf_counter() - began) / len(scenes) * 1e6
    return Row("one estimate", f"{each_us:.1f} µs", "", "")


def phones() -> Iterator[Row]:
    """Return the cost of ranking and estimating for all phones of a branch at once, and of their whole states."""
    with TemporaryDirectory() as folder:
        url = url_of(Path(folder) / "antrean.db")
        create_or_upgrade(url)
        store = open_store(url)
        hall = Hall(context_on(store, SettableClock()), SettableClock(), always_open(KOTA_FILE), KIOSK, RATNA)
        hall.open("1", "2", "3")
        hall.teach("KTP", "KK", times=20)
        ids = [hall.issue(SERVICES[turn % len(SERVICES)]).id for turn in range(TRACKS)]
        yield Row(f"ranking and waits of {TRACKS} tracks", milliseconds(_passes(hall, ids)), "", "under 20 ms")
        yield Row(f"whole states of {TRACKS} phones", milliseconds(_states(hall, ids)), "", "")
        yield Row("learning what is stored, after a restart", _restart(hall), "", "")
        store.dispose()


def _passes(hall: Hall, ids: list[str]) -> list[float]:
    took = []
    with hall.context.store.read(KOTA) as work:
        tickets = work.tickets.get_many(ids)
        for _ in range(ROUNDS):
            began = time.perf_counter()
            ranking = Ranking(hall.context, work, tickets)
            for ticket in tickets:
                ranking.told_of(ticket)
            hall.context.shown_waits.add(KOTA, ranking.told)
            took.append(time.perf_counter() - began)
    return took


def _states(hall: Hall, ids: list[str]) -> list[float]:
    took = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        track_states(hall.context, KOTA, ids)
        took.append(time.perf_counter() - began)
    return took


def _restart(hall: Hall) -> str:
    """Store what was told so often that a server has to read all it ever reads."""
    names = [column.name for column in PromiseRow.__table__.columns if column.name != "id"]
    values = ", ".join("leg_no + 10 * n" if name == "leg_no" else name for name in names)
    many = f"WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < {LEARNED}) SELECT n FROM c"  # noqa: S608  (our own names)
    copy = f"INSERT INTO promises ({', '.join(names)}) SELECT {values} FROM promises, ({many}) WHERE closed_seq > 0"  # noqa: S608
    with hall.context.store.write(KOTA) as work:
        work._connection.exec_driver_sql(f"{copy} LIMIT {LEARNED}")
    context = replace(hall.context, waits=Waits())
    began = time.perf_counter()
    context.waits.learn(context.store, KOTA)
    return f"{LEARNED} waits in {(time.perf_counter() - began) * 1e3:.0f} ms"


def figures() -> Iterator[Row]:
    """Yield every figure."""
    yield one_estimate()
    yield from phones()


if __name__ == "__main__":
    for row in figures():
        print(f"{row.what}: {row.figure}", flush=True)
