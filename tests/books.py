"""Everything that is stored of one branch, read with plain SQL in one snapshot."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

Row = dict[str, Any]


@dataclass(frozen=True)
class Books:
    """Everything that is stored of one branch, in one snapshot. Days are text, instants microseconds."""

    branch: Row
    tickets: list[Row]
    legs: dict[str, list[Row]]
    events: list[Row]
    days: list[Row]
    tallies: dict[str, Row]
    keys: list[Row]
    jobs: list[Row]
    counters: list[Row]
    promises: list[Row]

    @property
    def definition(self) -> Row:
        return dict(json.loads(self.branch["definition"]))

    def of_day(self, day: str) -> list[Row]:
        return [ticket for ticket in self.tickets if ticket["service_day"] == day]


def read_books(connection: Connection, code: str) -> Books:
    def rows(sql: str, **values: object) -> list[Row]:
        return [dict(row) for row in connection.execute(text(sql), values).mappings()]

    branch = rows("SELECT * FROM branches WHERE code = :code", code=code)[0]
    mine = {"id": branch["id"]}
    legs: dict[str, list[Row]] = defaultdict(list)
    for leg in rows(
        "SELECT legs.* FROM legs JOIN tickets ON tickets.id = legs.ticket_id"
        " WHERE tickets.branch_id = :id ORDER BY legs.ticket_id, legs.no",
        **mine,
    ):
        legs[leg["ticket_id"]].append(leg)
    tickets = rows("SELECT * FROM tickets WHERE branch_id = :id ORDER BY service_day, series, serial", **mine)
    events = rows("SELECT * FROM events WHERE branch_id = :id ORDER BY seq", **mine)
    days = rows("SELECT * FROM service_days WHERE branch_id = :id ORDER BY day", **mine)
    tallies = rows("SELECT * FROM tallies WHERE branch_id = :id", **mine)
    for row in [*tickets, *events, *tallies]:
        row["service_day"] = None if row["service_day"] is None else str(row["service_day"])
    for event in events:
        event["sealed_facts"], event["facts"] = event["facts"], json.loads(event["facts"])
    return Books(
        branch,
        tickets,
        legs,
        events,
        [day | {"day": str(day["day"])} for day in days],
        {tally["service_day"]: tally for tally in tallies},
        rows("SELECT * FROM idempotency_keys"),
        rows("SELECT * FROM print_jobs WHERE branch_id = :id", **mine),
        rows("SELECT * FROM counters WHERE branch_id = :id", **mine),
        rows("SELECT * FROM promises WHERE branch_id = :id ORDER BY id", **mine),
    )
