"""The few words the agent says by itself, because only the agent knows them. Pure."""

from __future__ import annotations

_WORDS = {
    "id": {
        "copy": "CETAK ULANG. Nomor yang sama, bukan nomor baru.",
        "tally_copy": "CETAK ULANG. Rekap yang sama.",
        "counts": "Pencetak: struk / ulang / gagal",
    },
    "en": {
        "copy": "REPRINT. The same number, not a new one.",
        "tally_copy": "REPRINT. The same tally.",
        "counts": "Printer: slips / copies / failed",
    },
}


def say(language: str, key: str) -> str:
    """Return the words for ``key`` in ``language`` (``id`` or ``en``; anything else is Indonesian)."""
    return _WORDS.get(language, _WORDS["id"])[key]
