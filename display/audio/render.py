"""Make the voice: ``python -m display.audio.render [FOLDER]`` writes every clip and ``manifest.json``.

Needs espeak-ng, opusenc (Debian's opus-tools) and lame. What it writes is committed, so a hall needs none of them; the
same programs write the same bytes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from display.audio.clip import FORMATS, MANIFEST, ToolMissing, cut, even, run, write_clip, write_manifest
from display.audio.sound import Sound, chime, read_wave
from display.vocabulary import CHIME, CHIME_AGAIN, CLIPS, ENGLISH

__all__ = ["FOLDER", "FORMATS", "MANIFEST", "render"]

FOLDER = Path(__file__).parent / "clips"

VOICE, VOICE_EN, PITCH = "id", "en-us", "62"
"""American English sounds its *r*: "four" and "counter" are told apart better across a hall."""
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
    "depan": "[[d@p'an]]",
    "gedung": "[[g@d'uN]]",
}
"""Words whose *e* espeak-ng's Indonesian guesses wrongly, in its phoneme letters."""


def render(folder: Path) -> dict[str, dict[str, object]]:
    """Write all clips into ``folder`` and return the manifest: name to text, duration, level and checksums."""
    folder.mkdir(parents=True, exist_ok=True)
    sounds = {CHIME: ("", chime(3)), CHIME_AGAIN: ("", chime(2))}
    with tempfile.TemporaryDirectory() as scratch:
        for name, text in CLIPS.items():
            sounds[name] = (text, _spoken(name, text, Path(scratch)))
    manifest = {name: write_clip(name, text, sound, folder) for name, (text, sound) in sorted(sounds.items())}
    write_manifest(folder, manifest)
    return manifest


def _spoken(name: str, text: str, scratch: Path) -> Sound:
    is_english = name.startswith(ENGLISH)
    said = text if is_english else " ".join(PRONOUNCED.get(word, word) for word in text.split())
    pace = LETTERS_A_MINUTE if name.removeprefix(ENGLISH).startswith("huruf-") else WORDS_A_MINUTE
    raw = scratch / f"{name}.wav"
    run("espeak-ng", "-v", VOICE_EN if is_english else VOICE, "-s", pace, "-p", PITCH, "-w", str(raw), NARROW + said)
    return even(cut(read_wave(raw)))


def main() -> None:
    """Render into the folder named on the command line, or into the committed one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    try:
        manifest = render(folder)
    except ToolMissing as missing:
        raise SystemExit(str(missing)) from None
    size = sum(path.stat().st_size for path in folder.iterdir())
    sys.stdout.write(f"{len(manifest)} clips, {size / 1024:.0f} kB in {folder}\n")


if __name__ == "__main__":
    main()
