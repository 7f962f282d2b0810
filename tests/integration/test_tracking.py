"""The resident's own page, by the token of the QR."""

from __future__ import annotations

import pytest

from queue_server.application import tracking
from tests.cast import (
    TUESDAY,
)
from tests.fakes.hall import Hall, refused

pytestmark = pytest.mark.usefixtures("books_agree")


def test_a_resident_follows_and_gives_the_place_back(hall: Hall) -> None:
    hall.issue("KTP")
    answer = hall.issue_kept("KTP").answer
    token = answer.track_url.rsplit("/", 1)[1]
    state = hall.track(token)
    assert (state.number, state.status, state.ahead, state.can_cancel) == ("A-002", "waiting", 1, True)
    tracking.cancel(hall.context, token)
    state = hall.track(token)
    assert (state.status, state.ahead, state.can_cancel) == ("cancelled", None, False)
    assert refused(tracking.cancel, hall.context, token).code == "transition_refused"


def test_a_called_resident_sees_where_to_go_and_cancels_no_more(hall: Hall) -> None:
    token = hall.issue_kept("KTP").answer.track_url.rsplit("/", 1)[1]
    hall.open("1")
    hall.called("1")
    state = hall.track(token)
    assert (state.status, state.counter, state.counter_name, state.can_cancel) == ("called", "1", "Loket 1", False)
    assert refused(tracking.cancel, hall.context, token).code == "transition_refused"


def test_a_track_token_ends_the_day_after(hall: Hall) -> None:
    token = hall.issue_kept("KTP").answer.track_url.rsplit("/", 1)[1]
    hall.clock.set("23:59", TUESDAY)
    assert hall.track(token).number == "A-001"
    hall.clock.pass_by(minutes=1)
    assert refused(hall.track, token).reason == "unknown_track"


@pytest.mark.parametrize("token", ["", "x", "A-001", "../../etc/passwd", "💥"])
def test_an_unknown_track_token_tells_nothing(hall: Hall, token: str) -> None:
    assert refused(hall.track, token).reason == "unknown_track"
    assert refused(tracking.cancel, hall.context, token).reason == "unknown_track"
