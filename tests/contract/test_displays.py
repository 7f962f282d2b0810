"""Displays over HTTP: their seat, the hall's silence, and the files that they need."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from display.media_folder import MediaFolder
from queue_server.app import build_server, make_context
from queue_server.application.administration import load_branch
from queue_server.runtime import threads
from queue_server.settings import load_settings
from queue_server.storage.opening import create_or_upgrade, open_store
from tests.fakes.site import ADMIN, HERE, Site
from tests.serving import DEMO

FILM = bytes(range(256)) * 8
PLAYLIST = """
[board]
logo = "lambang.png"
[board.theme]
panel = "#0F3024"
[[board.media]]
file = "profil.mp4"
"""


def test_a_display_asks_how_it_hangs_and_nobody_else_does(site: Site) -> None:
    budi, display = site.person("budi"), site.device("display")
    found = budi.get(f"/branches/{HERE}/devices").json["devices"]
    wish = {"panel_inch": 55, "farthest_m": 9.5, "margin_percent": 1.5, "counter": "1"}
    assert budi.post(f"/devices/{found[-1]['id']}", wish).status_code == 200
    seat = display.get("/displays/self").json
    assert {name: seat[name] for name in wish} == wish
    assert (seat["name"], seat["branch"], seat["is_silent"]) == (found[-1]["name"], HERE, False)
    assert site.device("kiosk").get("/displays/self").status_code == 403
    assert site.visitor().get("/displays/self").status_code == 401


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"panel_inch": 0}, "panel_inch"),
        ({"farthest_m": "far"}, "farthest_m"),
        ({"margin_percent": 50}, "margin_percent"),
        ({"margin_percent": True}, "margin_percent"),
        ({"is_silent": "yes"}, "is_silent"),
        ({"size": 3}, "size"),
    ],
)
def test_an_odd_seat_is_refused_with_its_field_named(site: Site, wish: dict[str, Any], field: str) -> None:
    budi, display = site.person("budi"), site.device("display")
    device = display.get("/displays/self").json["id"]
    answer = budi.post(f"/devices/{device}", wish)
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_field")
    assert answer.json["errors"][0]["field"] == field


def test_the_hall_is_silenced_and_sounds_again(site: Site) -> None:
    budi = site.person("budi")
    until = budi.post(f"/branches/{HERE}/quiet", {"minutes": 15}).json["until"]
    assert until is not None
    assert until.endswith("Z")
    assert budi.post(f"/branches/{HERE}/quiet", {"minutes": 0}).json == {"until": None}
    assert budi.post(f"/branches/{HERE}/quiet", {"minutes": 1.5}).status_code == 422
    assert budi.post(f"/branches/{HERE}/quiet", {}).status_code == 422
    assert site.person("sari").post(f"/branches/{HERE}/quiet", {"minutes": 15}).status_code == 403


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Any]:
    """The whole server's pages, with a playlist, dyes and arms."""
    create_or_upgrade(f"sqlite:///{tmp_path / 'antrean.db'}")
    arms = io.BytesIO()
    Image.new("RGBA", (900, 600), (200, 20, 20, 128)).save(arms, "PNG")
    settings = load_settings(home=tmp_path)
    store = open_store(settings.database_url)
    context = make_context(settings, store, b"s" * 32, threads())
    load_branch(context, ADMIN, DEMO.read_text("utf-8") + PLAYLIST, lambda _name: arms.getvalue())
    folder = tmp_path / "media" / "demo"
    folder.mkdir(parents=True)
    (folder / "profil.mp4").write_bytes(FILM)
    (tmp_path / "rahasia.mp4").write_bytes(b"secret")
    (folder / "halaman.html").write_bytes(b"secret")
    (folder / "gambar.svg").write_bytes(b"secret")
    (folder / "tautan.mp4").symlink_to(tmp_path / "rahasia.mp4")
    yield build_server(settings, store, context, threads()).app.test_client()
    store.dispose()


def fetched(pages: Any, path: str, **headers: str) -> Any:
    """Return an answer read to its end, its file closed."""
    with pages.get(path, headers=headers) as answer:
        assert answer.data is not None
        return answer


def test_films_are_sent_in_parts_and_kept_while_their_address_names_a_version(pages: Any, tmp_path: Path) -> None:
    version = MediaFolder(tmp_path / "media").version("demo", "profil.mp4")
    whole = fetched(pages, f"/display/media/demo/profil.mp4?v={version}")
    assert (whole.status_code, whole.data, whole.mimetype) == (200, FILM, "video/mp4")
    assert whole.cache_control.max_age == 365 * 24 * 3600
    assert whole.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert fetched(pages, "/display/media/demo/profil.mp4?v=old").cache_control.max_age == 0
    part = fetched(pages, "/display/media/demo/profil.mp4", Range="bytes=256-511")
    assert (part.status_code, part.data) == (206, FILM[256:512])
    assert part.headers["Content-Range"] == f"bytes 256-511/{len(FILM)}"


@pytest.mark.parametrize(
    "path",
    [
        "/display/media/demo/lain.mp4",
        "/display/media/demo/..%2F..%2Frahasia.mp4",
        "/display/media/../rahasia.mp4",
        "/display/media/%2E%2E/rahasia.mp4",
        "/display/media/demo/.profil.mp4",
        "/display/media/demo/halaman.html",
        "/display/media/demo/gambar.svg",
        "/display/media/demo/tautan.mp4",
        "/display/clips/..%2Fmanifest.json",
        "/display/clips/nomor-antrean.wav",
        "/display/logos/lain.png",
        "/display/themes/lain.css",
        "/board/lain",
        "/board/demo?zone=lain",
        "/board/demo/counters/99",
    ],
)
def test_what_is_not_there_is_a_404_and_nothing_else_is_sent(pages: Any, path: str) -> None:
    answer = fetched(pages, path)
    assert answer.status_code == 404
    assert b"secret" not in answer.data


def test_dyes_and_arms_are_sent_as_the_board_names_them(pages: Any) -> None:
    sheet = fetched(pages, "/display/themes/demo.css?v=0f3024")
    assert (sheet.status_code, sheet.mimetype) == (200, "text/css")
    assert "--nila-900: #0F3024;" in sheet.text
    picture = fetched(pages, "/display/logos/demo.png?v=x")
    with Image.open(io.BytesIO(picture.data)) as drawn:
        assert (drawn.size, drawn.mode) == ((320, 213), "RGBA")


def test_a_recorded_clip_replaces_the_rendered_one(pages: Any, tmp_path: Path) -> None:
    usual = fetched(pages, "/display/clips/loket.ogg").data
    (tmp_path / "clips").mkdir()
    for extension in ("ogg", "mp3"):
        (tmp_path / "clips" / f"loket.{extension}").write_bytes(b"recorded")
    assert fetched(pages, "/display/clips/loket.ogg").data == b"recorded"
    assert fetched(pages, "/display/clips/meja.ogg").data not in {b"recorded", usual}
    assert "loket" in fetched(pages, "/display/clips/manifest.json").json
