"""Bodies become commands, whatever the bytes; anything else is a refusal that names the field."""

from __future__ import annotations

from dataclasses import fields, is_dataclass

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server import protocol
from queue_server.domain.errors import Refusal
from queue_server.web.endpoints import ROUTES
from queue_server.web.parsing import parse

COMMANDS = sorted({route.command for route in ROUTES if route.command is not None}, key=lambda kind: kind.__name__)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_takes_a_field_that_it_does_not_know(command: type) -> None:
    with pytest.raises(Refusal) as refused:
        parse(b'{"surprise": 1}', command)
    assert "surprise" in {fault["field"] for fault in refused.value.params["faults"]}


def test_defaults_fill_what_is_left_out() -> None:
    assert parse(b'{"service":"KTP"}', protocol.IssueTicket) == protocol.IssueTicket("KTP", "regular", "id")
    assert parse(b"{}", protocol.CloseDay) == protocol.CloseDay(force=False)


def test_words_of_a_choice_become_the_choice() -> None:
    report = parse(b'{"state":"paper_low"}', protocol.PrinterReport)
    assert report.state is protocol.PrinterState.PAPER_LOW


@given(body=st.binary(max_size=200))
def test_any_bytes_are_a_command_or_a_refusal(body: bytes) -> None:
    _parse_or_refuse(body, protocol.IssueTicket)


@given(command=st.sampled_from(COMMANDS), data=st.data())
def test_any_json_is_a_command_or_a_refusal(command: type, data: st.DataObject) -> None:
    names = [field.name for field in fields(command)] or ["nothing"]
    value = data.draw(st.dictionaries(st.sampled_from(names), JSON, max_size=5) | JSON)
    _parse_or_refuse(_encoded(value), command)


def _encoded(value: object) -> bytes:
    try:
        return orjson.dumps(value)
    except TypeError:
        return b"{}"


def _parse_or_refuse(body: bytes, command: type) -> None:
    code = None
    try:
        assert is_dataclass(parse(body, command))
    except Refusal as refusal:
        code = refusal.code
    assert code in {None, "bad_json", "invalid_field"}
