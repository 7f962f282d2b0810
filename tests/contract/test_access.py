"""Doors: who may call what, sessions and their ends, CSRF, origins, devices, branches apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from queue_server.web.endpoints import ROUTES
from queue_server.web.roles import ANYBODY, COLUMNS, MATRIX, NO, NOBODY_YET, OWN
from tests.fakes.site import Site, Visitor

SAMPLE = {
    "branch": "demo",
    "counter": "1",
    "ticket": "00",
    "action": "start",
    "day": "2026-11-23",
    "job": "00",
    "printer": "00",
    "device": "00",
    "username": "nobody",
    "token": "nobody",
    "secret": "nobody",
    "code": "NOBODY22",
}
WHO = {"officer": "sari", "supervisor": "budi", "admin": "tono", "auditor": "rina"}


def test_every_route_has_a_row_and_no_cell_is_undecided() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))
    assert set(names) | {"livez", "readyz", "openapi"} == set(MATRIX)
    for row in MATRIX.values():
        assert set(row) == set(COLUMNS)
        assert set(row.values()) <= {ANYBODY, OWN, NO}
        assert (row[NOBODY_YET] == ANYBODY) == (set(row.values()) == {ANYBODY})


def test_each_cell_of_the_matrix_is_kept(site: Site) -> None:
    for who in COLUMNS:
        visitor = _visitor(site, who)
        for route in ROUTES:
            if route.name in {"log_in", "log_out"}:
                continue
            path = route.path.format(**SAMPLE)
            answer = visitor.client.open(f"/api/v1{path}", method=route.method, headers=visitor.headers)
            is_refused = answer.status_code in {401, 403} and answer.json["code"] in {"unauthenticated", "forbidden"}
            assert is_refused == (MATRIX[route.name][who] == NO), (who, route.name, answer.json)
            assert answer.status_code < 500


def _visitor(site: Site, who: str) -> Visitor:
    if who == NOBODY_YET:
        return site.visitor()
    return site.person(WHO[who]) if who in WHO else site.device(who)


def test_staff_of_another_branch_see_and_move_nothing(site: Site) -> None:
    ticket = site.device("kiosk").issue().json["ticket"]
    stranger, foreign_kiosk = site.person("dewi"), site.device("kiosk", "lain")
    for answer in (
        stranger.get("/branches/demo/counters/1/desk"),
        stranger.get("/branches/demo/days/2026-11-23/tickets"),
        stranger.get("/branches/demo/days/2026-11-23/tally"),
        stranger.get("/branches/demo/devices"),
        stranger.post("/branches/demo/days/2026-11-23/close"),
        stranger.post("/branches/demo/days/open"),
        stranger.post(f"/tickets/{ticket['id']}/cancel", {}),
        stranger.post(f"/tickets/{ticket['id']}/reprint"),
        foreign_kiosk.issue(key="kunci-lain"),
    ):
        assert answer.status_code == 404, answer.json
    assert [branch["code"] for branch in stranger.get("/branches").json["branches"]] == ["lain"]
    assert site.person("budi").get("/branches/demo/days/2026-11-23/tally").json["waiting"] == 1


def test_unsafe_calls_with_a_cookie_need_the_csrf_token(site: Site) -> None:
    officer = site.person("sari")
    del officer.headers["X-CSRF-Token"]
    for headers in ({}, {"X_CSRF_Token": "salah"}, {"X_CSRF_Token": "\u00e9"}):
        answer = officer.post("/branches/demo/counters/1/open", **headers)
        assert (answer.status_code, answer.json["code"]) == (403, "csrf_failed")
    assert officer.get("/branches/demo/counters/1/desk").json["state"]["status"] == "closed"


def test_pages_of_other_origins_command_nothing(site: Site) -> None:
    officer = site.person("sari")
    answer = officer.post("/branches/demo/counters/1/open", Origin="http://evil.example")
    assert (answer.status_code, answer.json["reason"]) == (403, "untrusted_origin")
    assert officer.post("/branches/demo/counters/1/open", Origin="http://localhost").status_code == 200
    assert site.device("kiosk").issue().status_code == 201


def test_names_that_are_not_ours_are_refused(site: Site) -> None:
    client = site.app.test_client()
    assert client.get("/livez", headers={"Host": "192.168.1.7:8080"}).status_code == 200
    answer = client.get("/livez", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.json["reason"]) == (400, "unknown_host")


def test_a_session_ends_when_idle_for_half_an_hour(site: Site) -> None:
    officer = site.person("sari")
    for _ in range(3):
        site.clock.pass_by(minutes=29)
        assert officer.get("/session").status_code == 200
    site.clock.pass_by(minutes=31)
    assert officer.get("/session").status_code == 401


def test_a_session_ends_after_twelve_hours(site: Site) -> None:
    officer = site.person("sari")
    for _ in range(24):
        site.clock.pass_by(minutes=29)
        assert officer.get("/session").status_code == 200
    site.clock.pass_by(minutes=26)
    assert officer.get("/session").status_code == 401


def test_logging_out_ends_the_session_on_the_server(site: Site) -> None:
    officer = site.person("sari")
    cookie = officer.client.get_cookie("antrean_session").value
    assert officer.client.delete("/api/v1/session", headers=officer.headers).status_code == 204
    thief = site.visitor()
    thief.client.set_cookie("antrean_session", cookie)
    assert thief.get("/session").status_code == 401


def test_disabling_an_account_ends_its_sessions(site: Site) -> None:
    officer, admin = site.person("sari"), site.person("tono")
    answer = admin.post("/users/sari/disable")
    assert answer.json["disabled_at"] is not None
    assert officer.get("/session").status_code == 401
    again = site.visitor().post("/session", {"username": "sari", "password": "empat-loket-biru"})
    assert again.json["code"] == "wrong_credentials"


def test_the_last_admin_stays(site: Site) -> None:
    answer = site.person("tono").post("/users/tono/disable")
    assert (answer.status_code, answer.json["code"]) == (409, "last_admin")


def test_the_cookie_is_for_the_server_alone(site: Site) -> None:
    answer = site.visitor().post("/session", {"username": "sari", "password": "empat-loket-biru"})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Secure" not in cookie
    secure = site.app.test_client().post(
        "/api/v1/session",
        json={"username": "sari", "password": "empat-loket-biru"},
        base_url="https://localhost",
    )
    assert "Secure" in secure.headers["Set-Cookie"]
    assert secure.headers["Strict-Transport-Security"]


@pytest.mark.parametrize("username", ["sari", "siapa", "SARI "])
def test_a_wrong_password_and_an_unknown_name_sound_alike(site: Site, username: str) -> None:
    answer = site.visitor().post("/session", {"username": username, "password": "salah-sekali"})
    assert (answer.status_code, answer.json["code"]) == (401, "wrong_credentials")


def test_guessing_is_slowed_down_but_locks_nobody_out(make_site: Callable[..., Site]) -> None:
    site = make_site(limits=True)
    home = site.person("sari")
    guess = {"username": "budi", "password": "tebak-tebak"}
    codes = [site.visitor().post("/session", guess).json["code"] for _ in range(7)]
    assert codes == ["wrong_credentials"] * 5 + ["rate_limited"] * 2
    answer = site.visitor().post("/session", {"username": "budi", "password": "tebak-tebak"})
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) >= 1
    elsewhere = site.app.test_client().post(
        "/api/v1/session",
        json={"username": "budi", "password": "empat-loket-biru"},
        environ_base={"REMOTE_ADDR": "10.0.0.9"},
    )
    assert elsewhere.status_code == 200
    assert home.get("/session").status_code == 200


def test_a_device_pairs_by_its_code_once(site: Site) -> None:
    device, supervisor = site.visitor(), site.person("budi")
    pairing = device.post("/pairings", {"kind": "display"}).json
    assert len(pairing["code"]) == 8
    assert device.get(f"/pairings/{pairing['secret']}").json == {"token": None}
    accepted = supervisor.post(f"/branches/demo/pairings/{pairing['code'].lower()}", {"name": "TV utama"})
    assert (accepted.status_code, accepted.json["kind"]) == (201, "display")
    token = device.get(f"/pairings/{pairing['secret']}").json["token"]
    assert token == device.get(f"/pairings/{pairing['secret']}").json["token"]
    again = supervisor.post(f"/branches/demo/pairings/{pairing['code']}", {"name": "TV lain"})
    assert (again.status_code, again.json["code"]) == (410, "pairing_expired")
    names = [seen["name"] for seen in supervisor.get("/branches/demo/devices").json["devices"]]
    assert names == ["TV utama"]


def test_a_pairing_code_ends_after_ten_minutes(site: Site) -> None:
    device, supervisor = site.visitor(), site.person("budi")
    pairing = device.post("/pairings", {"kind": "kiosk"}).json
    site.clock.pass_by(minutes=10, seconds=1)
    answer = supervisor.post(f"/branches/demo/pairings/{pairing['code']}", {"name": "Kios"})
    assert answer.json["code"] == "pairing_expired"
    assert device.get(f"/pairings/{pairing['secret']}").status_code == 410


def test_a_revoked_device_may_do_nothing(site: Site) -> None:
    kiosk, supervisor = site.device("kiosk"), site.person("budi")
    device_id = supervisor.get("/branches/demo/devices").json["devices"][0]["id"]
    assert supervisor.post(f"/devices/{device_id}/revoke").status_code == 204
    assert supervisor.post(f"/devices/{device_id}/revoke").status_code == 204
    assert kiosk.issue().status_code == 401
    assert supervisor.get("/branches/demo/devices").json == {"devices": []}


def test_answers_tell_browsers_to_run_nothing(site: Site) -> None:
    headers = site.visitor().get("/branches/demo/menu").headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
