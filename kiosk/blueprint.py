"""``/kiosk``: one page that takes its state by socket and gives its command by HTTP."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, request

from kiosk.menu import Rhythm, page_attributes


def make_kiosk_blueprint(languages: Sequence[str] = ("id", "en"), rhythm: Rhythm | None = None) -> Blueprint:
    """Serve the kiosk's page and its files under ``/kiosk``.

    The page shows the first of ``languages`` until a resident picks another, whatever the browser
    prefers: a kiosk's browser speaks for nobody. It needs the template globals of ``base.html``.
    """
    blueprint = Blueprint("kiosk", __name__, url_prefix="/kiosk", template_folder="templates", static_folder="static")
    attributes = page_attributes(rhythm or Rhythm())

    @blueprint.get("", strict_slashes=False)
    def page() -> str:
        asked = request.args.get("lang", "")
        lang = asked if asked in languages else languages[0]
        return render_template("kiosk/kiosk.html", lang=lang, languages=languages, attributes=attributes)

    return blueprint
