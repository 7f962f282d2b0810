"""A branch as its file describes it: services, counters, zones, hours and policy."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from zoneinfo import ZoneInfo

from queue_server.domain.board import BoardPlan, VoicePlan
from queue_server.domain.calendar import WeekHours
from queue_server.domain.day_plan import Break, DayException
from queue_server.domain.errors import Refusal
from queue_server.domain.places import Agency, Zone
from queue_server.domain.policy import Policy
from queue_server.domain.quota import QuotaWindow
from queue_server.domain.slip import SlipTemplate
from queue_server.domain.text import Text
from queue_server.domain.timetable import Timetable

ANY_SERVICE = "*"


@dataclass(frozen=True, slots=True)
class Service:
    """What a resident comes for. Minutes may have decimals; a quota of 0 means none.

    ``quotas`` limit windows of the day. From ``escalate_after_minutes`` of waiting on (0: never) every counter that
    takes it takes it first. ``max_people`` may come with one number.
    """

    code: str
    series: str
    name: Text
    agency: str = ""
    first_number: int = 1
    service_minutes: float = 5
    target_wait_minutes: float = 30
    daily_quota: int = 0
    quotas: tuple[QuotaWindow, ...] = ()
    escalate_after_minutes: float = 0
    max_people: int = 1
    requirements: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Counter:
    """A staffed place. ``services`` in order of preference; ``*`` takes all."""

    code: str
    name: str
    services: tuple[str, ...]
    zone: str | None = None
    strict_preference: bool = False
    auto_call: bool = False


@dataclass(frozen=True)
class Branch:
    """An office with its own queue. Everything in it is policy of that office, read from its file."""

    code: str
    name: str
    timezone: str
    languages: tuple[str, ...]
    number_width: int
    letterhead: tuple[str, ...]
    channels: tuple[str, ...]
    holidays: str
    number_reading: str
    policy: Policy
    issue_hours: WeekHours
    service_hours: WeekHours
    agencies: tuple[Agency, ...]
    services: tuple[Service, ...]
    zones: tuple[Zone, ...]
    counters: tuple[Counter, ...]
    breaks: tuple[Break, ...] = ()
    exceptions: tuple[DayException, ...] = ()
    slip: SlipTemplate = field(default_factory=SlipTemplate)
    board: BoardPlan = field(default_factory=BoardPlan)
    voice: VoicePlan = field(default_factory=VoicePlan)

    @cached_property
    def zone_info(self) -> ZoneInfo:
        """Return the branch's time zone."""
        return ZoneInfo(self.timezone)

    @cached_property
    def timetable(self) -> Timetable:
        """Return the rules of when numbers are given and counters call, holidays apart."""
        last = self.policy.last_number_before_minutes
        return Timetable(self.issue_hours, self.service_hours, self.breaks, self.exceptions, last)

    @cached_property
    def services_by_code(self) -> dict[str, Service]:
        """Return the services by code, in the file's order."""
        return {service.code: service for service in self.services}

    @cached_property
    def counters_by_code(self) -> dict[str, Counter]:
        """Return the counters by code, in the file's order."""
        return {counter.code: counter for counter in self.counters}

    def service(self, code: str) -> Service:
        """Return a service; an unknown code is refused."""
        try:
            return self.services_by_code[code]
        except KeyError:
            raise Refusal("not_found", "unknown_service", service=code) from None

    def service_begun(self, code: str) -> Service:
        """Return the service of a ticket, by its bare code where the file has dropped it since."""
        return self.services_by_code.get(code) or Service(code, "", Text(code))

    def counter(self, code: str) -> Counter:
        """Return a counter; an unknown code is refused."""
        try:
            return self.counters_by_code[code]
        except KeyError:
            raise Refusal("not_found", "unknown_counter", counter=code) from None

    def services_of(self, counter: Counter) -> tuple[str, ...]:
        """Return the codes that a counter takes, in its order of preference."""
        return self._every_service if ANY_SERVICE in counter.services else counter.services

    @cached_property
    def _every_service(self) -> tuple[str, ...]:
        return tuple(self.services_by_code)

    @cached_property
    def counters_for(self) -> dict[str, tuple[Counter, ...]]:
        """Return the counters that take each service."""
        return {
            service: tuple(counter for counter in self.counters if service in self.services_of(counter))
            for service in self.services_by_code
        }

    @cached_property
    def competitors_of(self) -> dict[str, tuple[str, ...]]:
        """Return, for each service, the services of all counters that take it: who waits there may go first."""
        menus = dict.fromkeys(self.services_of(counter) for counter in self.counters)
        return {
            service: tuple(dict.fromkeys([service, *(code for menu in menus if service in menu for code in menu)]))
            for service in self.services_by_code
        }
