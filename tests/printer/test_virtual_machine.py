"""The inside of the printer that is not there: where commands end, and that the pieces make no difference."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.profiles import find_profile
from printer.virtual.framing import command_length
from printer.virtual.machine import Machine
from tests.printer.test_device import SLIP

PROFILE = find_profile("80mm")
READY_BYTE = b"\x12"


def test_a_question_inside_a_picture_is_answered_and_still_a_part_of_the_picture() -> None:
    machine = Machine(PROFILE)
    raster = b"\x1dv0\x00\x01\x00\x08\x00" + b"\xff\x10\x04\x01\xff\xff\xff\x10"
    slip = b"\x1b@" + raster + b"\x1dV\x00"
    for byte in slip:
        machine.take(bytes((byte,)))
    assert machine.answers() == READY_BYTE
    assert [one.data for one in machine.slips] == [slip]


def test_checking_a_printer_that_is_out_of_paper_does_not_fill_its_buffer() -> None:
    machine = Machine(PROFILE)
    machine.paper_ends_in = 20
    machine.take(SLIP)
    before = machine.waiting
    for _ in range(100):
        machine.hang_up()
        machine.take(b"\x10\x04\x01\x10\x04\x02")
    assert machine.waiting == before


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400), st.lists(st.integers(1, 50)))
def test_any_bytes_in_any_pieces_are_survived_with_the_same_result(data: bytes, sizes: list[int]) -> None:
    whole, pieces = Machine(PROFILE), Machine(PROFILE)
    whole.take(data)
    at = 0
    for size in [*sizes, len(data)]:
        pieces.take(data[at : at + size])
        at += size
    for machine in (whole, pieces):
        machine.hang_up()
    assert [slip.data for slip in whole.slips] == [slip.data for slip in pieces.slips]
    assert whole.waiting == pieces.waiting == 0
    assert sorted(whole.answers()) == sorted(pieces.answers())


@pytest.mark.parametrize(
    ("command", "length"),
    [
        (b"A", 1),
        (b"\x1b@", 2),
        (b"\x1ba\x01", 3),
        (b"\x1b$\x01\x02", 4),
        (b"\x1dV\x00", 3),
        (b"\x1dVB\x00", 4),
        (b"\x1dv0\x00\x02\x00\x02\x00abcd", 12),
        (b"\x1d(k\x03\x001Q0", 8),
        (b"\x1d8L\x02\x00\x00\x00ab", 9),
        (b"\x1dk\x04123\x00", 7),
        (b"\x1dk\x49\x03abc", 7),
        (b"\x1b*\x21\x02\x00abcdef", 11),
        (b"\x1b*\x00\x02\x00ab", 7),
        (b"\x1bD\x08\x10\x00", 5),
        (b"\x10\x14\x01\x00\x01", 5),
        (b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08", 10),
        (b"\x1c.", 2),
        (b"\x1bZ", 2),
    ],
)
def test_a_command_ends_where_the_reference_says(command: bytes, length: int) -> None:
    assert command_length(command + b"rest") == length == len(command)
    for part in range(1, length):
        assert command_length(command[:part]) is None


def test_what_stands_behind_a_slip_waits_for_its_paper() -> None:
    machine = Machine(PROFILE)
    machine.set_speed(10)
    machine.take(b"\x1b@A\nB\n\x1dV\x00\x1da\x0e\x10\x04\x01")
    assert (machine.answers(), machine.slips, machine.is_moving) == (READY_BYTE, [], True)
    machine.run(0.5)
    assert (machine.answers(), machine.slips) == (b"", [])
    machine.run(0.5)
    assert (machine.answers(), [slip.text for slip in machine.slips]) == (b"\x10\x00\x00\x00", ["A B"])
    assert not machine.is_moving


def test_a_motor_stands_still_while_the_cover_is_open() -> None:
    machine = Machine(PROFILE)
    machine.set_speed(10)
    machine.take(b"\x1b@A\n\x1dV\x00")
    machine.change(lambda health: setattr(health, "is_cover_open", True))
    machine.run(1000)
    assert machine.slips == []
    machine.change(lambda health: setattr(health, "is_cover_open", False))
    machine.run(1000)
    assert len(machine.slips) == 1


def test_a_question_may_have_to_wait_for_its_turn() -> None:
    machine = Machine(PROFILE)
    machine.set_speed(10)
    machine.mood.is_in_order = True
    machine.take(b"\x1b@A\n\x10\x04\x01")
    assert machine.answers() == b""
    machine.set_speed(None)
    assert machine.answers() == READY_BYTE


@pytest.mark.parametrize("keeps", [True, False])
def test_half_a_command_is_kept_over_a_hang_up_or_dropped(keeps: bool) -> None:
    machine = Machine(PROFILE)
    machine.mood.keeps_half = keeps
    machine.take(b"\x1b@first\n\x1dv0\x00\x02\x00\x20\x00ab")
    machine.hang_up()
    machine.take(b"\x1b@C-028\n\x1dV\x00")
    machine.hang_up()
    assert [slip.text for slip in machine.slips] == ([] if keeps else ["first", "C-028"])


def test_noughts_after_a_hang_up_fill_the_half_command_and_make_no_slip() -> None:
    machine = Machine(PROFILE)
    machine.mood.keeps_half = True
    machine.take(b"\x1b@first\n\x1dv0\x00\x02\x00\x04\x00ab")
    machine.hang_up()
    machine.take(bytes(50) + b"\x1b@C-028\n\x1dV\x00")
    assert [(slip.is_whole, slip.text) for slip in machine.slips] == [(False, "first"), (True, "C-028")]
