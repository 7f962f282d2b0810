"""The few words the agent says by itself, because only the agent knows them. Pure."""

from __future__ import annotations

_WORDS = {
    "id": {
        "copy": "CETAK ULANG. Nomor yang sama, bukan nomor baru.",
        "tally_copy": "CETAK ULANG. Rekap yang sama.",
        "counts": "Struk tercetak / cetak ulang / gagal",
        "counts_short": "Struk / ulang / gagal",
        "counts_agree": "Hitungan pencetak cocok.",
        "counts_differ": "SELISIH: server {server}, pencetak {printer}. Beri tahu supervisor.",
        "test_title": "HALAMAN UJI",
        "profile": "Profil",
        "width": "Lebar",
        "columns_and_dots": "{columns} kolom, {dots} titik",
        "code_page": "Halaman kode",
        "ruler": "Penggaris kolom: angka terakhir harus tampak.",
        "edges": "Pita hitam harus utuh sampai kedua ujungnya.",
        "letters": "Huruf: ",
        "bold": "Tebal",
        "tall": "Tinggi",
        "wide": "Lebar",
        "large": "Besar",
        "reversed": "Putih di atas hitam",
        "code_native": "Kode QR dibuat oleh printer.",
        "code_raster": "Kode QR dikirim sebagai gambar.",
        "code_text": "Printer ini tidak mencetak kode QR; alamatnya ditulis.",
        "cutter": "Kertas dipotong di bawah baris ini.",
        "no_cutter": "Tanpa pemotong: sobek di tepi printer.",
    },
    "en": {
        "copy": "REPRINT. The same number, not a new one.",
        "tally_copy": "REPRINT. The same tally.",
        "counts": "Slips printed / reprints / failed",
        "counts_short": "Slips / copies / failed",
        "counts_agree": "The printer's own count agrees.",
        "counts_differ": "MISMATCH: server {server}, printer {printer}. Tell the supervisor.",
        "test_title": "TEST PAGE",
        "profile": "Profile",
        "width": "Width",
        "columns_and_dots": "{columns} columns, {dots} dots",
        "code_page": "Code page",
        "ruler": "Column ruler: the last figure must show.",
        "edges": "The black band must be whole to both its ends.",
        "letters": "Letters: ",
        "bold": "Bold",
        "tall": "Tall",
        "wide": "Wide",
        "large": "Large",
        "reversed": "White on black",
        "code_native": "The printer draws the QR code itself.",
        "code_raster": "The QR code is sent as a picture.",
        "code_text": "This printer prints no QR codes; the address is written.",
        "cutter": "The paper is cut below this line.",
        "no_cutter": "No cutter: tear at the printer's edge.",
    },
}


def say(language: str, key: str, **values: object) -> str:
    """Return the words for ``key`` in ``language`` (``id`` or ``en``; anything else is Indonesian)."""
    return _WORDS.get(language, _WORDS["id"])[key].format(**values)
