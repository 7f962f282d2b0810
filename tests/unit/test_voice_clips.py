import hashlib
import json
import math
from pathlib import Path

import pytest

from display.audio.clip import FORMATS, LEVEL_DB, MANIFEST
from display.audio.render import FOLDER
from display.audio.sound import (
    Sound,
    chime,
    faded,
    level_db,
    levelled,
    peak_db,
    read_wave,
    trimmed,
    write_wave,
)
from display.vocabulary import CHIME, CHIME_AGAIN, CLIPS, SOUNDS

RATE = 8000
SHORTEST_S, LONGEST_S = 0.2, 2.5
MOST_BYTES = 20_000_000

KNOWN = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))


def tone(seconds: float, amplitude: float = 0.5) -> tuple[float, ...]:
    return tuple(amplitude * math.sin(math.tau * 200 * i / RATE) for i in range(int(seconds * RATE)))


def test_every_clip_is_there_and_none_is_left_over() -> None:
    assert set(KNOWN) == {*CLIPS, *SOUNDS}
    files = {path.name for path in FOLDER.iterdir()} - {MANIFEST}
    assert files == {f"{name}.{extension}" for name in KNOWN for extension in FORMATS}


def test_the_text_of_a_clip_is_what_it_was_rendered_from() -> None:
    assert {name: clip["text"] for name, clip in KNOWN.items() if name in CLIPS} == CLIPS


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_clip_is_whole_and_none_is_silent(name: str) -> None:
    clip = KNOWN[name]
    for extension in FORMATS:
        content = (FOLDER / f"{name}.{extension}").read_bytes()
        assert hashlib.sha256(content).hexdigest() == clip["sha256"][extension]
        assert content.startswith(b"OggS" if extension == "ogg" else (b"ID3", b"\xff\xfb", b"\xff\xf3"))
    assert SHORTEST_S < clip["duration_s"] < LONGEST_S
    assert clip["level_db"] == pytest.approx(LEVEL_DB, abs=2.0)


def test_the_whole_voice_is_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < MOST_BYTES


def test_the_chime_is_three_notes_and_a_recall_the_first_two() -> None:
    full, again = chime(3), chime(2)
    assert full.duration_s == pytest.approx(1.1, abs=0.01)
    assert again.duration_s == pytest.approx(0.82, abs=0.01)
    assert peak_db(full) == pytest.approx(-6, abs=0.01)
    assert KNOWN[CHIME]["duration_s"] > KNOWN[CHIME_AGAIN]["duration_s"]


def test_trimming_leaves_a_breath_around_the_sound() -> None:
    silence = (0.0,) * RATE
    cut = trimmed(Sound(silence + tone(0.5) + silence, RATE), floor_db=-40, before_s=0.01, after_s=0.03)
    assert cut.duration_s == pytest.approx(0.54, abs=0.01)
    assert trimmed(Sound(silence, RATE), floor_db=-40, before_s=0, after_s=0).samples == ()


@pytest.mark.parametrize("amplitude", [0.01, 0.3, 0.9])
def test_levelling_ignores_pauses(amplitude: float) -> None:
    spoken = Sound(tone(0.3, amplitude) + (0.0,) * RATE + tone(0.3, amplitude), RATE)
    assert level_db(levelled(spoken, target_db=-18, ceiling_db=-1)) == pytest.approx(-18, abs=0.1)


def test_levelling_stops_where_it_would_distort() -> None:
    assert peak_db(levelled(Sound(tone(0.3), RATE), target_db=0, ceiling_db=-1)) == pytest.approx(-1, abs=0.01)


def test_edges_are_soft_and_waves_survive_their_file(tmp_path: Path) -> None:
    soft = faded(Sound((0.5,) * 100, RATE), in_s=0.002, out_s=0.005)
    assert (soft.samples[0], soft.samples[-1]) == (0.0, 0.0)
    write_wave(tmp_path / "soft.wav", soft)
    assert read_wave(tmp_path / "soft.wav").samples == pytest.approx(soft.samples, abs=1e-4)
