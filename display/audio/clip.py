"""From a sound to a clip: trimmed, at the common level, as Opus and as MP3, with its row of the manifest."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from display.audio.sound import Sound, faded, level_db, levelled, trimmed, write_wave

MANIFEST = "manifest.json"
FORMATS = ("ogg", "mp3")
"""Opus first, MP3 for browsers that cannot decode it."""

LEVEL_DB, CEILING_DB = -18.0, -1.0
FLOOR_DB, BEFORE_S, AFTER_S = -40.0, 0.008, 0.03
FADE_IN_S, FADE_OUT_S = 0.004, 0.02

PACKAGES = {"espeak-ng": "espeak-ng", "opusenc": "opus-tools", "opusdec": "opus-tools", "lame": "lame", "sox": "sox"}
"""Debian's package of each program that sounds are made with."""

PATIENCE_S = 60


class ToolMissing(RuntimeError):  # noqa: N818  (a state of the machine, with a sentence for the person at it)
    """A program is not installed; the message says how to get it."""


class ToolRefused(RuntimeError):  # noqa: N818  (likewise, of the sound)
    """A program could not read or write a sound; the message is what it said last."""


def run(tool: str, *arguments: str) -> None:
    """Run one of ``PACKAGES``; raises ToolMissing or ToolRefused."""
    program = shutil.which(tool)
    if program is None:
        message = f"The program {tool} is missing. Install it with: apt-get install {PACKAGES[tool]}"
        raise ToolMissing(message)
    try:
        done = subprocess.run(  # noqa: S603  (named tools, our own arguments)
            [program, *arguments], check=False, capture_output=True, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired:
        raise ToolRefused(f"{tool} did not end within {PATIENCE_S} s") from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise ToolRefused(said[-1] if said else f"{tool} failed without a word")


def cut(sound: Sound) -> Sound:
    """Return the sound without the silence around it; empty when there is nothing else."""
    return trimmed(sound, floor_db=FLOOR_DB, before_s=BEFORE_S, after_s=AFTER_S)


def even(sound: Sound) -> Sound:
    """Return a cut sound at the common level, with soft edges."""
    return faded(levelled(sound, target_db=LEVEL_DB, ceiling_db=CEILING_DB), in_s=FADE_IN_S, out_s=FADE_OUT_S)


def write_clip(name: str, text: str, sound: Sound, folder: Path) -> dict[str, object]:
    """Write ``name`` in both formats into ``folder``; return its row: text, length, level in dB, checksums."""
    source = folder / f"{name}.wav"
    targets = {extension: folder / f"{name}.{extension}" for extension in FORMATS}
    write_wave(source, sound)
    try:
        run(
            "opusenc", "--quiet", "--bitrate", "32", "--serial", "1", "--discard-comments",
            str(source), str(targets["ogg"]),
        )  # fmt: skip
        run("lame", "--quiet", "-m", "m", "-b", "64", str(source), str(targets["mp3"]))
    finally:
        source.unlink()
    return {
        "text": text,
        "duration_s": round(sound.duration_s, 3),
        "level_db": round(level_db(sound), 1),
        "sha256": {extension: hashlib.sha256(path.read_bytes()).hexdigest() for extension, path in targets.items()},
    }


def write_manifest(folder: Path, rows: Mapping[str, Mapping[str, object]]) -> None:
    """Write the manifest of a folder of clips, names in order."""
    ordered = {name: rows[name] for name in sorted(rows)}
    (folder / MANIFEST).write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
