"""The TV page and the files it needs. It asks nothing of the database: what it shows comes by socket."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from flask import Blueprint, Response, abort, render_template, request, send_from_directory

from display.board import RULES, USUAL_PANELS_INCH, Rules, readable_to_m

CLIPS = Path(__file__).parent / "audio" / "clips"
MANIFEST = "manifest.json"
AUDIO = {"ogg": "audio/ogg", "mp3": "audio/mpeg"}
"""Opus first, MP3 for browsers that cannot decode it."""

HOUR_S = 3600
YEAR_S = 365 * 24 * HOUR_S


def make_display_blueprint(
    languages: Sequence[str] = ("id", "en"), clips: Path = CLIPS, rules: Rules = RULES
) -> Blueprint:
    """Return ``/display``, its static files and the voice's clips.

    The page begins in the first of ``languages``, whatever the TV's browser prefers, and goes over to the
    branch's own once it knows it; ``?lang=`` overrules both. ``clips`` is a folder with a manifest and one
    Opus and one MP3 file a clip name. The page needs the template globals ``t``, ``words_of``, ``csp_nonce``.
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

    @pages.get(f"/clips/{MANIFEST}")
    def manifest() -> Response:
        """Tell which clips there are."""
        return send_from_directory(clips, MANIFEST)

    @pages.get("/clips/<name>")
    def clip(name: str) -> Response:
        """Send one clip: ``name.ogg``, ``name.mp3``, or ``name`` alone by ``Accept``."""
        stem, dot, extension = name.partition(".")
        chosen = extension if dot else _preferred()
        if chosen not in AUDIO:
            abort(404)
        # an address with the checksum never changes its content; without it a pack may replace the file
        lifetime = YEAR_S if "v" in request.args else HOUR_S
        answer = send_from_directory(clips, f"{stem}.{chosen}", mimetype=AUDIO[chosen], max_age=lifetime)
        if not dot:
            answer.vary.add("Accept")
        return answer

    return pages


def _preferred() -> str:
    best = request.accept_mimetypes.best_match(list(AUDIO.values()), AUDIO["ogg"])
    return next(extension for extension, kind in AUDIO.items() if kind == best)
