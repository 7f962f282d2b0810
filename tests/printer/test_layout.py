from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from printer.layout import Sheet, Style, TextLine
from printer.wrapping import Room, balanced, fitting, wrap


def test_words_are_kept_whole_and_following_lines_indented() -> None:
    assert wrap("Bawa: KK lama asli, buku nikah", 16, 6) == ["Bawa: KK lama", "      asli, buku", "      nikah"]


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert wrap("a bcdefghij k", 4) == ["a", "bcde", "fghi", "j k"]


def test_centred_lines_are_even() -> None:
    assert balanced("Perkiraan dipanggil 10.20-10.45 WIB", 32) == ["Perkiraan dipanggil", "10.20-10.45 WIB"]


def test_left_and_right_share_a_line_where_they_fit() -> None:
    sheet = Sheet(20, "cp437")
    sheet.pair("Selesai", "222")
    sheet.pair("Sembilan dari sepuluh", "31,7")
    assert sheet.lines == [
        TextLine("Selesai", right="222"),
        TextLine("Sembilan dari"),
        TextLine("sepuluh"),
        TextLine("                31,7"),
    ]


def test_no_channel_is_broken() -> None:
    sheet = Sheet(24, "cp437")
    sheet.joined(["Pengaduan: 1500537", "WA 08118005373", "", "lapor"])
    assert sheet.lines == [TextLine("Pengaduan: 1500537"), TextLine("WA 08118005373 · lapor")]


def test_what_does_not_fit_is_an_ellipsis_after_whole_items() -> None:
    assert fitting("Bawa: ", ["satu", "dua"], Room(20, 1)) == "Bawa: satu, dua."
    assert fitting("Bawa: ", ["satu", "dua", "tiga", "empat"], Room(20, 1)) == "Bawa: satu, dua, ..."
    assert fitting("Bawa: ", ["satu dua tiga empat lima"], Room(20, 1)) == "Bawa: satu dua ti..."


@settings(deadline=None)
@given(st.text(), st.integers(1, 60), st.integers(0, 10))
def test_no_line_is_wider_than_its_room_and_no_word_is_lost(text: str, room: int, indent: int) -> None:
    lines = wrap(text, room, min(indent, room - 1))
    assert all(len(line) <= room for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@settings(deadline=None)
@given(st.text(max_size=200), st.integers(24, 64), st.integers(1, 8))
def test_a_sheet_keeps_to_its_columns(text: str, columns: int, width: int) -> None:
    sheet = Sheet(columns, "cp437")
    sheet.say(text, Style(width=width), indent=2)
    sheet.say(text, Style(centred=True, width=width))
    sheet.band(text)
    sheet.joined([text, text])
    sheet.pair(text, text)
    for line in sheet.lines:
        if isinstance(line, TextLine):
            taken = len(line.text) * line.style.width + len(line.right)
            assert taken <= columns


@settings(deadline=None)
@given(st.lists(st.text("ab c", min_size=1, max_size=30), min_size=1, max_size=5), st.integers(1, 3), st.integers(0, 8))
def test_a_paragraph_keeps_to_its_room(items: list[str], most: int, indent: int) -> None:
    room = Room(24, most, indent)
    assert room.holds(fitting("Bawa: ", items, room))
