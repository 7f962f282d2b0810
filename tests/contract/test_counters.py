"""A counter's whole table over HTTP: each command from each status, with and without a ticket in hand."""

from __future__ import annotations

from typing import Any

import pytest

from queue_server.domain.counter import COUNTER_TRANSITIONS, REASON_LENGTH, CounterAction, CounterStatus
from tests.fakes.site import Site, Visitor

PLACE = "/branches/demo/counters/1"
WAYS_THERE = {"closed": (), "open": ("open",), "paused": ("open", "pause"), "closing": ("open", "call-next", "close")}


def at(site: Site, status: str, *, in_hand: bool) -> Visitor:
    """Return the officer of counter 1 in some status."""
    officer = site.person("sari")
    site.device("kiosk").issue()
    ways = WAYS_THERE[status]
    if in_hand and ways and "call-next" not in ways:
        ways = (ways[0], "call-next", *ways[1:])
    for way in ways:
        assert officer.post(f"{PLACE}/{way}").status_code == 200
    assert desk(officer)["status"] == status
    return officer


def desk(officer: Visitor) -> dict[str, Any]:
    state: dict[str, Any] = officer.get(f"{PLACE}/desk").json["state"]
    return state


SITUATIONS = [("closed", False), *((status, held) for status in ("open", "paused") for held in (False, True))]


@pytest.mark.parametrize("action", list(CounterAction))
@pytest.mark.parametrize(("status", "in_hand"), [*SITUATIONS, ("closing", True)])
def test_each_command_from_each_status(site: Site, status: str, action: str, *, in_hand: bool) -> None:
    officer = at(site, status, in_hand=in_hand)
    answer = officer.post(f"{PLACE}/{action}")
    target = COUNTER_TRANSITIONS.get((CounterStatus(status), CounterAction(action)))
    if target is None:
        assert (answer.status_code, answer.json["code"]) == (409, "transition_refused")
        assert answer.json["reason"] == f"counter_{status}"
        assert desk(officer)["status"] == status
        return
    expected = "closing" if target is CounterStatus.CLOSED and in_hand else target.value
    assert (answer.status_code, answer.json["state"]["status"]) == (200, expected)
    assert answer.json["state"] == desk(officer), "the answer is what the desk shows"
    assert (answer.json["state"]["officer"] is None) == (expected == "closed")
    assert (answer.json["state"]["in_hand"] is not None) == in_hand


def test_a_reopened_closing_counter_keeps_its_ticket_and_calls_again(site: Site) -> None:
    officer = at(site, "closing", in_hand=True)
    site.device("kiosk").issue(key="kunci-0002")
    assert officer.post(f"{PLACE}/call-next").json["reason"] == "counter_closing"
    ticket = officer.post(f"{PLACE}/open").json["state"]["in_hand"]["ticket"]["id"]
    for verb in ("start", "complete"):
        assert officer.post(f"/tickets/{ticket}/{verb}", {"counter": "1"}).status_code == 200
    assert desk(officer)["status"] == "open"
    assert officer.post(f"{PLACE}/call-next").json["ticket"] is not None


@pytest.mark.parametrize("reason", ["break", "prayer", "admin", "Rapat dengan kepala dinas", "ŝ" * REASON_LENGTH])
def test_a_pause_tells_its_reason_to_every_screen(site: Site, reason: str) -> None:
    officer = at(site, "open", in_hand=False)
    state = officer.post(f"{PLACE}/pause", {"reason": f" {reason} "}).json["state"]
    assert (state["status"], state["reason"]) == ("paused", reason)
    assert officer.post(f"{PLACE}/open").json["state"]["reason"] is None


def test_a_long_reason_is_refused_by_name(site: Site) -> None:
    officer = at(site, "open", in_hand=False)
    answer = officer.post(f"{PLACE}/pause", {"reason": "x" * (REASON_LENGTH + 1)})
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_field")
    assert [fault["field"] for fault in answer.json["errors"]] == ["reason"]
    assert str(REASON_LENGTH) in answer.json["detail"]
    assert desk(officer)["status"] == "open"


def test_services_are_switched_by_officers_and_supervisors(site: Site) -> None:
    officer, supervisor = at(site, "open", in_hand=False), site.person("budi")
    own = desk(officer)["own_services"]
    for visitor in (officer, supervisor):
        answer = visitor.post(f"{PLACE}/services", {"services": own[:1]})
        assert (answer.status_code, answer.json["state"]["own_services"]) == (200, own[:1])
        answer = visitor.post(f"{PLACE}/services", {"services": []})
        assert (answer.json["state"]["own_services"], answer.json["state"]["services_switched"]) == (own, False)


@pytest.mark.parametrize(
    ("body", "status", "code", "reason"),
    [
        ({"services": ["SIM"]}, 404, "not_found", "unknown_service"),
        ({"services": ["KTP", "KTP"]}, 422, "invalid_field", "service_twice"),
        ({"services": "KTP"}, 422, "invalid_field", None),
        ({"services": [7]}, 422, "invalid_field", None),
        ({}, 422, "invalid_field", None),
    ],
)
def test_a_wrong_switch_is_refused(site: Site, body: Any, status: int, code: str, reason: str | None) -> None:
    officer = at(site, "open", in_hand=False)
    before = desk(officer)
    answer = officer.post(f"{PLACE}/services", body)
    assert (answer.status_code, answer.json["code"], answer.json["reason"]) == (status, code, reason)
    if reason is not None:
        assert body["services"][-1] in answer.json["detail"]
    assert desk(officer) == before


def test_a_tablet_asks_before_it_takes_over(site: Site) -> None:
    officer = at(site, "open", in_hand=False)
    answer = officer.post("/branches/demo/counters/2/open", {"take_over": False})
    assert (answer.status_code, answer.json["code"], answer.json["reason"]) == (
        409,
        "counter_taken",
        "officer_elsewhere",
    )
    answer = officer.post("/branches/demo/counters/2/open", {"take_over": True})
    assert answer.json["state"]["status"] == "open"
    assert desk(officer)["status"] == "closed"
