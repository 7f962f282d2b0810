"""What every web app of Antrean has before any page: words, JSON, doors, headers, errors, the API."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask

from queue_server.application.context import Context
from queue_server.application.readiness import Check
from queue_server.web.access import Access
from queue_server.web.answers import use_orjson
from queue_server.web.api import make_api_blueprint
from queue_server.web.errors import BODY_LIMIT_KB, register_errors
from queue_server.web.headers import use_security_headers
from queue_server.web.health import make_health_blueprint
from queue_server.web.words import use_words


def install_web(app: Flask, context: Context, access: Access, checks: Mapping[str, Check]) -> None:
    """Make ``app`` answer the API and the questions about its health, and ready for pages."""
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT_KB * 1024
    use_orjson(app)
    use_words(app, context.catalogue)
    use_security_headers(app)
    register_errors(app, context.catalogue)
    access.install(app)
    app.register_blueprint(make_api_blueprint(context, access))
    app.register_blueprint(make_health_blueprint(checks))
