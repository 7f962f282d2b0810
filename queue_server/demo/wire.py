"""The players' telephone: HTTP as every kiosk, desk and phone speaks it, with keys, CSRF and patience."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import requests

from queue_server.protocol import API, CSRF_HEADER, IDEMPOTENCY_HEADER, SESSION_COOKIE

TIMEOUTS_S = (5.0, 20.0)
TRIES = 5
PAUSE_S = 0.3
LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})


class RefusedError(Exception):
    """The server said no, with a code for programs and a sentence for people."""

    def __init__(self, path: str, status: int, problem: dict[str, Any]) -> None:
        super().__init__(f"{path} was refused with {status} {problem.get('code')}: {problem.get('detail')}")
        self.code = str(problem.get("code"))
        self.reason = problem.get("reason")


class BrokenError(Exception):
    """The server failed, or cannot be reached: nothing that a player could heal."""


class Line:
    """One player's connection: a device by its token, a person by a session, a phone by nothing.

    ``answers`` counts statuses, for all players together; ``pause`` waits between two tries.
    """

    def __init__(self, address: str, answers: Counter[int], pause: Callable[[float], None]) -> None:
        self._address = address
        self._pause = pause
        self._answers = answers
        self._session = requests.Session()
        self._session.trust_env = False

    def show(self, token: str) -> None:
        """Speak as a device from now on."""
        self._session.headers["Authorization"] = f"Bearer {token}"

    def log_in(self, username: str, password: str) -> None:
        """Open a session and keep its CSRF token."""
        answer = self.post("/session", {"username": username, "password": password})
        self._session.headers[CSRF_HEADER] = answer["csrf_token"]

    @property
    def cookie(self) -> str:
        """Return the session as a ``Cookie`` header, for sockets."""
        return f"{SESSION_COOKIE}={self._session.cookies.get(SESSION_COOKIE)}"

    def get(self, path: str) -> Any:
        """Return what is at ``path`` of the API."""
        return self._ask("GET", path, None)

    def post(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send a command, with a key under which trying again is harmless."""
        return self._ask("POST", path, body or {})

    def close(self) -> None:
        """Hang up."""
        self._session.close()

    def _ask(self, method: str, path: str, body: dict[str, Any] | None) -> Any:
        headers = {} if body is None else {IDEMPOTENCY_HEADER: secrets.token_urlsafe(12)}
        reason = "it does not answer"
        for attempt in range(TRIES):
            self._pause(PAUSE_S * attempt)
            try:
                answer = self._session.request(
                    method, f"{self._address}{API}{path}", json=body, headers=headers, timeout=TIMEOUTS_S
                )
            except (requests.ConnectionError, requests.Timeout) as error:
                reason = type(error).__name__
                continue
            self._answers[answer.status_code] += 1
            if answer.status_code not in LATER:
                return _content(answer, path)
            reason = f"it answered {answer.status_code}"
        raise BrokenError(f"{method} {path}: {reason}")


def _content(answer: requests.Response, path: str) -> Any:
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        raise BrokenError(f"{path} was answered with {answer.status_code}: {answer.text[:300]}")
    if answer.status_code >= HTTPStatus.BAD_REQUEST:
        raise RefusedError(path, answer.status_code, answer.json())
    return answer.json() if answer.content else None
