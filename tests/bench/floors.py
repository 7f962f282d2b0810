"""What the same machine does with nothing of ours in it: the bare server."""

import asyncio
import sqlite3
import time
from tempfile import TemporaryDirectory

from tests.bench.load import hammer, request
from tests.bench.processes import serving
from tests.bench.table import Row, milliseconds, spread

SECONDS = 4.0


def bare_driver(commits: int = 1500) -> Row:
    """Return what SQLite alone does here: one row and one durable commit at a time, on one thread."""
    with TemporaryDirectory() as folder:
        connection = sqlite3.connect(f"{folder}/bare.db", isolation_level=None)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("CREATE TABLE ticket (id INTEGER PRIMARY KEY, number TEXT)")
        waits = []
        for number in range(commits):
            began = time.monotonic()
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO ticket (number) VALUES (?)", (f"A-{number}",))
            connection.execute("COMMIT")
            waits.append(time.monotonic() - began)
        connection.close()
    return Row("bare driver, one row a commit", f"{commits / sum(waits):.0f}/s, {milliseconds(waits)}")


def bare_server(seconds: float = SECONDS) -> tuple[list[Row], dict[int, float], float]:
    """Return rows for 1, 8 and 32 clients, the rate of each, and the median wait in ms of one."""
    rows, rates, median = [], {}, 0.0
    sent = request("POST", "/constant", {"service": "KTP"})
    with serving("tests.bench.bare_server") as (port, _):
        for clients in (1, 8, 32):
            load = asyncio.run(hammer(port, clients, seconds, lambda _client, _turn: sent))
            rates[clients] = load.rate
            median = spread(load.waits)[0] if clients == 1 else median
            rows.append(Row(f"bare server, {clients} clients", f"{load.rate:.0f}/s, {milliseconds(load.waits)}"))
    return rows, rates, median
