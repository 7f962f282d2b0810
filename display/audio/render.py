"""Make the voice: ``python -m display.audio.render [FOLDER]`` writes every clip and ``manifest.json``.

Needs espeak-ng, opusenc (Debian's opus-tools) and lame. What it writes is committed, so a hall needs none of them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from display.audio.sound import Sound, chime, faded, level_db, levelled, read_wave, trimmed, write_wave
from display.vocabulary import CHIME, CHIME_AGAIN, CLIPS

FOLDER = Path(__file__).parent / "clips"
MANIFEST = "manifest.json"
FORMATS = ("ogg", "mp3")

VOICE, PITCH = "id", "62"
WORDS_A_MINUTE, LETTERS_A_MINUTE = "150", "120"
"""A letter alone is short and carries the whole series: it is said slower."""
NARROW = "\x0115R"
"""espeak's own command for a narrow pitch range: words cut apart must not each end like a sentence."""

PRONOUNCED = {
    "loket": "[[l'okEt]]",
    "empat": "[[@mp'at]]",
    "enam": "[[@n'am]]",
    "belas": "[[b@l'as]]",
    "sebelas": "[[s@b@l'as]]",
}
"""Words whose *e* espeak-ng's Indonesian guesses wrongly, in its phoneme letters."""

LEVEL_DB, CEILING_DB = -18.0, -1.0
FLOOR_DB, BEFORE_S, AFTER_S = -40.0, 0.008, 0.03
FADE_IN_S, FADE_OUT_S = 0.004, 0.02


def render(folder: Path) -> dict[str, dict[str, object]]:
    """Write all clips into ``folder`` and return the manifest: name to text, duration, level and checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    sounds = {CHIME: ("", chime(3)), CHIME_AGAIN: ("", chime(2))}
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in CLIPS.items():
            sounds[name] = (text, _spoken(name, text, Path(scratch)))
        manifest = {
            name: {
                "text": text,
                "duration_s": round(sound.duration_s, 3),
                "level_db": round(level_db(sound), 1),
                "sha256": _encoded(name, sound, Path(scratch), folder),
            }
            for name, (text, sound) in sorted(sounds.items())
        }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return manifest


def _spoken(name: str, text: str, scratch: Path) -> Sound:
    said = " ".join(PRONOUNCED.get(word, word) for word in text.split())
    pace = LETTERS_A_MINUTE if name.startswith("huruf-") else WORDS_A_MINUTE
    raw = scratch / f"{name}.wav"
    _run("espeak-ng", "-v", VOICE, "-s", pace, "-p", PITCH, "-w", str(raw), NARROW + said)
    cut = trimmed(read_wave(raw), floor_db=FLOOR_DB, before_s=BEFORE_S, after_s=AFTER_S)
    return faded(levelled(cut, target_db=LEVEL_DB, ceiling_db=CEILING_DB), in_s=FADE_IN_S, out_s=FADE_OUT_S)


def _encoded(name: str, sound: Sound, scratch: Path, folder: Path) -> dict[str, str]:
    source = scratch / f"{name}-even.wav"
    write_wave(source, sound)
    targets = {extension: folder / f"{name}.{extension}" for extension in FORMATS}
    _run(
        "opusenc", "--quiet", "--bitrate", "32", "--serial", "1", "--discard-comments", str(source), str(targets["ogg"])
    )
    _run("lame", "--quiet", "-m", "m", "-b", "64", str(source), str(targets["mp3"]))
    return {extension: hashlib.sha256(path.read_bytes()).hexdigest() for extension, path in targets.items()}


def _run(tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        message = f"{tool} is missing: apt-get install espeak-ng opus-tools lame"
        raise SystemExit(message)
    subprocess.run([program, *arguments], check=True)  # noqa: S603  (named tools, our own arguments)


def main() -> None:
    """Render into the folder named on the command line, or into the committed one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    manifest = render(folder)
    size = sum(path.stat().st_size for path in folder.iterdir())
    sys.stdout.write(f"{len(manifest)} clips, {size / 1024:.0f} kB in {folder}\n")


if __name__ == "__main__":
    main()
