"""What staff may write about a ticket or a counter: a few words, nothing that tells who somebody is."""

from __future__ import annotations

import re
from typing import Final

from queue_server.domain.errors import Refusal

LONGEST_NOTE: Final = 200
DATE_OR_TIME: Final = re.compile(r"\b\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}\b|\b\d{1,2}[.:]\d{2}\b")
LONG_NUMBER: Final = re.compile(r"(?:\d[\s().,\-–/+]{0,3}){9,}")
"""NIK and family card numbers have 16 digits, telephone numbers ten and more."""
MAIL: Final = re.compile(r"\S+@\S+")


def require_impersonal(text: str, field: str) -> None:
    """Refuse words that hold a NIK, telephone number or mail address: events are for ever (UU 27/2022)."""
    if LONG_NUMBER.search(DATE_OR_TIME.sub(" - tanggal - ", text)) or MAIL.search(text):
        raise Refusal("invalid_field", "personal_data", field=field)


def checked_note(text: str) -> str:
    """Return a note as it is kept; one that is too long or holds personal data is refused."""
    note = " ".join(text.split())
    if len(note) > LONGEST_NOTE:
        raise Refusal("invalid_field", "note_too_long", field="text", limit=LONGEST_NOTE)
    require_impersonal(note, "text")
    return note


def checked_reason(text: str | None) -> str | None:
    """Return why something is done, as it is recorded; None for nothing but blanks."""
    reason = " ".join((text or "").split())
    if len(reason) > LONGEST_NOTE:
        raise Refusal("invalid_field", "reason_too_long", field="reason", limit=LONGEST_NOTE)
    require_impersonal(reason, "reason")
    return reason or None
