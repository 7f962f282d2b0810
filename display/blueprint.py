"""The TV page and the files it needs. What it shows comes by socket."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, jsonify, render_template, request, send_file

from display.audio.packs import find, merged_manifest
from display.board import RULES, USUAL_PANELS_INCH, Rules, readable_to_m
from display.media_folder import MediaFolder
from queue_server.application.boards import version_of

CLIPS = Path(__file__).parent / "audio" / "clips"
MANIFEST = "manifest.json"
AUDIO = {"ogg": "audio/ogg", "mp3": "audio/mpeg"}
"""Opus first, MP3 for browsers that cannot decode it."""

YEAR_S = 365 * 24 * 3600
CLIP_VERSION = 12
"""So many digits of a clip's checksum the page puts into its address."""


def _nothing(_branch: str) -> None:
    """Return what a hall without a look of its own has."""


NO_MEDIA: Final = MediaFolder(Path("media"))


@dataclass(frozen=True, slots=True)
class HallFiles:
    """Files of the hall's own. ``clips``: folders of clips, the first that has one wins.

    ``theme_of`` and ``logo_of`` return a branch's style sheet and the PNG of its arms, None where it has none.
    """

    clips: tuple[Path, ...] = (CLIPS,)
    media: MediaFolder = NO_MEDIA
    theme_of: Callable[[str], str | None] = _nothing
    logo_of: Callable[[str], bytes | None] = _nothing


USUAL_FILES: Final = HallFiles()


def make_display_blueprint(
    languages: Sequence[str] = ("id", "en"), files: HallFiles = USUAL_FILES, rules: Rules = RULES
) -> Blueprint:
    """Return ``/display``, its static files, the voice's clips, and the pictures and colours of branches.

    The page begins in the first of ``languages``, whatever the TV's browser prefers, and goes over to the
    branch's own once it knows it; ``?lang=`` overrules both. The page needs the template globals ``t``, ``words_of``,
    ``csp_nonce``.
    """
    build_id = _build_id()
    pages = Blueprint(
        "display",
        __name__,
        url_prefix="/display",
        static_folder="static",
        static_url_path="/static",
        template_folder="templates",
    )

    @pages.get("", strict_slashes=False)
    def page() -> str:
        """Show the TV page; it finds out by itself whether this screen is paired."""
        asked = request.args.get("lang", "")
        lang = asked if asked in languages else languages[0]
        reach = [(inch, readable_to_m(inch)) for inch in USUAL_PANELS_INCH]
        told = asdict(rules) | {"build": build_id}
        return render_template("display/page.html", lang=lang, rules=told, reach=reach)

    @pages.get("/build")
    def build() -> Response:
        """Tell which build of the page this server has: one that finds another than its own comes anew."""
        answer = jsonify(build=build_id)
        answer.cache_control.no_store = True
        return answer

    _add_clips(pages, files.clips)
    _add_looks(pages, files)
    return pages


def _add_clips(pages: Blueprint, folders: Sequence[Path]) -> None:
    @pages.get(f"/clips/{MANIFEST}")
    def manifest() -> Response:
        """Tell which clips there are, now: a recorded one may have come."""
        answer = jsonify(merged_manifest(folders))
        answer.cache_control.no_cache = True
        return answer

    @pages.get("/clips/<name>")
    def clip(name: str) -> Response:
        """Send one clip: ``name.ogg``, ``name.mp3``, or ``name`` alone by ``Accept``."""
        stem, dot, extension = name.partition(".")
        chosen = extension if dot else _preferred()
        path = find(folders, stem, chosen) if chosen in AUDIO else None
        if path is None:
            abort(HTTPStatus.NOT_FOUND)
        answer = send_file(path, mimetype=AUDIO[chosen], max_age=_lifetime(_checksum(path)))
        if not dot:
            answer.vary.add("Accept")
        return answer


def _add_looks(pages: Blueprint, files: HallFiles) -> None:
    @pages.get("/media/<branch>/<name>")
    def medium(branch: str, name: str) -> Response:
        """Send a picture or film of a branch, in parts where the browser asks for parts."""
        path = files.media.find(branch, name)
        if path is None:
            abort(HTTPStatus.NOT_FOUND)
        answer = send_file(path, max_age=_lifetime(files.media.version(branch, name)), conditional=True)
        return _inert(answer)

    @pages.get("/themes/<branch>.css")
    def theme(branch: str) -> Response:
        """Send a branch's own dyes."""
        sheet = files.theme_of(branch)
        if sheet is None:
            abort(HTTPStatus.NOT_FOUND)
        return _kept(Response(sheet, mimetype="text/css"), version_of(sheet))

    @pages.get("/logos/<branch>.png")
    def logo(branch: str) -> Response:
        """Send a branch's arms."""
        png = files.logo_of(branch)
        if png is None:
            abort(HTTPStatus.NOT_FOUND)
        return _inert(_kept(Response(png, mimetype="image/png"), version_of(png)))


def _kept(answer: Response, version: str) -> Response:
    answer.cache_control.public = True
    answer.cache_control.max_age = _lifetime(version)
    return answer


def _inert(answer: Response) -> Response:
    """Whatever lies in a file of the hall's own: opened by itself it does nothing."""
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _lifetime(version: str | None) -> int:
    """An address with the present version never changes its content; any other is asked for again."""
    return YEAR_S if version is not None and request.args.get("v") == version else 0


def _build_id() -> str:
    """Return what changes with the page's own files."""
    digest = hashlib.sha256()
    for folder in ("static", "templates"):
        for path in sorted((Path(__file__).parent / folder).rglob("*")):
            if path.is_file():
                digest.update(path.read_bytes())
    return digest.hexdigest()[:CLIP_VERSION]


def _checksum(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:CLIP_VERSION]


def _preferred() -> str:
    best = request.accept_mimetypes.best_match(list(AUDIO.values()), AUDIO["ogg"])
    return next(extension for extension, kind in AUDIO.items() if kind == best)
