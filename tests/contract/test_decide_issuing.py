"""``POST /branches/{b}/issuing``: what it takes, what it answers, and what the kiosk's menu then says."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.site import Site

ISSUING = "/branches/demo/issuing"


def test_a_supervisor_stops_numbers_and_the_menu_says_why(site: Site) -> None:
    supervisor = site.person("budi")
    answer = supervisor.post(ISSUING, {"wish": "closed", "reason": "Listrik padam"})
    assert answer.status_code == 200
    state = answer.json
    assert (state["wish"], state["reason"], state["given"], state["why"]) == (
        "closed",
        "Listrik padam",
        False,
        "issuing_stopped",
    )
    assert state["opens_at"].endswith("Z")
    menu = site.visitor().get("/branches/demo/menu").json
    assert {service["reason"] for service in menu["services"]} == {"issuing_stopped"}
    assert menu["notice"] == {"id": "Listrik padam", "en": "Listrik padam"}
    refused = site.device("kiosk").issue()
    assert (refused.status_code, refused.json["code"], refused.json["reason"]) == (
        409,
        "service_closed",
        "issuing_stopped",
    )
    assert "Listrik padam" in refused.json["detail"]
    assert supervisor.post(ISSUING, {"wish": "auto"}).json["given"]
    assert site.device("kiosk").issue(key="kunci-lagi").status_code == 201


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "wish"),
        ({"wish": "maybe"}, "wish"),
        ({"wish": "closed"}, "reason"),
        ({"wish": "closed", "reason": "x" * 121}, "reason"),
        ({"wish": "open", "reason": 7}, "reason"),
        ({"wish": "auto", "until": "15:00"}, "until"),
    ],
)
def test_a_wrong_wish_is_refused_by_its_field(site: Site, body: dict[str, Any], field: str) -> None:
    answer = site.person("budi").post(ISSUING, body)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_field")
    assert [error["field"] for error in answer.json["errors"]] == [field]
    assert site.device("kiosk").issue().status_code == 201


def test_staff_of_another_branch_decide_nothing(site: Site) -> None:
    answer = site.person("dewi").post(ISSUING, {"wish": "closed", "reason": "Listrik padam"})
    assert answer.status_code == 404
