"""The golden dumps: a change of one byte on the way to the printer is seen."""

from __future__ import annotations

import pytest

from tests.printer.dump import dump
from tests.printer.golden import ALL, FOLDER, Golden


@pytest.mark.parametrize("golden", ALL, ids=lambda golden: golden.path.stem)
def test_the_slip_is_the_golden_one(golden: Golden) -> None:
    assert dump(golden.slip) == golden.path.read_text("utf-8")


def test_every_golden_slip_is_compared() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {golden.path.name for golden in ALL}


@pytest.mark.parametrize("kind", ["ticket", "reprint", "tally", "test", "sign"])
def test_the_dump_differs_when_a_byte_differs(kind: str) -> None:
    golden = Golden(kind, "58mm-raster" if kind == "sign" else "80mm", "id")
    data = golden.slip
    told = dump(data)
    for at in range(0, len(data), 1 + len(data) // 600):
        for bit in (0x01, 0x10, 0x80):
            changed = bytearray(data)
            changed[at] ^= bit
            assert _dump_or_refusal(bytes(changed)) != told, f"byte {at} makes no difference"


def _dump_or_refusal(data: bytes) -> str:
    try:
        return dump(data)
    except AssertionError as refusal:
        return f"no slip: {refusal}"
