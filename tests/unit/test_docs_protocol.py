"""docs/protocol.md says what the code does: whoever adds a word to the wire adds it there too."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from queue_server import protocol
from queue_server.app import build_server, make_context
from queue_server.application.branch_document import BranchDocument
from queue_server.protocol import Screen, TicketVerb
from queue_server.runtime import threads
from queue_server.settings import load_settings
from queue_server.storage.opening import create_or_upgrade, open_store
from queue_server.web.endpoints import ROUTES
from queue_server.web.refusals import CONFLICT, STATUS
from queue_server.web.roles import ANYBODY, COLUMNS, MATRIX, NO
from queue_server.web.routing import Enveloped, Key, Route
from tests.fakes.documents import ROOT, codes, first_column, rows, sections, shapes
from tests.fakes.said import event_kinds, refusals, socket_refusals

PROTOCOL = (ROOT / "docs" / "protocol.md").read_text("utf-8")
PARTS = sections(PROTOCOL)
CALL = re.compile(r"`(GET|POST|DELETE) (/[^`?]*)\??([^`]*)`")
LETTERS = dict(zip(COLUMNS, "–KDPOSAU", strict=True))
KEYS = {Key.REQUIRED: "key required", Key.HONOURED: "key honoured", Key.IGNORED: ""}


def _told_calls() -> dict[tuple[str, str], tuple[str, str, str]]:
    """Return who, what and query of every call on the page; "the same" stands for the row above."""
    told, above = {}, ""
    for cells in rows(PROTOCOL):
        match = CALL.fullmatch(cells[0])
        if match is not None:
            what = f"{above} {cells[2]}" if "the same" in cells[2] else cells[2]
            above = what
            told[match[1], match[2]] = (cells[1], what, match[3])
    return told


TOLD_CALLS = _told_calls()


def test_every_call_is_told_and_no_other() -> None:
    assert set(TOLD_CALLS) == {(route.method, route.path) for route in ROUTES}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_a_call_is_told_as_it_is(route: Route) -> None:
    who, what, query = TOLD_CALLS[route.method, route.path]
    cells = MATRIX[route.name]
    allowed = [LETTERS[column] for column in COLUMNS if cells[column] != NO]
    assert who == ("–" if cells[COLUMNS[0]] == ANYBODY else " ".join(allowed))
    assert re.findall(r"(\w+)=", query) == list(route.query)
    assert KEYS[route.key] in what
    if route.status != 200 or "201" in what:
        assert str(int(route.status)) in what
    assert ("204" in what) == (route.may_be_empty or route.answer is route.picture is None)
    if route.command is not None:
        assert _names(route.command) in shapes(what)
    if route.answer is not None:
        answer = route.answer.state if isinstance(route.answer, Enveloped) else route.answer
        assert answer.__name__ in codes(what) or _names(answer) in shapes(what)


def _names(kind: Any) -> frozenset[str]:
    return frozenset(field.name for field in fields(kind))


def test_every_action_of_a_ticket_is_told() -> None:
    assert f"Actions of a ticket: {', '.join(f'`{verb}`' for verb in TicketVerb)}." in PARTS["Counters"]


def test_every_address_of_the_server_is_told(tmp_path: Path) -> None:
    settings = load_settings(home=tmp_path)
    create_or_upgrade(settings.database_url)
    store = open_store(settings.database_url)
    server = build_server(settings, store, make_context(settings, store, b"s" * 32, threads()), threads())
    rules = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in server.app.url_map.iter_rules()}
    store.dispose()
    here = {rule for rule in rules if "/static" not in rule}
    calls = {f"{protocol.API}{route.path}" for route in ROUTES}
    assert set(first_column(PARTS["At the root"])) == here - calls


def test_every_refusal_is_told_with_its_reasons_and_status() -> None:
    told = {codes(cells[0])[0]: (int(cells[1]), set(codes(cells[2]))) for cells in rows(PARTS["Refusals"])}
    assert told == {code: (STATUS.get(code, CONFLICT), reasons) for code, reasons in refusals().items()}


def test_every_refused_connection_is_told() -> None:
    told = {codes(cells[0])[0] for cells in rows(PARTS["Screens"]) if not cells[0].startswith("`{")}
    assert told == socket_refusals()


def test_every_screen_is_told() -> None:
    assert set(re.findall(r"`(\w+)\.state`", PROTOCOL)) == set(Screen)


@pytest.mark.parametrize("name", sorted(name for name in protocol.__all__ if is_dataclass(getattr(protocol, name))))
def test_every_payload_is_told_field_by_field(name: str) -> None:
    names = [field.name for field in fields(getattr(protocol, name))]
    if f"`{name}`" in PARTS:
        assert first_column(PARTS[f"`{name}`"]) == names
    else:
        assert frozenset(names) in shapes(PROTOCOL)


def test_every_event_is_told() -> None:
    assert set(first_column(PARTS["The day, its events and its seal"])) == event_kinds()


BRANCH_PARTS = {
    "`[branch]`": "branch",
    "`[policy]`": "policy",
    "`[slip]`": "slip",
    "`[board]`": "board",
    "`[board.theme]`": "board.theme",
    "`[[board.media]]`": "board.media",
    "`[voice]`": "voice",
    "`[[breaks]]`": "breaks",
    "`[[exceptions]]`": "exceptions",
    "`[[agencies]]`": "agencies",
    "`[[services]]`": "services",
    "`[[zones]]`": "zones",
    "`[[counters]]`": "counters",
}


def _part(name: str) -> type[BaseModel]:
    """Return the model of a part of the branch file, out of its list where it has one."""
    model: Any = BranchDocument
    for step in name.split("."):
        kind = model.model_fields[step].annotation
        model = getattr(kind, "__args__", (kind,))[0]
    found: type[BaseModel] = model
    return found


def test_every_part_of_the_branch_file_is_told() -> None:
    assert {name for name in BRANCH_PARTS.values() if "." not in name} | {"hours"} == set(BranchDocument.model_fields)
    assert set(_part("hours").model_fields) == {"issue", "service"}


@pytest.mark.parametrize("heading", [*BRANCH_PARTS, "`[hours.issue]` and `[hours.service]`"])
def test_every_key_of_the_branch_file_is_told_with_its_default(heading: str) -> None:
    model: Any = _part(BRANCH_PARTS[heading]) if heading in BRANCH_PARTS else _part("hours").model_fields["issue"]
    model = getattr(model, "annotation", model)
    told = {codes(cells[0])[0]: cells[1].strip("`") for cells in rows(PARTS[heading])}
    assert told == {key: _default(field) for key, field in model.model_fields.items()}


def _default(field: Any) -> str:
    if field.is_required():
        return "required"
    return "none" if field.default is None else json.dumps(field.default)
