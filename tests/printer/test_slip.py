from __future__ import annotations

from typing import Any

import pytest

from printer.content import read_job, read_slip, read_tally
from printer.layout import Code, TextLine
from printer.slip import ticket_lines
from printer.tally_slip import DayCount, tally_lines
from tests.printer.samples import FULL, STANDARD, TALLY, TRACK_URL, job


def texts(content: dict[str, Any], columns: int = 48, copy: int = 0) -> list[str]:
    lines = ticket_lines(read_slip(content), columns, "cp437", copy)
    return [f"{line.text} {line.right}".strip() for line in lines if isinstance(line, TextLine)]


def test_the_order_on_paper() -> None:
    assert texts(FULL) == [
        "PEMERINTAH KOTA PEKALONGAN",
        "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
        "Dindukcapil Kota Pekalongan",
        "KARTU KELUARGA (KK)",
        "C-028",
        "Menunggu di depan Anda: 12",
        "Perkiraan dipanggil 10.20-10.45 WIB",
        "Senin, 23 November 2026 09.41 WIB",
        "Bawa: KK lama asli, buku nikah, formulir F-1.02.",
        "Nomor hangus bila 3x dipanggil tidak hadir.",
        "Pengaduan: 1500537 · WA 08118005373",
        "Terima kasih",
    ]


@pytest.mark.parametrize(
    ("number", "columns", "size"),
    [("C-028", 48, 8), ("A-1000", 48, 8), ("4K-1000", 48, 6), ("C-028", 32, 6), ("A-1000", 32, 5)],
)
def test_the_number_is_as_large_as_the_paper_allows(number: str, columns: int, size: int) -> None:
    lines = ticket_lines(read_slip({**STANDARD, "number": number}), columns, "cp437")
    found = next(line for line in lines if isinstance(line, TextLine) and line.text == number)
    assert (found.style.width, found.style.height, found.style.centred) == (size, size, True)


def test_the_branch_is_not_said_twice() -> None:
    assert "Dindukcapil Kota Pekalongan" not in texts({**FULL, "letterhead": ["DINDUKCAPIL KOTA PEKALONGAN"]})


def test_a_copy_says_so_first_whatever_the_content_says() -> None:
    line = "CETAK ULANG 09.44 WIB. Nomor yang sama, bukan nomor baru."
    assert texts({**STANDARD, "copy_line": line})[0].strip() == "CETAK ULANG 09.44 WIB"
    assert texts(STANDARD, copy=1)[0].strip().startswith("CETAK ULANG")
    assert texts({**STANDARD, "language": "en"}, copy=2)[0].strip().startswith("REPRINT")
    first = ticket_lines(read_slip(STANDARD), 48, "cp437", 1)[0]
    assert isinstance(first, TextLine)
    assert first.style.reverse
    assert len(first.text) == 48


def test_missing_and_unknown_fields_are_no_reason_to_stop() -> None:
    assert texts({"number": "A-001", "colour": "blue", "requirements": None, "channels": "x"}) == ["A-001"]
    assert texts({**STANDARD, "ahead_line": None, "expected_line": None, "scan_line": "Pindai", "priority_line": "P"})


def test_the_code_leads_to_the_track_page() -> None:
    assert Code(TRACK_URL) in ticket_lines(read_slip(STANDARD), 48, "cp437")
    assert not any(isinstance(line, Code) for line in ticket_lines(read_slip({**STANDARD, "qr": ""}), 48, "cp437"))


def test_the_tally_has_figures_rows_seal_and_the_printers_own_count() -> None:
    lines = tally_lines(read_tally(TALLY), 48, "cp437", DayCount(230, 3, 1, 2))
    said = [f"{line.text} {line.right}".strip() for line in lines if isinstance(line, TextLine)]
    assert said == [
        "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL",
        "Dindukcapil Kota Pekalongan",
        "REKAP HARIAN",
        "Senin, 23 November 2026",
        "Nomor diambil 230",
        "Selesai 222",
        "Tidak hadir 6",
        "Layanan                 Ambil Selesai Tunggu mnt",
        "A Rekam KTP-el             64      61       17,8",
        "H Konsultasi               14      14       10,6",
        "Struk tercetak / cetak ulang / gagal 230/3/2",
        "Segel hari",
        "9F2C 41D0 7A66 E1B8",
        "15.12 WIB",
    ]


def test_a_long_name_gets_its_own_line_on_the_tally() -> None:
    rows = [["Konsultasi dan pengaduan", "14", "14", "10,6"]]
    lines = tally_lines(read_tally({**TALLY, "rows": rows}), 32, "cp437", DayCount())
    said = [f"{line.text} {line.right}".strip() for line in lines if isinstance(line, TextLine)]
    assert "Layanan Ambil/Selesai/Tunggu mnt" in said
    at = said.index("Konsultasi dan pengaduan")
    assert said[at + 1].split() == ["14", "14", "10,6"]
    assert all(len(line) <= 32 for line in said)


def test_a_job_needs_id_kind_and_fence() -> None:
    found = read_job({"job": {**job("j1", fence=3), "new_field": 1}})
    assert (found.id, found.kind, found.fence, found.copy, found.service_day) == ("j1", "ticket", 3, 0, "2026-11-23")
    broken: object
    for broken in ({}, {"job": None}, [], {"job": {"id": "", "kind": "ticket", "fence": 1}}, {"job": {"id": "x"}}):
        with pytest.raises(ValueError, match="job"):
            read_job(broken)
