"""Several folders of clips as one voice: a recorded clip stands before the rendered one of its name. Reads only."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from display.audio.clip import FORMATS, MANIFEST

NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def merged_manifest(folders: Sequence[Path]) -> dict[str, Any]:
    """Return name to row (text, length, level, checksums) over all folders; the first folder that has a clip says.

    A folder without a readable manifest counts as empty: a broken pack must not silence a hall.
    """
    merged: dict[str, Any] = {}
    for folder in reversed(folders):
        merged.update(manifest_of(folder))
    return {name: merged[name] for name in sorted(merged)}


def manifest_of(folder: Path) -> dict[str, Any]:
    """Return one folder's manifest, empty where nobody can read it; clips whose files are gone are left out."""
    try:
        rows = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(rows, dict):
        return {}
    return {name: row for name, row in rows.items() if NAME.fullmatch(name) and _is_whole(folder, name)}


def find(folders: Sequence[Path], name: str, extension: str) -> Path | None:
    """Return the file of a clip, the first folder's; None for an unknown name or format.

    A clip is taken whole: both of its formats come from one folder.
    """
    if extension not in FORMATS or not NAME.fullmatch(name):
        return None
    for folder in folders:
        if _is_whole(folder, name):
            return folder / f"{name}.{extension}"
    return None


def _is_whole(folder: Path, name: str) -> bool:
    return all((folder / f"{name}.{extension}").is_file() for extension in FORMATS)
