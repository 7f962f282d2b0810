"""What the same machine does with nothing of ours in it: the bare server."""

import asyncio

from tests.bench.load import hammer, request
from tests.bench.processes import serving
from tests.bench.table import Row, milliseconds

SECONDS = 4.0


def bare_server(seconds: float = SECONDS) -> tuple[list[Row], dict[int, float]]:
    """Return rows for 1, 8 and 32 clients, and the rate of each."""
    rows, rates = [], {}
    sent = request("POST", "/constant", {"service": "KTP"})
    with serving("tests.bench.bare_server") as (port, _):
        for clients in (1, 8, 32):
            load = asyncio.run(hammer(port, clients, seconds, lambda _client, _turn: sent))
            rates[clients] = load.rate
            rows.append(Row(f"bare server, {clients} clients", f"{load.rate:.0f}/s, {milliseconds(load.waits)}"))
    return rows, rates
