"""What a printer sends is sorted alike however it is cut into pieces."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.answers import Answer, AnswerReader, AutomaticStatus, Nonsense, ProcessId, Status

ASB = b"\x18\x20\x0f\x00"
ID = b"\x37\x22ab12\x00"


@pytest.mark.parametrize(
    ("data", "answers"),
    [
        (b"\x12\x1a\x7e", [Status(0x12), Status(0x1A), Status(0x7E)]),
        (ASB, [AutomaticStatus(ASB)]),
        (b"\x3c\x4f\x6f\x6f", [AutomaticStatus(b"\x3c\x4f\x6f\x6f")]),
        (ID, [ProcessId(b"ab12")]),
        (b"\x37\x22\x12222", [Nonsense(0x37), Nonsense(0x22), Status(0x12), *[Status(0x32)] * 3]),
        (b"\x12" + ASB + ID + b"\x12", [Status(0x12), AutomaticStatus(ASB), ProcessId(b"ab12"), Status(0x12)]),
        (b"\x11\x12\x13\x11", [Status(0x12)]),
        (b"\x18\x13\x20\x0f\x11\x00", [AutomaticStatus(ASB)]),
        (b"\xff\x00\x41\x80", [Nonsense(0xFF), Nonsense(0x00), Nonsense(0x41), Nonsense(0x80)]),
        (b"\x18\x20\x12", [Nonsense(0x18), Nonsense(0x20), Status(0x12)]),
        (b"\x18" + ASB, [Nonsense(0x18), AutomaticStatus(ASB)]),
        (b"\x37\x12", [Nonsense(0x37), Status(0x12)]),
        (b"\x37\x22ab12\x12", [*map(Nonsense, b"\x37\x22ab1"), Status(0x32), Status(0x12)]),
        (b"", []),
        (b"\x18\x20\x0f", []),
        (ID[:6], []),
    ],
)
def test_each_answer_is_known_by_its_fixed_bits(data: bytes, answers: list[Answer]) -> None:
    assert AnswerReader().feed(data) == answers


def test_a_process_id_may_look_like_answers() -> None:
    assert AnswerReader().feed(b"\x37\x222222\x00\x12") == [ProcessId(b"2222"), Status(0x12)]


LIKELY = st.sampled_from([0x12, 0x10, 0x18, 0x37, 0x22, 0x00, 0x11, 0x13, 0x32, 0x20])


@settings(deadline=None, max_examples=500)
@given(
    st.lists(st.integers(0, 255) | LIKELY, max_size=60).map(bytes) | st.lists(st.sampled_from([ASB, ID])).map(b"".join),
    st.lists(st.integers(0, 7)),
)
def test_any_bytes_in_any_pieces_give_the_same_answers(data: bytes, sizes: list[int]) -> None:
    reader, at, found = AnswerReader(), 0, []
    for size in [*sizes, len(data)]:
        found += reader.feed(data[at : at + size])
        at += size
    assert found == AnswerReader().feed(data)
    assert len(found) <= len(data)


@settings(deadline=None)
@given(st.binary(max_size=20), st.sampled_from([AutomaticStatus(ASB), ProcessId(b"ab12"), Status(0x12)]))
def test_no_noise_hides_what_comes_after_it_for_long(noise: bytes, answer: Answer) -> None:
    sent = {AutomaticStatus: ASB, ProcessId: ID, Status: b"\x12"}[type(answer)]
    assert answer in AnswerReader().feed(noise + sent * 3)
