"""What a desk is told of the displays: how many there are, and how many have drawn its call."""

from __future__ import annotations

from dataclasses import replace

from queue_server.protocol import DeskState, Envelope
from queue_server.realtime.presence import Presence


def repainted(last: Envelope, presence: Presence) -> Envelope | None:
    """Return a desk's last state with what its displays show now; None where its officer would see no difference."""
    state = last.state
    if not isinstance(state, DeskState):
        return None
    fresh = replace(state, shown=presence.shown(last.branch, state.zone))
    return None if _picture(fresh) == _picture(state) else replace(last, state=fresh)


def _picture(state: DeskState) -> tuple[int, int]:
    """Return how many displays there are, and how many have drawn the latest call of the ticket in hand."""
    call = None if state.in_hand is None else state.in_hand.call_seq
    painted = 0 if call is None else sum(seq >= call for seq in state.shown.painted)
    return state.shown.displays, painted
