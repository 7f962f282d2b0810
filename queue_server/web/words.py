"""The catalogue as templates see it: ``t("kiosk.start.title", n=3)``, ``words_of("id", "kiosk")``, ``lang``."""

from __future__ import annotations

from flask import Flask
from jinja2 import pass_context
from jinja2.runtime import Context

from queue_server.catalogue import Catalogue
from queue_server.web.language import page_language


def use_words(app: Flask, catalogue: Catalogue) -> None:
    """Let every template speak; a page that sets ``lang`` itself is spoken in that language."""

    @pass_context
    def t(context: Context, key: str, /, **values: object) -> str:
        return catalogue.say(context["lang"], key, **values)

    app.jinja_env.globals["t"] = t
    app.jinja_env.globals["words_of"] = catalogue.words
    app.context_processor(lambda: {"lang": page_language()})
