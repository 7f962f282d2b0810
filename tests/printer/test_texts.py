from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.texts import is_single_byte, readable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("3× dipanggil", "3x dipanggil"),
        ("10.20–10.45", "10.20-10.45"),
        ("Senin — Jumat…", "Senin - Jumat..."),
        ("WA · lapor", "WA · lapor"),
        ("“Anda”", '"Anda"'),
        ("Café Ω", "Café Ω"),
        ("ā ș ﬁ", "a s fi"),
        ("漢", "?"),
        ("a\tb\r\nc", "a b  c"),
        ("a\u00a0b\u2009c", "a b c"),
        ("e\u0301", "é"),
    ],
)
def test_what_the_code_page_lacks_is_spelled_plainly(text: str, printed: str) -> None:
    assert readable(text, "cp437") == printed


@pytest.mark.parametrize("smuggled", ["\x1b@", "\x1dV\x00", "\x10\x04\x01", "\x1b", "\x7f", "\x9b", "\u202e", "\ufeff"])
def test_controls_disappear(smuggled: str) -> None:
    assert readable(f"A{smuggled}B", "cp437").replace("@", "").replace("V", "") == "AB"


@settings(deadline=None)
@given(st.text(), st.sampled_from(["cp437", "cp850", "cp858", "cp1252", "ascii"]))
def test_every_character_is_one_harmless_byte(text: str, encoding: str) -> None:
    for character in readable(text, encoding):
        assert is_single_byte(character, encoding)
        code = character.encode(encoding)
        assert 0x20 <= code[0] != 0x7F
