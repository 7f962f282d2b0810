"""Slips as the server sends them."""

from __future__ import annotations

from typing import Any

TRACK_URL = "http://127.0.0.1:8080/t/a1B2c3D4e5F6g7H8i9J0kL"

STANDARD: dict[str, Any] = {
    "letterhead": ["PEMERINTAH KOTA PEKALONGAN"],
    "branch": "Dindukcapil Kota Pekalongan",
    "service": "Kartu Keluarga (KK)",
    "number": "C-028",
    "ahead_line": "Menunggu di depan Anda: 12",
    "expected_line": "Perkiraan dipanggil 10.20–10.45 WIB",
    "qr": TRACK_URL,
    "day_line": "Senin, 23 November 2026",
    "time_line": "09.41 WIB",
    "requirements_title": "Bawa",
    "requirements": [],
    "missed_line": "Nomor hangus bila 3× dipanggil tidak hadir.",
    "channels": [],
    "thanks": "Terima kasih",
    "language": "id",
}

FULL: dict[str, Any] = {
    **STANDARD,
    "letterhead": ["PEMERINTAH KOTA PEKALONGAN", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"],
    "requirements": ["KK lama asli", "buku nikah", "formulir F-1.02"],
    "channels": ["Pengaduan: 1500537", "WA 08118005373"],
}

TALLY: dict[str, Any] = {
    "letterhead": ["DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"],
    "branch": "Dindukcapil Kota Pekalongan",
    "title": "REKAP HARIAN",
    "day_line": "Senin, 23 November 2026",
    "figures": [["Nomor diambil", "230"], ["Selesai", "222"], ["Tidak hadir", "6"]],
    "columns": ["Layanan", "Ambil", "Selesai", "Tunggu mnt"],
    "rows": [["A Rekam KTP-el", "64", "61", "17,8"], ["H Konsultasi", "14", "14", "10,6"]],
    "seal_title": "Segel hari",
    "seal": "9F2C 41D0 7A66 E1B8",
    "time_line": "15.12 WIB",
    "language": "id",
}


SHOWN: dict[str, Any] = {
    **FULL,
    "letterhead": ["PEMERINTAH KOTA PEKALONGAN", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL KOTA PEKALONGAN"],
    "branch": "Kota Pekalongan",
    "scan_line": "Pindai untuk memantau nomor Anda",
    "requirements_title": "Bawa:",
    "requirements": ["KK lama asli", "buku nikah/akta kawin", "surat keterangan lahir", "formulir F-1.02"],
}
"""The slip of the drawings."""

TYPICAL: dict[str, Any] = {
    **STANDARD,
    "branch": "",
    "letterhead": ["PEMERINTAH KOTA PEKALONGAN", "DINDUKCAPIL"],
    "scan_line": "Pindai untuk memantau",
    "requirements_title": "Bawa:",
    "requirements": ["KK lama asli", "formulir F-1.02"],
    "channels": ["Pengaduan: 1500537"],
}

EVERYTHING: dict[str, Any] = {
    **SHOWN,
    "priority_line": "Prioritas: usia 60 ke atas",
    "people_line": "Satu nomor untuk 4 orang",
    "texts": {"wifi": "Wi-Fi gratis: MPP-Warga", "rooms": "Ruang laktasi di lantai 2.\nMusala di lantai 1."},
    "order": [
        "logo", "letterhead", "rule", "service", "priority", "number", "people", "ahead", "expected", "wifi", "qr",
        "scan", "rule", "when", "requirements", "dashes", "missed", "channels", "rooms", "gap", "thanks",
    ],
    "logo": {"version": "sample", "url": "/logo.png"},
}  # fmt: skip

ENGLISH: dict[str, Any] = {
    **SHOWN,
    "service": "Family card (KK)",
    "ahead_line": "Ahead of you: 12 people",
    "expected_line": "Expected call 10.20–10.45 WIB",
    "scan_line": "Scan to follow your number",
    "day_line": "Monday, 23 November 2026",
    "requirements_title": "Bring:",
    "requirements": ["old family card", "marriage certificate", "birth letter", "form F-1.02"],
    "missed_line": "The number lapses after 3 calls without you.",
    "channels": ["Complaints: 1500537", "WA 08118005373"],
    "thanks": "Thank you",
    "language": "en",
}

CLOSED: dict[str, Any] = {
    **TALLY,
    "branch": "Kota Pekalongan",
    "letterhead": ["DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL", "KOTA PEKALONGAN"],
    "opened_line": "Dibuka 07.30 · Ditutup 15.12 WIB",
    "figures": [
        ["Nomor diambil", "230"],
        ["Selesai", "222"],
        ["Tidak hadir", "6"],
        ["Batal", "2"],
        ["Hangus saat tutup", "0"],
    ],
    "waits": [
        ["Tunggu rata-rata", "17,3 mnt"],
        ["Sembilan dari sepuluh di bawah", "31,7 mnt"],
        ["Terlama", "56,6 mnt"],
        ["Dalam target 30 menit", "85 %"],
    ],
    "rows": [
        ["A Rekam KTP-el", "64", "61", "17,8"],
        ["B Cetak KTP-el", "30", "28", "15,5"],
        ["C Kartu Keluarga", "54", "53", "14,2"],
        ["D KIA", "20", "19", "21,9"],
        ["E Akta kelahiran", "24", "23", "22,0"],
        ["F Akta lain", "8", "8", "17,1"],
        ["G Pindah datang", "16", "16", "23,0"],
        ["H Konsultasi", "14", "14", "10,6"],
    ],
    "hours_title": "Datang tiap jam",
    "hours": [
        ["08.00", 73],
        ["09.00", 60],
        ["10.00", 36],
        ["11.00", 23],
        ["12.00", 16],
        ["13.00", 15],
        ["14.00", 7],
    ],
    "paper": {"service_day": "2026-11-23", "tickets": 230, "reprints": 3, "failures": 0},
    "signatures": ["Supervisor,", "Kepala,"],
}
"""The tally of the drawings."""

CLOSED_ENGLISH: dict[str, Any] = {
    **CLOSED,
    "title": "DAILY TALLY",
    "day_line": "Monday, 23 November 2026",
    "opened_line": "Opened 07.30 · Closed 15.12 WIB",
    "figures": [["Numbers taken", "230"], ["Served", "222"], ["No-shows", "6"]],
    "waits": [["Average wait", "17.3 min"], ["Nine in ten below", "31.7 min"]],
    "columns": ["Service", "Taken", "Served", "Wait min"],
    "hours_title": "Arrivals by hour",
    "paper_lines": ["Printer 2 (hall B) counts 41 tickets, the server 42."],
    "seal_title": "Seal of the day",
    "signatures": ["Supervisor,", "Head,"],
    "language": "en",
}

TEST_PAGE: dict[str, Any] = {
    "letterhead": ["PEMERINTAH KOTA PEKALONGAN"],
    "branch": "Dindukcapil Kota Pekalongan",
    "title": "HALAMAN UJI",
    "printer": "Printer kios 1",
    "day_line": "Senin, 23 November 2026",
    "time_line": "07.12 WIB",
    "qr": "http://127.0.0.1:8080/",
    "language": "id",
}

TEST_PAGE_ENGLISH: dict[str, Any] = {
    **TEST_PAGE,
    "title": "TEST PAGE",
    "printer": "Kiosk printer 1",
    "day_line": "Monday, 23 November 2026",
    "language": "en",
}

SIGN: dict[str, Any] = {
    "letterhead": ["PEMERINTAH KOTA PEKALONGAN", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"],
    "branch": "Dindukcapil Kota Pekalongan",
    "counter": "Loket 1",
    "services_title": "Layanan",
    "services": ["Rekam KTP-el", "Kartu Keluarga (KK)", "Akta kelahiran dan akta kematian"],
    "language": "id",
}

SIGN_ENGLISH: dict[str, Any] = {
    **SIGN,
    "counter": "Counter 12",
    "services_title": "Services",
    "services": ["Identity card", "Family card (KK)", "Birth and death certificates"],
    "language": "en",
}

REPRINTED = "CETAK ULANG 09.44 WIB. Salinan. Nomor yang sama, bukan nomor baru."
REPRINTED_ENGLISH = "REPRINT 09.44 WIB. The same number, not a new one."


def job(identity: str, fence: int = 1, copy: int = 0, kind: str = "ticket", **content: object) -> dict[str, Any]:
    """Return a job as ``POST /printers/self/claim`` gives it."""
    base = TALLY if kind == "tally" else STANDARD
    return {
        "id": identity,
        "kind": kind,
        "fence": fence,
        "lease_s": 30,
        "copy": copy,
        "content": {**base, **content},
        "service_day": "2026-11-23",
    }
