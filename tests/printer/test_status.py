from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.status import DETAILS, NONSENSE, QUESTIONS, SILENT, Reading, conclude, is_answer, read_asb
from printer.virtual.health import Health
from queue_server.protocol import PrinterState
from tests.printer.fakes import COVER_OPEN, CUTTER_JAM, OFFLINE, PAPER_LOW, PAPER_OUT, READY, WRONG


@pytest.mark.parametrize(
    ("answers", "reading"),
    [
        (READY, Reading(PrinterState.READY, "ok")),
        (PAPER_LOW, Reading(PrinterState.PAPER_LOW, "low")),
        (PAPER_OUT, Reading(PrinterState.PAPER_OUT, "out")),
        (COVER_OPEN, Reading(PrinterState.COVER_OPEN, "ok")),
        (CUTTER_JAM, Reading(PrinterState.ERROR, "ok", "cutter")),
        (OFFLINE, Reading(PrinterState.OFFLINE, "ok", "offline")),
        ({**READY, 3: 0x32}, Reading(PrinterState.ERROR, "ok", "fatal")),
        ({**READY, 3: 0x52}, Reading(PrinterState.ERROR, "ok", "overheated")),
        ({**READY, 2: 0x52}, Reading(PrinterState.ERROR, "ok", "error")),
        ({1: 0x12}, Reading(PrinterState.READY)),
        ({4: 0x12}, Reading(PrinterState.UNKNOWN, "ok", "no_answer")),
        ({4: 0x72}, Reading(PrinterState.PAPER_OUT, "out")),
    ],
)
def test_what_the_bits_mean(answers: dict[int, int | None], reading: Reading) -> None:
    assert conclude(answers, heard_anything=True) == reading


def test_silence_and_nonsense_are_unknown() -> None:
    assert conclude({}, heard_anything=False) == SILENT
    assert conclude(dict.fromkeys(QUESTIONS), heard_anything=True) == NONSENSE
    assert not any(is_answer(byte) for byte in WRONG.values())


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 5), st.none() | st.integers(0, 255)), st.booleans())
def test_no_answer_breaks_the_reader_and_only_answers_make_it_ready(
    answers: dict[int, int | None], heard_anything: bool
) -> None:
    reading = conclude(answers, heard_anything=heard_anything)
    if reading.state in {PrinterState.READY, PrinterState.PAPER_LOW}:
        assert answers.get(1) is not None or answers.get(2) is not None


@pytest.mark.parametrize(
    ("packet", "reading"),
    [
        (b"\x10\x00\x00\x00", Reading(PrinterState.READY, "ok")),
        (b"\x14\x00\x00\x0f", Reading(PrinterState.READY, "ok")),
        (b"\x10\x00\x03\x00", Reading(PrinterState.PAPER_LOW, "low")),
        (b"\x18\x00\x0f\x00", Reading(PrinterState.PAPER_OUT, "out")),
        (b"\x18\x00\x0c\x00", Reading(PrinterState.PAPER_OUT, "out")),
        (b"\x38\x00\x00\x00", Reading(PrinterState.COVER_OPEN, "ok")),
        (b"\x38\x00\x0f\x00", Reading(PrinterState.COVER_OPEN, "out")),
        (b"\x18\x00\x00\x00", Reading(PrinterState.OFFLINE, "ok", "offline")),
        (b"\x18\x08\x00\x00", Reading(PrinterState.ERROR, "ok", "cutter")),
        (b"\x18\x20\x00\x00", Reading(PrinterState.ERROR, "ok", "fatal")),
        (b"\x18\x40\x00\x00", Reading(PrinterState.ERROR, "ok", "overheated")),
        (b"\x18\x04\x00\x00", Reading(PrinterState.ERROR, "ok", "error")),
    ],
)
def test_what_the_automatic_status_means(packet: bytes, reading: Reading) -> None:
    assert read_asb(packet) == reading


@given(st.builds(Health, st.sampled_from(["ok", "low", "out"]), st.booleans(), st.booleans(), st.booleans()))
def test_both_ways_of_asking_give_the_same_reading(health: Health) -> None:
    answers: dict[int, int | None] = {number: health.answer(number) for number in QUESTIONS}
    assert read_asb(health.asb()) == conclude(answers, heard_anything=True)


@settings(deadline=None)
@given(st.binary(min_size=4, max_size=4))
def test_every_detail_is_on_the_list(packet: bytes) -> None:
    assert read_asb(packet).detail in {None, *DETAILS}
    assert {SILENT.detail, NONSENSE.detail} < set(DETAILS)
