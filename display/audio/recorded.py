"""Recordings as people bring them: WAV, FLAC, Ogg (Vorbis or Opus), MP3, read as one mono sound each."""

from __future__ import annotations

from pathlib import Path

from display.audio.clip import run
from display.audio.sound import Sound, read_wave

RATE = 24000
"""Samples a second after reading: speech has nothing above 12 kHz that a hall's loudspeaker gives back."""
ENDINGS = {".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3"}
LARGEST_BYTES = 10_000_000
OPUS_HEAD = b"OpusHead"
HEAD_BYTES = 64


class Unreadable(ValueError):  # noqa: N818  (a state of the recording, with a sentence for the person who made it)
    """A file is no recording; the message says why."""


def recordings(folder: Path) -> list[Path]:
    """Return the files of a folder that look like recordings, by name; other files may lie beside them."""
    return sorted(path for path in folder.iterdir() if path.is_file() and path.suffix.lower() in ENDINGS)


def read_recording(path: Path, scratch: Path) -> Sound:
    """Return a recording at 24 kHz, its channels mixed; ``scratch`` is a folder for what lies between.

    Raises Unreadable for a file that is too large or cut off, ToolMissing when sox, lame or opusdec is not installed,
    ToolRefused when one of them cannot read it. A file is known by its content, not by its ending.
    """
    if path.stat().st_size > LARGEST_BYTES:
        raise Unreadable(f"it is larger than {LARGEST_BYTES // 1_000_000} MB")
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    plain, even = scratch / "plain.wav", scratch / "even.wav"
    # a path that begins with a dash would be an option
    source = str(path.resolve())
    if head.startswith(b"OggS") and OPUS_HEAD in head:
        run("opusdec", "--quiet", "--force-wav", source, str(plain))
        kind = ["-t", "wav", str(plain)]
    elif head.startswith(b"OggS"):
        kind = ["-t", "ogg", source]
    elif head.startswith(b"fLaC"):
        kind = ["-t", "flac", source]
    elif head.startswith(b"RIFF"):
        kind = ["-t", "wav", source]
    elif head.startswith(b"ID3") or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0):  # noqa: PLR2004
        run("lame", "--quiet", "--decode", source, str(plain))
        kind = ["-t", "wav", str(plain)]
    else:
        raise Unreadable("it is neither WAV nor FLAC, Ogg or MP3")
    run(
        "sox",
        "-V1",
        "-D",
        *kind,
        "-r",
        str(RATE),
        "-c",
        "1",
        "-b",
        "16",
        "-e",
        "signed-integer",
        "-t",
        "wav",
        str(even),
    )
    return read_wave(even)
