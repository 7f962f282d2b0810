"""Recorded clips in place of the rendered ones, file by file.

``python -m display.audio.pack check FOLDER`` lists what is missing in a folder of recordings and what is wrong with
them; ``python -m display.audio.pack import FOLDER --into HOME/clips`` makes clips of them. A recording has the name of
its clip: ``loket.wav``, ``huruf-a.mp3``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from display.audio.clip import LEVEL_DB, ToolMissing, ToolRefused, cut, even, write_clip, write_manifest
from display.audio.packs import manifest_of
from display.audio.recorded import Unreadable, read_recording, recordings
from display.audio.sound import Sound, level_db, peak_db
from display.vocabulary import CLIPS, SOUNDS

KNOWN = {**CLIPS, **dict.fromkeys(SOUNDS, "")}
LONGEST_S = 5.0
SILENT_DB = -60.0
CLIPPED_DB = -0.1
"""A peak this high was cut off by the recorder."""
LOUDER_DB, QUIETER_DB = 10.0, 20.0
"""Beyond these differences from the level of all clips, levelling brings up noise or hides a recorder's mistake."""
UNEVEN_DB = 3.0

MISSING, UNKNOWN, TWICE, UNREADABLE = "missing", "unknown", "twice", "unreadable"
SILENT, QUIET, LOUD, LONG = "silent", "quiet", "loud", "long"
FAULTS = {TWICE, UNREADABLE, SILENT, LONG}
"""What keeps a folder from being imported; the rest is worth knowing."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check found about one clip or file, and the sentence that says it."""

    name: str
    kind: str
    sentence: str

    @property
    def is_fault(self) -> bool:
        """Whether the folder cannot be imported before this is mended."""
        return self.kind in FAULTS


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did: the clips that are recorded now, and what the check said besides."""

    clips: tuple[str, ...]
    findings: tuple[Finding, ...]


class PackRefused(ValueError):  # noqa: N818  (the answer to a person who may mend the folder)
    """A folder of recordings has faults; nothing was changed."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        super().__init__("\n".join(finding.sentence for finding in findings if finding.is_fault))


def check(folder: Path) -> list[Finding]:
    """Return what is wrong with a folder of recordings and which clips it lacks, in the order of the clips.

    Raises NotADirectoryError for anything but a folder, ToolMissing when a program that reads sound is not installed.
    """
    return _look(folder)[1]


def import_pack(source: Path, target: Path) -> Imported:
    """Make clips of the recordings in ``source`` and put them into ``target``, beside the clips it already has.

    Either all of them are there afterwards, with their rows in the manifest, or nothing has changed. Raises PackRefused
    when the check finds a fault or nothing to import, ToolMissing, and NotADirectoryError.
    """
    _recover(target)
    sounds, findings = _look(source)
    if any(finding.is_fault for finding in findings) or not sounds:
        nothing = Finding("", UNREADABLE, f"There is no recording with the name of a clip in {source}.")
        raise PackRefused(findings if sounds else [*findings, nothing])
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    try:
        rows = manifest_of(target)
        if rows:
            shutil.copytree(target, fresh, dirs_exist_ok=True)
        for name, sound in sounds.items():
            rows[name] = write_clip(name, KNOWN[name], even(sound), fresh)
        write_manifest(fresh, rows)
        fresh.chmod(0o755)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return Imported(tuple(sounds), tuple(findings))


def _look(folder: Path) -> tuple[dict[str, Sound], list[Finding]]:
    """Read every recording once: the sounds that can be used, cut, and what is to be said about all of them."""
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder} is no folder")
    sounds: dict[str, Sound] = {}
    findings: list[Finding] = []
    for path in recordings(folder):
        name = path.stem.lower()
        if name not in KNOWN:
            findings.append(Finding(name, UNKNOWN, f"{path.name}: no clip has this name; it is left out."))
        elif name in sounds:
            findings.append(Finding(name, TWICE, f"{path.name}: there is another recording of this clip; keep one."))
        else:
            sound, said = _heard(path, name)
            findings += said
            if sound is not None:
                sounds[name] = sound
    there = {finding.name for finding in findings} | sounds.keys()
    findings += [_missing(name) for name in KNOWN if name not in there]
    order = {name: number for number, name in enumerate(KNOWN)}
    return sounds, sorted(findings, key=lambda finding: (finding.kind == MISSING, order.get(finding.name, -1)))


def _missing(name: str) -> Finding:
    said = f'"{KNOWN[name]}"' if KNOWN[name] else "the chime"
    return Finding(name, MISSING, f"{name}: no recording of {said}; the rendered clip stays.")


def _heard(path: Path, name: str) -> tuple[Sound | None, list[Finding]]:
    try:
        with tempfile.TemporaryDirectory() as scratch:
            sound = read_recording(path, Path(scratch))
    except (Unreadable, ToolRefused) as refused:
        return None, [Finding(name, UNREADABLE, f"{path.name}: cannot be read, {refused}.")]
    if peak_db(sound) < SILENT_DB:
        return None, [Finding(name, SILENT, f"{path.name}: nothing is to be heard.")]
    said = cut(sound)
    if said.duration_s > LONGEST_S:
        sentence = f"{path.name}: {said.duration_s:.1f} s long, a clip has at most {LONGEST_S:.0f} s."
        return None, [Finding(name, LONG, sentence)]
    return said, _levels(path, name, said)


def _levels(path: Path, name: str, sound: Sound) -> list[Finding]:
    level = level_db(sound)
    if peak_db(sound) > CLIPPED_DB or level > LEVEL_DB + LOUDER_DB:
        sentence = f"{path.name}: recorded too loud ({level:.0f} dB), it may sound harsh; {LEVEL_DB:.0f} dB is right."
        return [Finding(name, LOUD, sentence)]
    if level < LEVEL_DB - QUIETER_DB:
        sentence = (
            f"{path.name}: recorded too quietly ({level:.0f} dB), its noise is heard; {LEVEL_DB:.0f} dB is right."
        )
        return [Finding(name, QUIET, sentence)]
    reached = level_db(even(sound))
    if reached < LEVEL_DB - UNEVEN_DB:
        sentence = f"{path.name}: has one peak far above the rest and stays quieter than the others ({reached:.0f} dB)."
        return [Finding(name, QUIET, sentence)]
    return []


def _former(target: Path) -> Path:
    return target.with_name(f".{target.name}-former")


def _swap(fresh: Path, target: Path) -> None:
    former = _former(target)
    if target.exists():
        target.rename(former)
    fresh.rename(target)
    shutil.rmtree(former, ignore_errors=True)


def _recover(target: Path) -> None:
    """Undo a swap that the power cut in the middle."""
    former = _former(target)
    if former.is_dir() and not target.exists():
        former.rename(target)
    shutil.rmtree(former, ignore_errors=True)


def main(arguments: list[str] | None = None) -> int:
    """Check or import; returns 0, 1 where the folder has faults, 2 where a program or the folder is missing."""
    parser = argparse.ArgumentParser(
        prog="python -m display.audio.pack", description="Recorded clips of the hall's voice"
    )
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("check", help="list what is missing and what is wrong").add_argument("folder", type=Path)
    importing = verbs.add_parser("import", help="make clips of the recordings")
    importing.add_argument("folder", type=Path)
    importing.add_argument("--into", type=Path, required=True, help="the server's folder of recorded clips")
    given = parser.parse_args(arguments)
    try:
        return _check(given.folder) if given.verb == "check" else _import(given.folder, given.into)
    except (ToolMissing, NotADirectoryError) as missing:
        sys.stderr.write(f"{missing}\n")
        return 2


def _check(folder: Path) -> int:
    findings = check(folder)
    sys.stdout.writelines(f"{finding.sentence}\n" for finding in findings)
    missing = sum(finding.kind == MISSING for finding in findings)
    faults = sum(finding.is_fault for finding in findings)
    sys.stdout.write(f"{len(KNOWN) - missing} of {len(KNOWN)} clips recorded, {faults} to be mended.\n")
    return 1 if faults else 0


def _import(folder: Path, target: Path) -> int:
    try:
        imported = import_pack(folder, target)
    except PackRefused as refused:
        sys.stderr.write(f"{refused}\nNothing was imported.\n")
        return 1
    sys.stdout.writelines(f"{finding.sentence}\n" for finding in imported.findings if finding.kind != MISSING)
    sys.stdout.write(f"{len(imported.clips)} clips are recorded now, in {target}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
