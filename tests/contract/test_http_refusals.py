"""Bad input over HTTP: each a clear sentence with its code and status, and nothing half-done."""

from __future__ import annotations

import json
from typing import Any

import pytest

from queue_server.application.ports import StoreBusy, StoreFull
from tests.fakes.site import Site

PROBLEM = "application/problem+json"
SHAPE = {"type", "title", "status", "code", "detail", "errors", "reason"}


def assert_problem(answer: Any, status: int, code: str) -> dict[str, Any]:
    assert (answer.status_code, answer.json["code"]) == (status, code), answer.json
    assert answer.mimetype == PROBLEM
    assert set(answer.json) == SHAPE
    assert answer.json["status"] == status
    assert answer.json["detail"].endswith((".", "?"))
    assert "{" not in answer.json["detail"]
    return answer.json


def send(kiosk: Any, body: bytes | str, content_type: str = "application/json") -> Any:
    headers = {**kiosk.headers, "Idempotency-Key": "kunci-buruk"}
    path = "/api/v1/branches/demo/tickets"
    return kiosk.client.post(path, data=body, content_type=content_type, headers=headers)


@pytest.mark.parametrize(
    "body",
    [b"{", b"", b"[1", b'{"service": }', b"\xff\xfe", b'{"service":"\\ud800"}', b"[" * 5000, b"nul"],
)
def test_malformed_json_is_refused(site: Site, body: Any) -> None:
    answer = send(site.device("kiosk"), body)
    if body:
        assert_problem(answer, 400, "bad_json")
    else:
        assert_problem(answer, 422, "invalid_field")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"service": 5}, "service"),
        ({"service": None}, "service"),
        ({}, "service"),
        ({"service": "KTP", "surprise": 1}, "surprise"),
        ({"service": "KTP", "priority": "vip"}, "priority"),
        ({"service": "KTP", "priority": ["elderly"]}, "priority"),
        ({"service": "KTP", "language": "jv"}, "language"),
        ({"service": "K\u0000TP"}, "service"),
        ({"service": "K" * 1001}, "service"),
        ([{"service": "KTP"}], "body"),
        ("KTP", "body"),
    ],
)
def test_a_field_that_does_not_fit_is_named(site: Site, body: Any, field: str) -> None:
    problem = assert_problem(send(site.device("kiosk"), json.dumps(body)), 422, "invalid_field")
    assert problem["errors"][0]["field"] == field
    assert field in problem["detail"] or problem["reason"]


def test_every_wrong_field_is_listed(site: Site) -> None:
    answer = send(site.device("kiosk"), json.dumps({"service": 1, "priority": 2, "extra": 3}))
    problem = assert_problem(answer, 422, "invalid_field")
    assert [fault["field"] for fault in problem["errors"]] == ["service", "priority", "extra"]


def test_other_content_is_refused(site: Site) -> None:
    assert_problem(send(site.device("kiosk"), "service=KTP", "text/plain"), 415, "unsupported_media_type")


def test_a_body_over_16_kb_is_refused(site: Site) -> None:
    assert_problem(send(site.device("kiosk"), b" " * 17_000), 413, "too_large")


def test_an_unknown_service_is_refused(site: Site) -> None:
    problem = assert_problem(site.device("kiosk").issue("TIADA"), 404, "not_found")
    assert (problem["reason"], "TIADA" in problem["detail"]) == ("unknown_service", True)


@pytest.mark.parametrize("key", ["pendek7", "x" * 256, "dengan spasi di tengah", "kunci-\u00e9-aksen"])
def test_an_unfit_idempotency_key_is_refused(site: Site, key: str) -> None:
    assert_problem(site.device("kiosk").issue(key=key), 400, "idempotency_key_invalid")


def test_a_missing_idempotency_key_is_refused(site: Site) -> None:
    answer = site.device("kiosk").post("/branches/demo/tickets", {"service": "KTP"})
    assert_problem(answer, 400, "idempotency_key_missing")


def test_the_same_key_with_another_body_is_refused(site: Site) -> None:
    kiosk = site.device("kiosk")
    assert kiosk.issue("KTP").status_code == 201
    assert_problem(kiosk.issue("KK"), 409, "idempotency_conflict")


def test_the_same_key_and_body_gives_the_first_answer(site: Site) -> None:
    kiosk = site.device("kiosk")
    first, again = kiosk.issue(), kiosk.issue()
    assert again.status_code == 201
    assert again.json == first.json
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"


def test_sentences_follow_accept_language(site: Site) -> None:
    kiosk = site.device("kiosk")
    for language, title in [("id", "Layanan tidak dikenal"), ("en-GB,en;q=0.9", "Unknown service"), ("fr", None)]:
        answer = kiosk.post(
            "/branches/demo/tickets", {"service": "TIADA"}, Idempotency_Key="kunci-0001", Accept_Language=language
        )
        assert answer.json["title"] == (title or "Layanan tidak dikenal")
        assert answer.headers["Content-Language"] == ("en" if language.startswith("en") else "id")


def test_refused_transitions_name_number_action_and_status(site: Site) -> None:
    ticket = site.device("kiosk").issue().json["ticket"]
    officer = site.person("sari")
    problem = assert_problem(
        officer.post(f"/tickets/{ticket['id']}/complete", {"counter": "1"}), 409, "transition_refused"
    )
    assert problem["detail"] == "A-001 tidak dapat diselesaikan karena masih menunggu. Tidak ada yang berubah."


def test_a_closed_and_a_busy_counter_say_so(site: Site) -> None:
    kiosk, officer = site.device("kiosk"), site.person("sari")
    kiosk.issue(key="kunci-0001")
    kiosk.issue(key="kunci-0002")
    place = "/branches/demo/counters/1"
    assert_problem(officer.post(f"{place}/call-next"), 409, "counter_closed")
    assert officer.post(f"{place}/open").status_code == 200
    assert officer.post(f"{place}/call-next").json["ticket"]["number"] == "A-001"
    assert "A-001" in assert_problem(officer.post(f"{place}/call-next"), 409, "counter_busy")["detail"]


def test_unknown_places_and_actions_are_refused(site: Site) -> None:
    officer = site.person("sari")
    assert_problem(officer.post("/branches/demo/counters/99/open"), 404, "not_found")
    assert_problem(officer.post("/tickets/00/start", {"counter": "1"}), 404, "not_found")
    assert_problem(officer.post("/tickets/00/terbang", {"counter": "1"}), 404, "unknown_action")
    assert_problem(site.visitor().get("/branches/tiada/menu"), 404, "not_found")
    assert_problem(site.visitor().get("/track/tidak-ada"), 404, "not_found")
    assert_problem(site.visitor().get("/tidak/ada"), 404, "not_found")


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_methods_that_are_not_offered_are_refused(site: Site, method: str) -> None:
    answer = getattr(site.app.test_client(), method)("/api/v1/branches/demo/menu")
    assert_problem(answer, 405, "method_not_allowed")
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=501", "limit=-1", "limit=x", "limit=1e9", "limit=%D9%A3", "status=fliegend"]
)
def test_unfit_questions_are_refused(site: Site, query: str) -> None:
    site.device("kiosk").issue()
    answer = site.person("budi").get(f"/branches/demo/days/2026-11-23/tickets?{query}")
    assert_problem(answer, 422, "invalid_field")


@pytest.mark.parametrize("day", ["2026-02-30", "20261123", "besok", "2026-1-1"])
def test_days_that_do_not_exist_are_refused(site: Site, day: str) -> None:
    assert_problem(site.person("budi").get(f"/branches/demo/days/{day}/tally"), 422, "invalid_field")


def test_a_day_that_never_opened_is_not_found(site: Site) -> None:
    assert_problem(site.person("budi").get("/branches/demo/days/2020-01-01/tally"), 404, "not_found")


def test_numbers_that_no_database_keeps_are_refused(site: Site) -> None:
    printer = site.device("printer")
    for fence in (2**63, 10**40, 1.5, True, "1"):
        answer = printer.client.post(
            "/api/v1/print-jobs/00/printed",
            data=json.dumps({"fence": fence}),
            content_type="application/json",
            headers=printer.headers,
        )
        assert_problem(answer, 422, "invalid_field")


def test_a_busy_and_a_full_database_say_so(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    kiosk = site.device("kiosk")
    for error, status, code in [(StoreBusy(), 503, "storage_busy"), (StoreFull(), 507, "storage_full")]:
        monkeypatch.setattr("queue_server.web.endpoints.residents.issue_ticket", _raising(error))
        answer = kiosk.issue()
        assert_problem(answer, status, code)
        assert ("Retry-After" in answer.headers) == (status == 503)


def test_a_fault_of_ours_shows_no_traceback(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("queue_server.web.endpoints.residents.issue_ticket", _raising(RuntimeError("rahasia dapur")))
    problem = assert_problem(site.device("kiosk").issue(), 500, "internal")
    assert "rahasia" not in json.dumps(problem)
    incident = problem["detail"].rsplit(" ", 1)[-1].strip(".")
    assert incident in caplog.text


def _raising(error: Exception) -> Any:
    def deed(*_args: object) -> None:
        raise error

    return deed
