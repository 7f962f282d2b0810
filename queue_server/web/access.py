"""Who is asking, and may they: device token or session cookie, CSRF, origin, roles."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from ipaddress import ip_address
from socket import gethostname
from typing import ParamSpec, TypeVar
from urllib.parse import quote, urlsplit

from flask import Flask, Response, g, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from queue_server.application.accounts import LONGEST, SessionSeen
from queue_server.application.identity import Identities
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import CSRF_HEADER, SESSION_COOKIE
from queue_server.web.limits import Limits

P = ParamSpec("P")
T = TypeVar("T")

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
BEARER = "Bearer "
CSRF_FIELD = "csrf_token"
HOSTS_MOST = 256
NO_ORIGIN = "null"
"""What browsers send with a form when the page tells nobody where it came from; then CSRF decides."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the settings say about access: whose pages may send commands, and under which names this server is known."""

    origins: frozenset[str] = frozenset()
    limits: bool = True

    @classmethod
    def of(cls, public_url: str, origins: Iterable[str], *, limits: bool) -> Rules:
        """Return the rules of a server that its people reach at ``public_url`` and the further ``origins``."""
        return cls(frozenset({origin_of(public_url), *origins}), limits)

    def knows(self, host: str) -> bool:
        """Say whether a ``Host`` is ours. Any IP address is: only names can be pointed at us by others."""
        name = urlsplit(f"//{host}").hostname or ""
        return _is_address(name) or name in _OWN_NAMES or name in {urlsplit(origin).hostname for origin in self.origins}


_OWN_NAMES = frozenset({"localhost", gethostname().lower(), f"{gethostname().lower()}.local"})


def origin_of(url: str) -> str:
    """Return the origin of an address: scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


class Access:
    """The doors of one app. ``ended`` is told the token of a session that was logged out."""

    def __init__(self, identities: Identities, rules: Rules) -> None:
        """Open no door yet; see ``install``."""
        self.identities = identities
        self.limits = Limits(is_on=rules.limits)
        self._rules = rules
        self._hosts: set[str] = set()
        self._sessionless: set[str] = set()
        self.ended: Callable[[str], object] = lambda _token: None

    def install(self, app: Flask) -> None:
        """Find out who asks before every request; give templates ``csrf_token()`` and ``user``."""
        app.before_request(self._identify)
        app.context_processor(lambda: {"user": g.get("user")})
        app.jinja_env.globals[CSRF_FIELD] = csrf_token

    def _identify(self) -> None:
        g.actor = None
        g.user = None
        g.session_seen = None
        self._require_host()
        header = request.headers.get("Authorization", "")
        if header.startswith(BEARER):
            g.actor = self.identities.devices.of(header[len(BEARER) :].strip())
            return
        if request.method not in SAFE:
            self._require_origin()
        cookie = request.cookies.get(SESSION_COOKIE)
        seen = self.identities.sessions.of(cookie) if cookie else None
        if seen is None:
            return
        g.actor, g.user, g.session_seen = seen.actor, seen.user, seen
        if request.method not in SAFE and request.endpoint not in self._sessionless:
            _require_csrf(seen)

    def without_session(self, *endpoints: str) -> None:
        """Name the calls that a session gives no right to, so that they need no CSRF token either."""
        self._sessionless.update(endpoints)

    def _require_host(self) -> None:
        if request.host in self._hosts:
            return
        if not self._rules.knows(request.host):
            raise Refusal("bad_request", "unknown_host", host=request.host)
        if len(self._hosts) < HOSTS_MOST:
            self._hosts.add(request.host)

    def _require_origin(self) -> None:
        origin = request.headers.get("Origin")
        if origin is None or origin == NO_ORIGIN or origin in self._rules.origins:
            return
        if urlsplit(origin).netloc != request.host:
            raise Refusal("forbidden", "untrusted_origin")

    def page(self, *roles: Role) -> Callable[[Callable[P, T]], Callable[P, T | AnyResponse]]:
        """Show a page to these roles; send who is not logged in to ``/login`` and back afterwards."""

        def guard(view: Callable[P, T]) -> Callable[P, T | AnyResponse]:
            @wraps(view)
            def guarded(*args: P.args, **kwargs: P.kwargs) -> T | AnyResponse:
                actor: Actor | None = g.actor
                if actor is None:
                    return redirect(f"/login?next={quote(_present_address(), safe='')}")
                if actor.role not in roles:
                    raise Refusal("forbidden")
                return view(*args, **kwargs)

            return guarded

        return guard

    def open_page(self, view: Callable[P, T]) -> Callable[P, T]:
        """Show a page to anybody; ``g.actor`` is None for strangers."""
        return view


def _present_address() -> str:
    return request.full_path.rstrip("?")


def _require_csrf(seen: SessionSeen) -> None:
    given = request.headers.get(CSRF_HEADER) or request.form.get(CSRF_FIELD, "")
    if not hmac.compare_digest(given.encode(), seen.csrf_token.encode()):
        raise Refusal("csrf_failed")


def csrf_token() -> str:
    """Return the session's CSRF token, empty for strangers."""
    seen: SessionSeen | None = g.get("session_seen")
    return "" if seen is None else seen.csrf_token


def session_token() -> str | None:
    """Return the session cookie's token."""
    return request.cookies.get(SESSION_COOKIE)


def keep_session(response: Response, token: str) -> None:
    """Put a session's token into the cookie; ``Secure`` only under TLS, for halls often have none."""
    response.set_cookie(
        SESSION_COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=request.is_secure,
    )


def drop_session(response: Response) -> None:
    """Take the cookie away."""
    response.delete_cookie(SESSION_COOKIE, httponly=True, samesite="Lax", secure=request.is_secure)


def address() -> str:
    """Return where a request came from."""
    return request.remote_addr or "-"
