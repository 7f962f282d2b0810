"""The description of the API says what the API does."""

from __future__ import annotations

import re
from typing import Any

import jsonschema
import pytest

from queue_server.web.openapi import described
from tests.fakes.site import Site

HTTP = ("get", "post", "delete")


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return described()


def test_every_registered_call_is_described_and_nothing_else(site: Site, description: dict[str, Any]) -> None:
    registered = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in site.app.url_map.iter_rules()
        for method in rule.methods or ()
        if method.lower() in HTTP and rule.endpoint.startswith(("api.", "health."))
    }
    told = {(path, method) for path, calls in description["paths"].items() for method in calls}
    assert registered - told == {("/api/v1/openapi.json", "get")}
    assert told <= registered


def test_every_reference_leads_somewhere(description: dict[str, Any]) -> None:
    names = set(re.findall(r"#/components/schemas/([\w-]+)", str(description)))
    assert names <= set(description["components"]["schemas"])


def test_commands_take_no_unknown_field(description: dict[str, Any]) -> None:
    for path, calls in description["paths"].items():
        for call in calls.values():
            if "requestBody" in call:
                schema = _schema(description, call["requestBody"]["content"]["application/json"]["schema"])
                assert schema["additionalProperties"] is False, path


def _schema(description: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    return description["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]


def test_answers_are_as_described(site: Site, description: dict[str, Any]) -> None:
    kiosk, officer, supervisor, admin = (
        site.device("kiosk"),
        site.person("sari"),
        site.person("budi"),
        site.person("tono"),
    )
    issued = kiosk.issue()
    ticket = issued.json["ticket"]["id"]
    token = issued.json["track_url"].rsplit("/", 1)[-1]
    counter, day = "/branches/{branch}/counters/{counter}", "/branches/{branch}/days/{day}"
    own, today = "/branches/demo/counters/1", "/branches/demo/days/2026-11-23"
    for path, method, answer in (
        ("/branches/{branch}/tickets", "post", issued),
        ("/branches/{branch}/menu", "get", kiosk.get("/branches/demo/menu")),
        ("/track/{token}", "get", site.visitor().get(f"/track/{token}")),
        ("/session", "get", officer.get("/session")),
        (f"{counter}/open", "post", officer.post(f"{own}/open")),
        (f"{counter}/call-next", "post", officer.post(f"{own}/call-next")),
        (f"{counter}/desk", "get", officer.get(f"{own}/desk")),
        ("/tickets/{ticket}/{action}", "post", officer.post(f"/tickets/{ticket}/start", {"counter": "1"})),
        ("/tickets/{ticket}/{action}", "post", officer.post(f"/tickets/{ticket}/start", {"counter": "1"})),
        (f"{counter}/call-next", "post", officer.post(f"{own}/call-next")),
        (f"{day}/tickets", "get", supervisor.get(f"{today}/tickets")),
        (f"{day}/tally", "get", supervisor.get(f"{today}/tally")),
        (f"{day}/close", "post", supervisor.post(f"{today}/close")),
        (f"{day}/close", "post", supervisor.post(f"{today}/close", {"force": True})),
        ("/branches", "get", supervisor.get("/branches")),
        ("/branches/{branch}/devices", "get", supervisor.get("/branches/demo/devices")),
        ("/users", "get", admin.get("/users")),
        ("/pairings", "post", site.visitor().post("/pairings", {"kind": "kiosk"})),
    ):
        assert_described(description, description["paths"][f"/api/v1{path}"][method], answer)


def assert_described(description: dict[str, Any], call: dict[str, Any], answer: Any) -> None:
    told = call["responses"][str(answer.status_code)]
    schema = told["content"][answer.mimetype]["schema"]
    validator = jsonschema.Draft202012Validator({**schema, "components": description["components"]})
    faults = [f"{'/'.join(map(str, fault.path))}: {fault.message}" for fault in validator.iter_errors(answer.json)]
    assert not faults, (call["operationId"], answer.status_code, faults)


def test_the_description_is_served(site: Site) -> None:
    served = site.visitor().get("/openapi.json").json
    assert served["openapi"] == "3.1.0"
    assert set(served["paths"]) == set(described()["paths"])


def test_health_is_told(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    client = site.app.test_client()
    assert client.get("/livez").json == {"status": "live", "checks": {"process": "ok"}}
    assert client.get("/readyz").json == {"status": "ready", "checks": {"database": "ok", "disk": "ok", "clock": "ok"}}
    monkeypatch.setattr("queue_server.application.readiness.FREE_LEAST_MB", 10**9)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "MB free" in answer.json["checks"]["disk"]
