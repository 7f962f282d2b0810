"""A hall whose day is played faster keeps its people logged in: sessions and pairing codes live by the wall's clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from queue_server import protocol
from queue_server.application.accounts import add_user, log_in, session_of
from queue_server.application.context import Context
from queue_server.application.credentials import fingerprint
from queue_server.application.devices import begin_pairing, pairing_result
from queue_server.application.identity import ended_credentials
from queue_server.domain.errors import Refusal
from tests.fakes.clock import SettableClock

PASSWORD = "kopi-pagi-enak-22"
NOON = datetime(2030, 6, 3, 5, tzinfo=UTC)


def test_sessions_and_pairings_live_by_the_wall_clock(context: Context, clock: SettableClock) -> None:
    wall = [NOON]
    fast = replace(context, wall_clock=lambda: wall[0])
    add_user(fast, protocol.NewUser("tono", PASSWORD, "admin"))
    token, _ = log_in(fast, protocol.LogIn("tono", PASSWORD))
    pairing = begin_pairing(fast, protocol.BeginPairing("kiosk"))
    clock.now += timedelta(hours=9)
    assert session_of(fast, token) is not None
    assert ended_credentials(fast, [fingerprint(token)], []) == set()
    assert pairing_result(fast, pairing.secret).token is None
    wall[0] += timedelta(minutes=31)
    assert session_of(fast, token) is None
    assert ended_credentials(fast, [fingerprint(token)], []) == {fingerprint(token)}
    with pytest.raises(Refusal, match="pairing_expired"):
        pairing_result(fast, pairing.secret)
