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
