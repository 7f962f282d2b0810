"""Every failure has a sentence: problems for programs, a page for people, never a traceback."""

from __future__ import annotations

import logging
import secrets

from flask import Flask, Response, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from queue_server.application.ports import StoreBusy, StoreFull
from queue_server.catalogue import Catalogue
from queue_server.domain.errors import Refusal
from queue_server.web import answers
from queue_server.web.language import asked_language, page_language
from queue_server.web.refusals import describe, headers_of

log = logging.getLogger("antrean.web")

BODY_LIMIT_KB = 16
FOR_PROGRAMS = ("/api/", "/livez", "/readyz", "/metrics")
CODES = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_large",
    415: "unsupported_media_type",
    429: "rate_limited",
}
"""What Werkzeug's own exceptions mean on the wire."""
SERVER_FAULT = 500

Answer = Response | tuple[str, int, dict[str, str]]


def register_errors(app: Flask, catalogue: Catalogue) -> None:
    """Answer every failure of the app in words."""

    def say(refusal: Refusal) -> Answer:
        return problem_of(catalogue, refusal) if is_for_programs() else _page(catalogue, refusal)

    def on_refusal(refusal: Refusal) -> Answer:
        return say(refusal)

    def on_busy(_error: StoreBusy) -> Answer:
        return say(Refusal("storage_busy", seconds=1))

    def on_full(_error: StoreFull) -> Answer:
        log.error("the database takes nothing more")
        return say(Refusal("storage_full"))

    def on_http(error: HTTPException) -> Answer | HTTPException:
        if isinstance(error, RequestRedirect) or error.code is None:
            return error
        return say(_refusal_of(error))

    def on_anything(error: Exception) -> Answer:
        return say(_logged(error))

    app.register_error_handler(Refusal, on_refusal)
    app.register_error_handler(StoreBusy, on_busy)
    app.register_error_handler(StoreFull, on_full)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_anything)


def is_for_programs() -> bool:
    """Say whether the present request is answered with JSON."""
    return request.path.startswith(FOR_PROGRAMS)


def problem_of(catalogue: Catalogue, refusal: Refusal) -> Response:
    """Answer a refusal as a problem in the language of ``Accept-Language``."""
    language = asked_language()
    response = answers.problem(describe(catalogue, language, refusal), headers_of(refusal))
    response.headers["Content-Language"] = language
    return response


def _page(catalogue: Catalogue, refusal: Refusal) -> Answer:
    facts = describe(catalogue, page_language(), refusal)
    return render_template("problem.html", problem=facts), facts.status, headers_of(refusal)


def _refusal_of(error: HTTPException) -> Refusal:
    status = error.code or SERVER_FAULT
    if status == 405:  # noqa: PLR2004  (Method Not Allowed)
        methods = getattr(error, "valid_methods", None) or ()
        allowed = ", ".join(sorted(method for method in methods if method not in {"HEAD", "OPTIONS"}))
        return Refusal("method_not_allowed", method=request.method, allowed=allowed)
    if status == 413:  # noqa: PLR2004  (Content Too Large)
        return Refusal("too_large", limit=BODY_LIMIT_KB)
    if status >= SERVER_FAULT:
        return _logged(error)
    return Refusal(CODES.get(status, "bad_request"))


def _logged(error: Exception) -> Refusal:
    """Log a fault of ours under a short code; the answer carries the code and nothing else."""
    incident = secrets.token_hex(4)
    rule = request.url_rule.rule if request.url_rule else "-"
    log.error("fault %s at %s %s", incident, request.method, rule, exc_info=error)
    return Refusal("internal", incident=incident)
