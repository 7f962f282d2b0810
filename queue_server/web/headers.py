"""What every answer says to the browser: run nothing of others, tell nobody where one came from."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), serial=()",
}
FOR_PROGRAMS = "default-src 'none'; frame-ancestors 'none'"
FOR_PAGES = (
    "default-src 'self'; script-src 'self' 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
TRANSPORT = "max-age=31536000"
NONCE_BYTES = 16


def csp_nonce() -> str:
    """Return this answer's nonce for its scripts."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(NONCE_BYTES)
    nonce: str = g.csp_nonce
    return nonce


def secure(response: Response) -> Response:
    """Add the headers to an answer."""
    headers = response.headers
    for name, value in ALWAYS.items():
        headers[name] = value
    if response.mimetype == "text/html":
        headers["Content-Security-Policy"] = FOR_PAGES.format(nonce=csp_nonce())
        headers.setdefault("Cache-Control", "no-store")
    elif request.path.startswith("/api/"):
        headers["Content-Security-Policy"] = FOR_PROGRAMS
        headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        headers["Strict-Transport-Security"] = TRANSPORT
    return response


def use_security_headers(app: Flask) -> None:
    """Add the headers to every answer of an app."""
    app.after_request(secure)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
