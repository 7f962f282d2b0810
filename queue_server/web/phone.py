"""``/t/{token}``: the resident's own page. Whole without JavaScript, live with it."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from queue_server.domain.errors import Refusal
from queue_server.protocol import Envelope
from queue_server.web.phone_view import view_of

REFRESH_S = 15
ENDED = frozenset({"completed", "cancelled", "expired"})
HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def make_phone_blueprint(
    read_track: Callable[[str], Envelope],
    cancel: Callable[[str], object],
    language: Callable[[], str],
) -> Blueprint:
    """Serve the track page.

    ``read_track`` gives the envelope of a token's ticket or raises ``Refusal("not_found")``; ``cancel``
    ends the ticket or raises a ``Refusal``; ``language`` is the language of the running request. Who
    holds the token is who may cancel: the form has no cookie to protect and needs no CSRF token.
    """
    blueprint = Blueprint("phone", __name__)

    def page(token: str, template: str, said: str | None = None) -> Response:
        try:
            envelope = read_track(token)
        except Refusal:
            return _answer(render_template("phone/unknown.html"), HTTPStatus.NOT_FOUND)
        view = view_of(envelope, language())
        shown = template if view.can_cancel else "phone/track.html"
        html = render_template(
            shown, view=view, token=token, said=said, refresh_s=REFRESH_S, living=view.status not in ENDED
        )
        return _answer(html, HTTPStatus.OK)

    @blueprint.get("/t/<token>")
    def track(token: str) -> Response:
        return page(token, "phone/track.html")

    @blueprint.get("/t/<token>/cancel")
    def ask(token: str) -> Response:
        return page(token, "phone/cancel.html")

    @blueprint.post("/t/<token>/cancel")
    def do_cancel(token: str) -> AnyResponse:
        try:
            cancel(token)
        except Refusal:
            return page(token, "phone/track.html", said="phone.cancel.too_late")
        return redirect(url_for("phone.track", token=token, lang=request.args.get("lang")), HTTPStatus.SEE_OTHER)

    return blueprint


def _answer(html: str, status: HTTPStatus) -> Response:
    response = make_response(html, status)
    response.headers.update(HEADERS)
    return response
