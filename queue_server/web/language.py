"""Which language an answer is in."""

from __future__ import annotations

from flask import request

from queue_server.catalogue import DEFAULT_LANGUAGE, LANGUAGES

LANGUAGE_COOKIE = "lang"


def asked_language() -> str:
    """Return the language of ``Accept-Language``, Indonesian by default."""
    return request.accept_languages.best_match(LANGUAGES, default=DEFAULT_LANGUAGE) or DEFAULT_LANGUAGE


def page_language() -> str:
    """Return a page's language: ``?lang=``, else the cookie, else ``Accept-Language``."""
    for wish in (request.args.get(LANGUAGE_COOKIE), request.cookies.get(LANGUAGE_COOKIE)):
        if wish in LANGUAGES:
            return wish
    return asked_language()
