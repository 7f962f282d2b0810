"""What a kiosk's glass may hold and how long it waits, as plain figures that the page is given.

The limits are those of the hall: at most eight choices a screen, half a minute of silence before the
kiosk asks, a ticket that closes by itself so that nothing of the last resident remains.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

MOST_CHOICES = 8
LEAST_CHOICES = 2
LEAST_WARNING_S = 10


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Choices on one screen and waits in whole seconds.

    ``choices_large`` counts the choices when letters are large. After ``idle_s`` without a touch the
    kiosk asks whether anybody is there and starts over ``grace_s`` later. The ticket stands
    ``ticket_s``, or ``ticket_no_paper_s`` when the resident has to photograph it. A lost connection is
    shown after ``offline_after_s``, so that a restart of the server passes unnoticed.
    """

    choices: int = MOST_CHOICES
    choices_large: int = 6
    idle_s: int = 30
    grace_s: int = 20
    ticket_s: int = 15
    ticket_no_paper_s: int = 60
    offline_after_s: int = 4

    def __post_init__(self) -> None:
        """Refuse figures that a resident could not live with."""
        if not LEAST_CHOICES <= self.choices_large <= self.choices <= MOST_CHOICES:
            limits = f"{LEAST_CHOICES} <= choices_large <= choices <= {MOST_CHOICES}"
            message = f"{limits}, not {self.choices_large} and {self.choices}"
            raise ValueError(message)
        if min(self.idle_s, self.grace_s, self.ticket_s) < LEAST_WARNING_S:
            message = f"idle_s, grace_s and ticket_s are at least {LEAST_WARNING_S} seconds"
            raise ValueError(message)
        if self.ticket_no_paper_s < self.ticket_s:
            message = "a ticket without paper stands at least as long as one with paper"
            raise ValueError(message)


def page_attributes(rhythm: Rhythm) -> dict[str, int]:
    """Return the figures as ``data-…`` attributes of the page, e.g. ``data-idle-s``."""
    return {f"data-{name.replace('_', '-')}": value for name, value in asdict(rhythm).items()}
