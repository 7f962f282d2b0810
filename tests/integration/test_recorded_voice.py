"""Recordings of a human voice become clips, by the real programs."""

import json
import math
import subprocess
from pathlib import Path

import pytest

from display.audio.pack import KNOWN, PackRefused, check, import_pack, main
from display.audio.packs import find, merged_manifest
from display.audio.recorded import read_recording
from display.audio.render import FOLDER
from display.audio.sound import Sound, level_db, peak_db, write_wave

RATE = 44100


def tone(seconds: float, amplitude: float = 0.2, silence_s: float = 0.3) -> Sound:
    quiet = (0.0,) * int(silence_s * RATE)
    heard = tuple(amplitude * math.sin(math.tau * 220 * i / RATE) for i in range(int(seconds * RATE)))
    return Sound(quiet + heard + quiet, RATE)


def record(folder: Path, name: str, sound: Sound | None = None, ending: str = "wav") -> Path:
    folder.mkdir(exist_ok=True)
    source = folder / f"{name}.wav"
    write_wave(source, sound or tone(0.6))
    if ending == "wav":
        return source
    target = folder / f"{name}.{ending}"
    command = {
        "mp3": ["lame", "--quiet", source, target],
        "opus": ["opusenc", "--quiet", source, target],
        "ogg": ["sox", source, target],
        "flac": ["sox", source, target],
    }[ending]
    subprocess.run(command, check=True)
    source.unlink()
    return target


def kinds(folder: Path) -> dict[str, str]:
    return {finding.name: finding.kind for finding in check(folder) if finding.kind != "missing"}


@pytest.mark.parametrize("ending", ["wav", "mp3", "opus", "ogg", "flac"])
def test_a_recording_in_any_usual_format_becomes_a_clip_like_the_others(tmp_path: Path, ending: str) -> None:
    source, target = tmp_path / "recorded", tmp_path / "clips"
    record(source, "loket", ending=ending)
    assert import_pack(source, target).clips == ("loket",)
    row = json.loads((target / "manifest.json").read_text(encoding="utf-8"))["loket"]
    assert row["text"] == "loket"
    assert row["duration_s"] == pytest.approx(0.64, abs=0.06), "the silence around it is cut off"
    for extension in ("ogg", "mp3"):
        written = find([target], "loket", extension)
        assert written is not None
        assert level_db(read_recording(written, tmp_path)) == pytest.approx(-18, abs=1.5)


def test_an_import_replaces_clips_one_by_one_and_keeps_those_recorded_before(tmp_path: Path) -> None:
    target = tmp_path / "clips"
    record(tmp_path / "one", "loket")
    record(tmp_path / "two", "HURUF-A")
    import_pack(tmp_path / "one", target)
    import_pack(tmp_path / "two", target)
    assert sorted(path.name for path in target.iterdir()) == [
        "huruf-a.mp3",
        "huruf-a.ogg",
        "loket.mp3",
        "loket.ogg",
        "manifest.json",
    ]
    merged = merged_manifest([target, FOLDER])
    assert merged.keys() == KNOWN.keys()
    assert find([target, FOLDER], "huruf-a", "ogg") == target / "huruf-a.ogg"
    assert find([target, FOLDER], "huruf-b", "ogg") == FOLDER / "huruf-b.ogg"
    assert list(tmp_path.glob(".clips*")) == [], "nothing lies about"


def test_the_check_lists_what_is_missing_unknown_and_wrong(tmp_path: Path) -> None:
    source = tmp_path / "recorded"
    record(source, "loket")
    record(source, "lokett")
    record(source, "meja", Sound((0.0,) * RATE, RATE))
    record(source, "ruang", tone(0.5, amplitude=0.004))
    record(source, "kasir", tone(0.5, amplitude=1.0))
    record(source, "konter", tone(6.0))
    record(source, "huruf-a")
    record(source, "huruf-a", ending="flac")
    record(source, "huruf-a")
    (source / "huruf-b.mp3").write_text("not a sound at all")
    (source / "huruf-c.wav").write_bytes((source / "loket.wav").read_bytes()[:30])
    (source / "read-me.txt").write_text("recorded on Monday")
    assert kinds(source) == {
        "lokett": "unknown",
        "meja": "silent",
        "ruang": "quiet",
        "kasir": "loud",
        "konter": "long",
        "huruf-a": "twice",
        "huruf-b": "unreadable",
        "huruf-c": "unreadable",
    }
    missing = {finding.name: finding.sentence for finding in check(source) if finding.kind == "missing"}
    assert missing["angka-3"] == 'angka-3: no recording of "tiga"; the rendered clip stays.'
    assert "loket" not in missing
    assert len(missing) == len(KNOWN) - 8


def test_a_folder_with_a_fault_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = tmp_path / "clips"
    record(tmp_path / "good", "loket")
    import_pack(tmp_path / "good", target)
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    record(tmp_path / "bad", "meja")
    (tmp_path / "bad" / "loket.wav").write_text("broken")
    with pytest.raises(PackRefused, match=r"loket\.wav: cannot be read"):
        import_pack(tmp_path / "bad", target)
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before
    assert main(["import", str(tmp_path / "bad"), "--into", str(target)]) == 1
    assert "Nothing was imported." in capsys.readouterr().err


def test_a_power_cut_between_the_two_folders_is_mended_by_the_next_import(tmp_path: Path) -> None:
    target = tmp_path / "clips"
    record(tmp_path / "one", "loket")
    import_pack(tmp_path / "one", target)
    target.rename(tmp_path / ".clips-former")
    record(tmp_path / "two", "meja")
    import_pack(tmp_path / "two", target)
    assert merged_manifest([target]).keys() == {"loket", "meja"}


def test_the_commands_answer_with_an_exit_code_and_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    record(tmp_path / "good", "loket")
    assert main(["check", str(tmp_path / "good")]) == 0
    assert f"1 of {len(KNOWN)} clips recorded, 0 to be mended." in capsys.readouterr().out
    assert main(["check", str(tmp_path / "nowhere")]) == 2
    assert "is no folder" in capsys.readouterr().err
    (tmp_path / "empty").mkdir()
    assert main(["import", str(tmp_path / "empty"), "--into", str(tmp_path / "clips")]) == 1
    assert not (tmp_path / "clips").exists()
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["check", str(tmp_path / "good")]) == 2
    assert "apt-get install sox" in capsys.readouterr().err


def test_a_stereo_recording_is_mixed_and_a_loud_one_is_not_cut_off(tmp_path: Path) -> None:
    source = tmp_path / "recorded"
    made = record(source, "loket", tone(0.5, amplitude=0.9))
    subprocess.run(["sox", made, "-c", "2", source / "meja.wav"], check=True)
    sound = read_recording(source / "meja.wav", tmp_path)
    assert sound.duration_s == pytest.approx(1.1, abs=0.02)
    assert peak_db(sound) < 0
