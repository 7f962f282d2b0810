"""The TV page and the files it needs. It asks nothing of the database: what it shows comes by socket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Final

from flask import Blueprint, Response, abort, jsonify, render_template, request, send_file

from display.audio.packs import find, merged_manifest
from display.board import RULES, USUAL_PANELS_INCH, Rules, readable_to_m
from display.media_folder import MediaFolder

CLIPS = Path(__file__).parent / "audio" / "clips"
MANIFEST = "manifest.json"
AUDIO = {"ogg": "audio/ogg", "mp3": "audio/mpeg"}
"""Opus first, MP3 for browsers that cannot decode it."""

HOUR_S = 3600
YEAR_S = 365 * 24 * HOUR_S


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
        return render_template("display/page.html", lang=lang, rules=asdict(rules), reach=reach)

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
        answer = send_file(path, mimetype=AUDIO[chosen], max_age=_lifetime())
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
        return send_file(path, max_age=_lifetime(), conditional=True)

    @pages.get("/themes/<branch>.css")
    def theme(branch: str) -> Response:
        """Send a branch's own dyes."""
        sheet = files.theme_of(branch)
        if sheet is None:
            abort(HTTPStatus.NOT_FOUND)
        return _kept(Response(sheet, mimetype="text/css"))

    @pages.get("/logos/<branch>.png")
    def logo(branch: str) -> Response:
        """Send a branch's arms."""
        png = files.logo_of(branch)
        if png is None:
            abort(HTTPStatus.NOT_FOUND)
        return _kept(Response(png, mimetype="image/png"))


def _kept(answer: Response) -> Response:
    answer.cache_control.public = True
    answer.cache_control.max_age = _lifetime()
    return answer


def _lifetime() -> int:
    """An address with a version never changes its content; without one the file may be replaced."""
    return YEAR_S if "v" in request.args else HOUR_S


def _preferred() -> str:
    best = request.accept_mimetypes.best_match(list(AUDIO.values()), AUDIO["ogg"])
    return next(extension for extension, kind in AUDIO.items() if kind == best)
