"""Folders of clips laid over one another."""

import json
from pathlib import Path

from display.audio.packs import find, merged_manifest


def clips(folder: Path, *names: str, text: str) -> Path:
    folder.mkdir()
    for name in names:
        for extension in ("ogg", "mp3"):
            (folder / f"{name}.{extension}").write_text(text)
    (folder / "manifest.json").write_text(json.dumps({name: {"text": text} for name in names}))
    return folder


def test_a_recorded_clip_stands_before_the_rendered_one(tmp_path: Path) -> None:
    recorded = clips(tmp_path / "recorded", "loket", text="recorded")
    rendered = clips(tmp_path / "rendered", "loket", "meja", text="rendered")
    merged = merged_manifest([recorded, rendered])
    assert {name: row["text"] for name, row in merged.items()} == {"loket": "recorded", "meja": "rendered"}
    assert find([recorded, rendered], "loket", "mp3") == recorded / "loket.mp3"
    assert find([recorded, rendered], "meja", "ogg") == rendered / "meja.ogg"


def test_a_clip_that_lacks_one_format_is_left_to_the_next_folder(tmp_path: Path) -> None:
    recorded = clips(tmp_path / "recorded", "loket", text="recorded")
    rendered = clips(tmp_path / "rendered", "loket", text="rendered")
    (recorded / "loket.mp3").unlink()
    assert merged_manifest([recorded, rendered])["loket"]["text"] == "rendered"
    assert find([recorded, rendered], "loket", "ogg") == rendered / "loket.ogg"


def test_a_broken_or_absent_pack_leaves_the_rendered_voice(tmp_path: Path) -> None:
    rendered = clips(tmp_path / "rendered", "loket", text="rendered")
    broken = tmp_path / "broken"
    broken.mkdir()
    for content in ("", "[]", "{", "\x00"):
        (broken / "manifest.json").write_text(content)
        assert merged_manifest([tmp_path / "absent", broken, rendered]).keys() == {"loket"}


def test_only_names_of_clips_lead_to_files(tmp_path: Path) -> None:
    rendered = clips(tmp_path / "rendered", "loket", text="rendered")
    (tmp_path / "secret.ogg").write_text("x")
    (tmp_path / "secret.mp3").write_text("x")
    for name in ("../secret", "..", "", "loket.ogg", "Loket", "loket/", "/etc/passwd"):
        assert find([rendered], name, "ogg") is None
    assert find([rendered], "loket", "json") is None
    assert find([rendered], "meja", "ogg") is None
