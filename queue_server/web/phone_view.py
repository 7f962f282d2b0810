"""What a resident's phone says, computed from ``track.state``: words and figures, no HTML."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from queue_server import wording
from queue_server.protocol import Envelope, Texts, TrackState

MOST_SHOOTS = 20
SOON = 3
TONES = {"called": "kunyit", "serving": "daun", "no_show": "soga", "cancelled": "soga", "expired": "soga"}
Say = Callable[..., str]


@dataclass(frozen=True, slots=True)
class PhoneView:
    """All that the template of ``/t/{token}`` shows; ``None`` and empty mean: leave it out.

    ``tone`` is the colour of the head. ``place`` is the counter in two parts, ("Loket", "3").
    """

    number: str
    status: str
    tone: str
    office: tuple[str, str]
    service: str
    place: tuple[str, str]
    ahead: int | None
    shoots: int
    soon: bool
    expected: str | None
    updated: str
    called: str | None
    ended: str | None
    call_count: int
    max_calls: int
    requirements: list[str]
    channels: list[str]
    can_cancel: bool


def view_of(envelope: Envelope, language: str) -> PhoneView:
    """Read a track envelope in one language; times are on the branch's clock."""
    state: TrackState = envelope.state
    zone = ZoneInfo(state.branch.timezone)
    ahead = state.ahead if state.status == "waiting" else None
    return PhoneView(
        number=state.number,
        status=state.status,
        tone=TONES.get(state.status, "nila"),
        office=office_name(state.branch.name),
        service=in_language(state.service, language),
        place=counter_place(state.counter_name or state.counter or ""),
        ahead=ahead,
        shoots=ahead if ahead is not None and ahead <= MOST_SHOOTS else 0,
        soon=ahead is not None and ahead <= SOON,
        expected=wording.expected_range(envelope.at, state.wait_low_s, state.wait_high_s, zone)
        if ahead is not None
        else None,
        updated=f"{envelope.at.astimezone(zone):%H.%M.%S}",
        called=wording.clock(state.called_at, zone) if state.called_at else None,
        ended=wording.clock(state.ended_at, zone) if state.ended_at else None,
        call_count=state.call_count,
        max_calls=state.max_calls,
        requirements=state.requirements.get(language) or state.requirements.get("id") or [],
        channels=state.branch.channels,
        can_cancel=state.can_cancel,
    )


def in_language(texts: Texts, language: str) -> str:
    """Return the text in ``language``, Indonesian where English is missing."""
    return (texts.en if language == "en" else texts.id) or texts.id


def office_name(name: str) -> tuple[str, str]:
    """Split ``Dindukcapil Kota Pekalongan`` before the place, for two lines."""
    found = re.match(r"(.+?)\s+((?:Kota|Kabupaten|Kab\.|Kecamatan|Kelurahan|Desa|Provinsi)\s.+)", name)
    return (found[1], found[2]) if found else (name, "")


def counter_place(name: str) -> tuple[str, str]:
    """Split ``Loket 3`` into its word and its sign; a name without a short sign stays whole."""
    found = re.fullmatch(r"(.+\S)\s+(\S{1,3})", name)
    return (found[1], found[2]) if found else (name, "")
