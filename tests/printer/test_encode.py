from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.content import read_slip, read_tally
from printer.encode import encode
from printer.layout import Code, Poster, TextLine
from printer.profiles import UnknownProfileError, find_profile, profile_names
from printer.slip import ticket_lines
from printer.tally_slip import DayCount, tally_lines
from tests.printer.decode import decode
from tests.printer.samples import FULL, STANDARD, TALLY, TRACK_URL, TYPICAL

INIT, NO_CHINESE, CODE_PAGE_437, LINES_OF_24 = b"\x1b@", b"\x1c.", b"\x1bt\x00", b"\x1b3\x18"
CENTRE, LEFT = b"\x1ba\x01", b"\x1ba\x00"
BOLD, LIGHT = b"\x1bE\x01", b"\x1bE\x00"
TALL, WIDE_8, HUGE = b"\x1d!\x01", b"\x1d!\x70", b"\x1d!\x77"
LIGHT_AND_NORMAL = b"\x1b!\x00"
REVERSE, NOT_REVERSE = b"\x1dB\x01", b"\x1dB\x00"
RULE = b"\xc4" * 6
LF = b"\n"
QR_MODULE_6, QR_LEVEL_M = b"\x1d(k\x03\x001C\x06", b"\x1d(k\x03\x001E1"
QR_STORE, QR_PRINT = b"\x1d(k1\x001P0", b"\x1d(k\x03\x001Q0"
RIGHT_EDGE_9 = b"\x1b$" + ((48 - 9) * 12).to_bytes(2, "little")
BITS_A_BYTE = 10
FEED_AND_CUT, FEED_5 = b"\x1dVB\x00", b"\x1bd\x05"


def slip(content: dict[str, Any], profile: str = "default", copy: int = 0) -> bytes:
    found = find_profile(profile)
    return encode(ticket_lines(read_slip(content), found.columns, found.encoding, copy), found)


def test_the_standard_slip_byte_by_byte() -> None:
    assert len(TRACK_URL) + 3 == QR_STORE[3]
    assert slip(STANDARD) == b"".join(
        [
            INIT + NO_CHINESE + CODE_PAGE_437 + LINES_OF_24,
            CENTRE + BOLD + b"PEMERINTAH KOTA PEKALONGAN" + LF,
            b"Dindukcapil Kota Pekalongan" + LF,
            WIDE_8 + RULE + LF,
            TALL + b"KARTU KELUARGA (KK)" + LF,
            HUGE + b"C-028" + LF,
            LIGHT_AND_NORMAL + b"Menunggu di depan Anda: " + BOLD + b"12" + LF,
            LIGHT + b"Perkiraan dipanggil " + BOLD + b"10.20-10.45 WIB" + LF,
            LF + QR_MODULE_6 + QR_LEVEL_M + QR_STORE + TRACK_URL.encode() + QR_PRINT + LF,
            WIDE_8 + RULE + LF,
            LEFT + LIGHT_AND_NORMAL + b"Senin, 23 November 2026" + RIGHT_EDGE_9 + b"09.41 WIB" + LF,
            b"Nomor hangus bila 3x dipanggil tidak hadir." + LF,
            LF + CENTRE + BOLD + b"Terima kasih" + LF,
            FEED_AND_CUT,
        ]
    )


def test_a_standard_slip_is_under_400_bytes_a_typical_one_under_480_and_a_full_one_about_500() -> None:
    assert len(slip(STANDARD)) < 400
    assert len(slip(TYPICAL)) < 480
    assert len(slip(FULL)) < 540


def test_a_typical_slip_takes_less_than_half_a_second_at_9600_baud() -> None:
    assert len(slip(TYPICAL)) * BITS_A_BYTE / 9600 < 0.5


def test_a_copy_begins_with_a_reversed_band() -> None:
    data = slip({**STANDARD, "copy_line": "CETAK ULANG 09.44 WIB"}, copy=1)
    band = b"CETAK ULANG 09.44 WIB".center(48)
    assert data.startswith(
        INIT + NO_CHINESE + CODE_PAGE_437 + LINES_OF_24 + BOLD + REVERSE + band + LF + NOT_REVERSE + LF
    )
    assert decode(data).reversed_text.strip() == "CETAK ULANG 09.44 WIB"


def test_without_a_cutter_the_paper_is_fed_to_the_tear_bar() -> None:
    data = slip(STANDARD, "58mm")
    assert data.endswith(FEED_5)
    assert not decode(data).cuts


def test_without_native_qr_the_code_is_a_raster() -> None:
    read = decode(slip(STANDARD, "58mm-raster"))
    assert (read.rasters, read.codes) == (1, [])


def test_without_native_qr_and_raster_the_address_is_printed() -> None:
    assert TRACK_URL.replace("/", "") in decode(slip(STANDARD, "TM-U220")).words.replace(" ", "").replace("/", "")


def test_a_plain_ascii_slip_sends_no_code_page() -> None:
    data = encode(ticket_lines(read_slip({"number": "A-001"}), 48, "cp437"), find_profile())
    assert data == INIT + LINES_OF_24 + CENTRE + BOLD + HUGE + b"A-001" + LF + FEED_AND_CUT


def test_an_address_too_long_for_a_code_is_printed_as_text() -> None:
    address = "http://example.test/" + "x" * 400
    read = decode(slip({**STANDARD, "qr": address}))
    assert not read.codes
    assert address in "".join(read.lines)


def test_an_unknown_profile_is_refused_by_naming_the_known_ones() -> None:
    with pytest.raises(UnknownProfileError, match=r"'90mm'.*80mm.*TM-T88V"):
        find_profile("90mm")


@pytest.mark.parametrize("name", profile_names())
def test_every_profile_prints_within_its_paper(name: str) -> None:
    profile = find_profile(name)
    lines = ticket_lines(read_slip(FULL), profile.columns, "ascii", 1)
    read = decode(encode(lines, profile))
    assert read.widest_dots <= profile.columns * 12
    assert read.cuts == (1 if profile.cutter else 0)
    assert "C-028" in read.words
    assert "Pengaduan: 1500537" in read.words


_ANY_TEXT = st.text(max_size=80)
_CONTENT = st.fixed_dictionaries(
    {
        **{key: _ANY_TEXT for key in STANDARD if isinstance(STANDARD[key], str)},
        "letterhead": st.lists(_ANY_TEXT, max_size=3),
        "requirements": st.lists(_ANY_TEXT, max_size=6),
        "channels": st.lists(_ANY_TEXT, max_size=4),
    },
    optional=dict.fromkeys(("copy_line", "priority_line", "scan_line"), _ANY_TEXT),
)


@settings(deadline=None)
@given(_CONTENT, st.sampled_from(["80mm", "58mm", "TM-T88V"]))
def test_no_text_smuggles_a_command(content: dict[str, Any], profile: str) -> None:
    read = decode(slip(content, profile))
    assert read.widest_dots <= find_profile(profile).columns * 12
    assert read.cuts == (0 if profile == "58mm" else 1)


@settings(deadline=None)
@given(
    st.lists(st.lists(_ANY_TEXT, max_size=5), max_size=5),
    st.lists(st.tuples(_ANY_TEXT, _ANY_TEXT), max_size=4),
    st.sampled_from(["80mm", "58mm"]),
)
def test_no_tally_smuggles_a_command(rows: list[list[str]], figures: list[tuple[str, str]], profile: str) -> None:
    found = find_profile(profile)
    content = read_tally({**TALLY, "rows": rows, "figures": figures})
    read = decode(encode(tally_lines(content, found.columns, found.encoding, DayCount()), found))
    assert read.widest_dots <= found.columns * 12


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*STANDARD, *TALLY]), st.from_type(object).filter(lambda value: value != "")))
def test_any_json_can_be_read(content: dict[str, Any]) -> None:
    read_slip(content)
    read_tally(content)


def test_lines_that_were_never_cleaned_are_cleaned_on_the_way_out() -> None:
    lines = [TextLine("A\x1b@B", right="C\x1dD"), Poster("\x1bE"), Code("\n")]
    for profile in map(find_profile, ("80mm", "TM-U220")):
        read = decode(encode(lines, profile))
        assert read.lines[0] == "A@B CD"
