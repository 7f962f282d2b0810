"""docs/protocol.md names the limits that are set."""

from __future__ import annotations

from queue_server.application import accounts, devices
from queue_server.domain.roles import Role
from queue_server.realtime import doors, screens, sweeper, watch
from queue_server.web import errors, limits, parsing
from tests.fakes.documents import ROOT, rows, sections

SOCKETS = doors.SOCKETS_PER_TOKEN
PARTS = sections((ROOT / "docs" / "protocol.md").read_text("utf-8"))


def _rates(rule: str) -> str:
    """Write ``5/minute;30/hour`` as people do."""
    return ", ".join(f"{count} {'an' if unit == 'hour' else 'a'} {unit}" for count, unit in _pairs(rule))


def _pairs(rule: str) -> list[tuple[str, str]]:
    return [(count, unit) for count, _, unit in (part.partition("/") for part in rule.split(";"))]


def test_every_limit_is_told() -> None:
    told = dict(rows(PARTS["Limits"]))
    ping = f"every {screens.PING_INTERVAL_S} s, within {screens.PING_TIMEOUT_S} s"
    assert told == {
        "request body, message on a socket": f"{errors.BODY_LIMIT_KB} kB",
        "length of a text field": f"{parsing.TEXT_LIMIT:,} characters",
        "log-ins that fail, per account and address": _rates(limits.LOG_IN_PAIR),
        "log-ins that fail, per address": _rates(limits.LOG_IN_ADDRESS),
        "log-ins that fail, per account, from addresses where it never logged in": _rates(limits.LOG_IN_ACCOUNT),
        "pairing codes asked for, per address": _rates(limits.PAIRING_BEGIN),
        "pairing codes typed in, per account": _rates(limits.PAIRING_ACCEPT),
        "tries with a set-up link, per address": _rates(limits.SETUP),
        "session without a request": f"{accounts.IDLE.seconds // 60} minutes",
        "session altogether": f"{accounts.LONGEST.seconds // 3600} hours",
        "set-up link": f"{accounts.SETUP_LINK_LASTS.total_seconds() / 3600:.0f} hours",
        "pairing code": f"{devices.PAIRING_LASTS.seconds // 60} minutes",
        "sockets per device token (kiosk, display)": str(SOCKETS[Role.KIOSK]),
        "sockets per device token (printer)": str(SOCKETS[Role.PRINTER]),
        "sockets per track token": str(SOCKETS[Role.RESIDENT]),
        "sockets per session": str(doors.SOCKETS_PER_SESSION),
        "sockets per address": f"{doors.SOCKETS_PER_ADDRESS:,}",
        f"tokens refused at one address within {doors.REMEMBERED_S:.0f} s, after which others wait": str(
            doors.STRANGERS_PER_ADDRESS
        ),
        "messages of a screen": f"{doors.MESSAGES_PER_TICK} in half a second",
        "ping, and the answer that must follow": ping,
        "socket that is nobody's screen": f"{sweeper.ANONYMOUS_S:.0f} s",
    }
    assert SOCKETS[Role.KIOSK] == SOCKETS[Role.DISPLAY]
    assert watch.LOOK_S == 0.5
    assert errors.BODY_LIMIT_KB * 1024 == screens.LONGEST_MESSAGE
