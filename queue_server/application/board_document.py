"""The parts ``[board]`` and ``[voice]`` of a branch file: what displays show beside calls, and how they call."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from queue_server.application.document_parts import Part
from queue_server.application.hours_document import a_day, spans_of
from queue_server.application.slip_document import PicturePart
from queue_server.domain.board import BoardPlan, Medium, VoicePlan
from queue_server.domain.dyes import Dyes, faint_pairs
from queue_server.domain.slip import Picture
from queue_server.domain.text import Text

Colour = Annotated[str, Field(pattern=r"^#[0-9A-Fa-f]{6}$")]
MediaFile = Annotated[
    str,
    Field(pattern=r"(?i)^[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*\.(mp4|webm|jpg|jpeg|png|webp)$", max_length=120),
]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Day = Annotated[dt.date, BeforeValidator(a_day)]
USUAL = Dyes()
LONGEST_TEXT = 240
MOST_TEXTS, MOST_MEDIA = 20, 50


def _one_line(value: object) -> object:
    """Put a text on one line without blanks around it; refuse what no screen can show."""
    if not isinstance(value, str):
        return value
    line = " ".join(value.split())
    if not line.isprintable():
        raise ValueError("this text holds signs that no screen can show; write it anew")
    return line


Line = Annotated[str, BeforeValidator(_one_line)]


class TickerPart(Part):
    """An announcement in Indonesian and, if it differs, English."""

    id: Annotated[Line, Field(min_length=1, max_length=LONGEST_TEXT)]
    en: Annotated[Line, Field(max_length=LONGEST_TEXT)] = ""


class ThemePart(Part):
    """Dyes of the branch's own."""

    panel: Colour = USUAL.panel
    second: Colour = USUAL.second
    foot: Colour = USUAL.foot

    @model_validator(mode="after")
    def _can_be_read(self) -> Self:
        for faint in faint_pairs(self.dyes()):
            sentence = f"{faint.key} {faint.colour} against {faint.against} has a contrast of {faint.ratio:.1f}"
            raise ValueError(f"{sentence}; a hall needs {faint.least:g}. Choose a darker or lighter colour")
        return self

    def dyes(self) -> Dyes:
        """Return the colours, in capitals."""
        return Dyes(self.panel.upper(), self.second.upper(), self.foot.upper())


class MediumPart(Part):
    """One picture or film."""

    file: MediaFile
    seconds: int = Field(default=12, ge=3, le=3600)
    sound: bool = False
    days: list[Weekday] = Field(default=[])
    hours: list[str] = Field(default=[])
    since: Day | None = None
    until: Day | None = None
    zones: list[str] = Field(default=[])

    @field_validator("hours")
    @classmethod
    def _are_spans(cls, value: list[str]) -> list[str]:
        spans_of(value)
        return value

    @model_validator(mode="after")
    def _can_come_true(self) -> Self:
        if self.since is not None and self.until is not None and self.until < self.since:
            raise ValueError("until: this day is before since; it would never be shown")
        if self.sound and not self.medium().is_film:
            raise ValueError("sound: a picture has none; leave it out")
        return self

    def medium(self) -> Medium:
        """Return what the document means."""
        plain: dict[str, Any] = self.model_dump(exclude={"days", "hours", "zones"})
        return Medium(days=tuple(self.days), hours=spans_of(self.hours), zones=tuple(self.zones), **plain)


class BoardPart(Part):
    """What displays show beside calls. ``logo`` is a file's name in a branch file, the picture itself once loaded."""

    ticker: list[TickerPart] = Field(default=[], max_length=MOST_TEXTS)
    media: list[MediumPart] = Field(default=[], max_length=MOST_MEDIA)
    theme: ThemePart | None = None
    logo: Annotated[str, Field(min_length=1, max_length=200)] | PicturePart | None = None

    def plan(self) -> BoardPlan:
        """Return what the document means."""
        logo = self.logo if isinstance(self.logo, PicturePart) else None
        return BoardPlan(
            ticker=tuple(Text(text.id, text.en) for text in self.ticker),
            media=tuple(medium.medium() for medium in self.media),
            dyes=None if self.theme is None else self.theme.dyes(),
            logo=None if logo is None else Picture(logo.version, logo.png),
        )


class VoicePart(Part):
    """How the voice calls."""

    english: bool = False
    goal: Literal["counter", "zone"] = "counter"
    quiet: list[str] = Field(default=[])

    @field_validator("quiet")
    @classmethod
    def _are_apart(cls, value: list[str]) -> list[str]:
        spans_of(value)
        return value

    def plan(self) -> VoicePlan:
        """Return what the document means."""
        return VoicePlan(self.english, self.goal, spans_of(self.quiet))
