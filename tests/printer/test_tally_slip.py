"""The tally slip: figures, hours, papers counted twice, the seal, signatures."""

from __future__ import annotations

from typing import Any

import pytest

from printer.content import read_tally
from printer.layout import TextLine
from printer.tally_slip import DayCount, tally_lines
from tests.printer.samples import CLOSED, CLOSED_ENGLISH, TALLY

AGREEING = DayCount(230, 3, 1, 0)


def text_lines(content: dict[str, Any], columns: int = 48, count: DayCount = AGREEING, copy: int = 0) -> list[TextLine]:
    lines = tally_lines(read_tally(content), columns, "cp437", count, copy)
    return [line for line in lines if isinstance(line, TextLine)]


def said(content: dict[str, Any], columns: int = 48, count: DayCount = AGREEING) -> list[str]:
    return [f"{line.text} {line.right}".strip() for line in text_lines(content, columns, count)]


def test_the_tally_of_the_drawings() -> None:
    assert said(CLOSED) == [
        "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
        "KOTA PEKALONGAN",
        "REKAP HARIAN",
        "Senin, 23 November 2026",
        "Dibuka 07.30 · Ditutup 15.12 WIB",
        "Nomor diambil 230",
        "Selesai 222",
        "Tidak hadir 6",
        "Batal 2",
        "Hangus saat tutup 0",
        "Tunggu rata-rata 17,3 mnt",
        "Sembilan dari sepuluh di bawah 31,7 mnt",
        "Terlama 56,6 mnt",
        "Dalam target 30 menit 85 %",
        "Layanan                 Ambil Selesai Tunggu mnt",
        "A Rekam KTP-el             64      61       17,8",
        "B Cetak KTP-el             30      28       15,5",
        "C Kartu Keluarga           54      53       14,2",
        "D KIA                      20      19       21,9",
        "E Akta kelahiran           24      23       22,0",
        "F Akta lain                 8       8       17,1",
        "G Pindah datang            16      16       23,0",
        "H Konsultasi               14      14       10,6",
        "Datang tiap jam",
        f"08.00 {'▄' * 38} 73",
        f"09.00 {'▄' * 31} 60",
        f"10.00 {'▄' * 19} 36",
        f"11.00 {'▄' * 12} 23",
        f"12.00 {'▄' * 8} 16",
        f"13.00 {'▄' * 8} 15",
        f"14.00 {'▄' * 4} 7",
        "Struk tercetak / cetak ulang / gagal 230/3/0",
        "Hitungan pencetak cocok.",
        "Segel hari",
        "9F2C 41D0 7A66 E1B8",
        "15.12 WIB",
        "Supervisor,             Kepala,",
        "(...................)   (...................)",
    ]


@pytest.mark.parametrize("count", [DayCount(229, 3), DayCount(230, 4), DayCount(0, 0)])
def test_papers_that_differ_are_told_white_on_black(count: DayCount) -> None:
    reversed_text = [line.text.strip() for line in text_lines(CLOSED, count=count) if line.style.reverse]
    assert reversed_text == [
        f"SELISIH: server 230/3, pencetak {count.tickets}/{count.reprints}",
        "Beri tahu supervisor.",
    ]
    assert "Hitungan pencetak cocok." not in said(CLOSED, count=count)


def test_tallies_and_failures_make_no_difference_between_the_counts() -> None:
    assert "Hitungan pencetak cocok." in said(CLOSED, count=DayCount(230, 3, 5, 7))


def test_in_english() -> None:
    words = said(CLOSED_ENGLISH, count=DayCount(230, 2, 1, 0))
    assert "Slips printed / reprints / failed 230/2/0" in words
    assert "MISMATCH: server 230/3, printer 230/2" in words
    assert "The printer's own count agrees." in said(CLOSED_ENGLISH)


def test_sentences_about_other_printers_stand_below_the_counts() -> None:
    words = said({**CLOSED, "paper_lines": ["Printer 2: server 41, pencetak 42."]})
    assert words[words.index("Hitungan pencetak cocok.") + 1] == "Printer 2: server 41, pencetak 42."


def test_a_server_that_counts_no_papers_is_not_compared() -> None:
    words = said(TALLY)
    assert "Struk tercetak / cetak ulang / gagal 230/3/0" in words
    assert not any("cocok" in line or "SELISIH" in line for line in words)


def test_an_hour_with_anybody_in_it_has_a_bar_and_one_without_has_none() -> None:
    words = said({**CLOSED, "hours": [["08.00", 4000], ["09.00", 1], ["10.00", 0]]})
    assert "09.00 ▄ 1" in words
    assert "10.00 0" in words


def test_a_code_page_without_blocks_draws_plain_bars() -> None:
    lines = tally_lines(read_tally(CLOSED), 48, "cp1252", AGREEING)
    assert TextLine("14.00 ====", right="7") in lines


def test_nobody_all_day_needs_no_hours() -> None:
    assert "Datang tiap jam" not in said({**CLOSED, "hours": [["08.00", 0]]})


def test_on_narrow_paper_people_sign_below_each_other_and_the_counts_have_short_words() -> None:
    words = said(CLOSED, 32)
    assert words[-4:] == ["Supervisor,", f"({'.' * 27})", "Kepala,", f"({'.' * 27})"]
    assert "Struk / ulang / gagal 230/3/0" in words
    assert "Layanan Ambil/Selesai/Tunggu mnt" in words
    assert "C Kartu Keluarga    54  53  14,2" in words
    assert all(len(line) <= 32 for line in words)


def test_the_words_beside_the_counts_are_as_long_as_they_fit() -> None:
    assert "Struk tercetak / cetak ulang / gagal 230/3/0" in said(CLOSED, 44)
    assert "Struk / ulang / gagal 230/3/0" in said(CLOSED, 43)


def test_a_second_print_says_so_first() -> None:
    first = text_lines(CLOSED, copy=1)[0]
    assert first.style.reverse
    assert first.text.strip() == "CETAK ULANG. Rekap yang sama."
