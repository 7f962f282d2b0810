"""Priority classes: who may be called before regular tickets."""

from __future__ import annotations

from enum import StrEnum

from queue_server.domain.errors import Refusal


class Priority(StrEnum):
    """The classes of docs/protocol.md; all but the first are preferred."""

    REGULAR = "regular"
    ELDERLY = "elderly"
    DISABILITY = "disability"
    PREGNANT = "pregnant"
    INFANT = "infant"

    @property
    def is_preferred(self) -> bool:
        """Say whether this class goes before regular tickets, within the burst."""
        return self is not Priority.REGULAR


def priority_of(word: str) -> Priority:
    """Return the class of a word from the wire; an unknown one is refused with the list of classes."""
    try:
        return Priority(word)
    except ValueError:
        classes = ", ".join(priority.value for priority in Priority)
        raise Refusal("invalid_field", "unknown_priority", field="priority", value=word, classes=classes) from None
