"""The first admin, by a link that works once."""

from __future__ import annotations

from collections.abc import Callable

from queue_server.application.accounts import make_setup_link, setup_link_holds, setup_needed
from queue_server.storage.base import Base
from tests.fakes.site import Site

STRONG = "empat-loket-biru"


def body(token: str, username: str = "kepala", password: str = STRONG) -> dict[str, str]:
    return {"token": token, "username": username, "password": password}


def test_the_link_makes_one_admin(empty_site: Site) -> None:
    assert setup_needed(empty_site.context)
    token = make_setup_link(empty_site.context)
    visitor = empty_site.visitor()
    weak = visitor.post("/setup", body(token, password="12345678"))
    assert (weak.status_code, weak.json["reason"]) == (422, "password_common")
    made = visitor.post("/setup", body(token))
    assert (made.status_code, made.json["role"], made.json["branch"]) == (201, "admin", None)
    assert not setup_needed(empty_site.context)
    again = visitor.post("/setup", body(token, "kedua"))
    assert (again.status_code, again.json["code"]) == (410, "setup_done")


def test_a_link_ends_after_a_day_and_when_a_newer_one_is_made(empty_site: Site) -> None:
    old = make_setup_link(empty_site.context)
    new = make_setup_link(empty_site.context)
    assert not setup_link_holds(empty_site.context, old)
    assert setup_link_holds(empty_site.context, new)
    empty_site.clock.pass_by(hours=25)
    assert empty_site.visitor().post("/setup", body(new)).json["code"] == "setup_done"


def test_no_link_works_once_there_is_an_admin(site: Site) -> None:
    token = make_setup_link(site.context)
    assert site.visitor().post("/setup", body(token)).json["code"] == "setup_done"


def test_accounts_are_made_with_care(site: Site) -> None:
    admin = site.person("tono")
    good = {"username": "Wati", "password": STRONG, "role": "officer", "branch": "demo"}
    assert admin.post("/users", good).json["username"] == "wati"
    for change, code, reason in (
        ({}, "username_taken", None),
        ({"username": "w"}, "invalid_field", "username_invalid"),
        ({"username": "baru", "role": "kiosk"}, "invalid_field", "unknown_role"),
        ({"username": "baru", "branch": None}, "invalid_field", "role_needs_branch"),
        ({"username": "baru", "branch": "tiada"}, "not_found", "unknown_branch"),
        ({"username": "baru", "password": "baru"}, "weak_password", "password_short"),
    ):
        problem = admin.post("/users", good | change).json
        assert (problem["code"], problem["reason"]) == (code, reason), problem
    names = [user["username"] for user in admin.get("/users").json["users"]]
    assert names == sorted(["sari", "budi", "rina", "tono", "dewi", "wati"])
    assert "password" not in admin.get("/users").get_data(as_text=True)


def test_no_secret_is_stored_in_the_clear(make_site: Callable[..., Site]) -> None:
    site = make_site()
    kiosk, officer, pairing = (
        site.device("kiosk"),
        site.person("sari"),
        site.visitor().post("/pairings", {"kind": "kiosk"}),
    )
    cookie = officer.client.get_cookie("antrean_session")
    assert cookie is not None
    secrets = [
        kiosk.headers["Authorization"].split()[1],
        cookie.value,
        pairing.json["secret"],
        make_setup_link(site.context),
    ]
    with site.context.store.read() as work:
        connection = work.accounts._connection
        stored = "\n".join(str(connection.execute(table.select()).all()) for table in Base.metadata.sorted_tables)
    assert "sari" in stored
    for secret in secrets:
        assert secret not in stored
