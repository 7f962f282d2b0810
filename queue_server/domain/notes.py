"""What an officer may write on a ticket: a few words, nothing that tells who somebody is."""

from __future__ import annotations

import re
from typing import Final

from queue_server.domain.errors import Refusal

LONGEST_NOTE: Final = 200
LONG_NUMBER: Final = re.compile(r"(?:\d[\s.\-/]?){9,}")
"""NIK and family card numbers have 16 digits, telephone numbers ten and more; a date has eight."""
MAIL: Final = re.compile(r"\S+@\S+")


def checked_note(text: str) -> str:
    """Return a note as it is kept; one that is too long or holds personal data is refused (UU 27/2022)."""
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise Refusal("invalid_field", "note_too_long", field="text", limit=LONGEST_NOTE)
    if LONG_NUMBER.search(note) or MAIL.search(note):
        raise Refusal("invalid_field", "personal_data", field="text")
    return note
