"""What a branch file may hold (docs/protocol.md): names, types and limits, and what only the whole file can say."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator, model_validator

from queue_server.application.board_document import BoardPart, VoicePart
from queue_server.application.document_parts import Code, Name, Part, TextPart
from queue_server.application.hours_document import BreakPart, ExceptionPart, HoursTable, QuotaPart, require_apart
from queue_server.application.slip_document import SlipPart
from queue_server.domain.branch import ANY_SERVICE
from queue_server.domain.calendar import Span


@cache
def _known_zones() -> frozenset[str]:
    """Return every zone's name; listing them walks a whole folder."""
    return frozenset(available_timezones())


class _Head(Part):
    code: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
    name: Name
    timezone: str = "Asia/Jakarta"
    languages: list[Literal["id", "en"]] = Field(default=["id", "en"], min_length=1)
    number_width: int = Field(default=3, ge=1, le=6)
    letterhead: list[str] = Field(default=[])
    channels: list[str] = Field(default=[])
    holidays: Literal["none", "ID", "ID+government"] = "none"
    number_reading: Literal["digits", "value", "hybrid"] = "digits"

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in _known_zones():
            sentence = f'"{value}" is not a time zone; Indonesia has Asia/Jakarta, Asia/Makassar and Asia/Jayapura'
            raise ValueError(sentence)
        return ZoneInfo(value).key


class _Policy(Part):
    max_calls: int = Field(default=3, ge=1, le=20)
    recall_cooldown_s: int = Field(default=10, ge=0, le=600)
    requeue_after: int = Field(default=5, ge=0, le=100)
    max_requeues: int = Field(default=1, ge=0, le=20)
    priority_burst: int = Field(default=2, ge=0, le=100)
    undo_s: int = Field(default=10, ge=0, le=600)
    start_on_call: bool = False
    desk_away_minutes: int = Field(default=10, ge=0, le=1440)
    last_number_before_minutes: int = Field(default=0, ge=0, le=720)

    @model_validator(mode="after")
    def _leaves_a_way_to_a_no_show(self) -> Self:
        if self.start_on_call and self.max_calls == 1:
            sentence = "start_on_call needs max_calls of 2 or more: calling again is how one tells that nobody came"
            raise ValueError(sentence)
        return self


class _Agency(Part):
    code: Code
    name: TextPart


class ServicePart(Part):
    """A service."""

    code: Code
    series: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,3}$")]
    name: TextPart
    agency: str = ""
    first_number: int = Field(default=1, ge=0, le=100_000)
    service_minutes: float = Field(default=5, gt=0, le=480, strict=False)
    target_wait_minutes: float = Field(default=30, gt=0, le=1440, strict=False)
    daily_quota: int = Field(default=0, ge=0)
    quotas: list[QuotaPart] = Field(default=[])
    escalate_after_minutes: float = Field(default=0, ge=0, le=1440, strict=False)
    max_people: int = Field(default=1, ge=1, le=20)
    requirements: dict[Literal["id", "en"], list[str]] = Field(default={})

    @field_validator("quotas")
    @classmethod
    def _apart(cls, value: list[QuotaPart]) -> list[QuotaPart]:
        require_apart([Span.parse(quota.span) for quota in value])
        return value


class _Zone(Part):
    code: Code
    name: Name


class CounterPart(Part):
    """A counter."""

    code: Code
    name: Name
    services: list[str] = Field(min_length=1)
    zone: str | None = None
    strict_preference: bool = False
    auto_call: bool = False


class BranchDocument(Part):
    """A whole branch file."""

    branch: _Head
    policy: _Policy = _Policy()
    hours: HoursTable
    breaks: list[BreakPart] = Field(default=[])
    exceptions: list[ExceptionPart] = Field(default=[])
    agencies: list[_Agency] = Field(default=[])
    services: list[ServicePart] = Field(min_length=1)
    zones: list[_Zone] = Field(default=[])
    counters: list[CounterPart] = Field(min_length=1)
    slip: SlipPart = SlipPart()
    board: BoardPart = BoardPart()
    voice: VoicePart = VoicePart()

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        for what, codes in (
            ("agencies", [agency.code for agency in self.agencies]),
            ("services", [service.code for service in self.services]),
            ("zones", [zone.code for zone in self.zones]),
            ("counters", [counter.code for counter in self.counters]),
        ):
            _require_unique(what, "code", codes)
        _require_unique("exceptions", "date", [exception.date.isoformat() for exception in self.exceptions])
        services = {service.code for service in self.services} | {ANY_SERVICE}
        agencies = {agency.code for agency in self.agencies} | {""}
        zones = {zone.code for zone in self.zones} | {None}
        for service in self.services:
            _require_known(f'service "{service.code}"', "agency", service.agency, agencies)
        for counter in self.counters:
            _require_known(f'counter "{counter.code}"', "zone", counter.zone, zones)
            for code in counter.services:
                _require_known(f'counter "{counter.code}"', "service", code, services)
        for medium in self.board.media:
            for zone in medium.zones:
                _require_known(f'medium "{medium.file}"', "zone", zone, zones)
        return self


def _require_unique(what: str, key: str, codes: list[str]) -> None:
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        sentence = f"{what}: the {key} {', '.join(twice)} stands twice; each needs its own"
        raise ValueError(sentence)


def _require_known(where: str, what: str, code: str | None, known: set[Any]) -> None:
    if code not in known:
        listed = ", ".join(sorted(str(name) for name in known if name)) or "none"
        sentence = f'{where} names the {what} "{code}", which the file does not have (it has {listed})'
        raise ValueError(sentence)
