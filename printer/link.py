"""The agent's half of the HTTP interface: claim a job, say what became of it, say how the printer is."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import requests

from printer.content import read_job
from printer.spool import Entry
from queue_server.protocol import API, JobReport, JobSending, PaperCount, PrinterReport, PrintJob

_TIMEOUTS_S = (3.0, 10.0)
_LOGO_TIMEOUTS_S = (1.0, 3.0)
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
_LATER = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT})


class ServerAwayError(Exception):
    """The server cannot be worked with now; the text says why. Try again later."""


class NotAcceptedError(ServerAwayError):
    """The server does not accept this printer's token (any more)."""


class RefusedError(Exception):
    """The server understood and said no; asking again changes nothing. ``code`` is the HTTP status."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


class ServerLink:
    """Talks to one server with one printer's token. For one thread."""

    def __init__(self, server: str, token: str) -> None:
        self._server = server.rstrip("/")
        self._session = requests.Session()
        self._session.trust_env = False  # else a .netrc would replace the token, a proxy swallow the hall's LAN
        self._session.headers.update({"Authorization": f"Bearer {token}", "Accept": "application/json"})

    def claim(self) -> PrintJob | None:
        """Return the next job, leased to this printer, or None when nothing waits. Raises ServerAwayError."""
        answer = self._post("/printers/self/claim", {})
        if answer.status_code == HTTPStatus.NO_CONTENT:
            return None
        try:
            return read_job(answer.json())
        except ValueError as error:
            raise ServerAwayError(f"it gave a job that cannot be read: {error}") from error

    def tell_sending(self, job: PrintJob) -> None:
        """Say that a job's first byte is about to leave. Raises ServerAwayError, or RefusedError (409: not ours)."""
        self._post(f"{_address(job.id)}/sending", asdict(JobSending(fence=job.fence)))

    def tell_outcome(self, entry: Entry, count: PaperCount | None) -> None:
        """Report what became of a job. Raises ServerAwayError, or RefusedError when the lease went to another."""
        if entry.outcome is None:
            return
        report = JobReport(fence=entry.fence, reason=entry.reason, count=count)
        self._tell(f"{_address(entry.job)}/{entry.outcome.value}", asdict(report), ("count",))

    def tell_state(self, report: PrinterReport) -> None:
        """Report how the printer is. Raises ServerAwayError or RefusedError."""
        self._tell("/printers/self/status", asdict(report), ("profile", "count"))

    def fetch(self, path: str) -> bytes | None:
        """Return what the server has at ``path`` (``/…``), None when it gives nothing."""
        try:
            answer = self._session.get(f"{self._server}{path}", timeout=_LOGO_TIMEOUTS_S, allow_redirects=False)
        except requests.RequestException:
            return None
        return answer.content if answer.status_code == HTTPStatus.OK else None

    def close(self) -> None:
        """Close the connection."""
        self._session.close()

    def _tell(self, path: str, body: dict[str, Any], newer: tuple[str, ...]) -> None:
        """Report; without the ``newer`` fields where they are empty, or where an older server does not know them."""
        plain = {name: value for name, value in body.items() if name not in newer}
        full = plain | {name: body[name] for name in newer if body[name] is not None}
        try:
            self._post(path, full)
        except RefusedError as error:
            if error.code != HTTPStatus.UNPROCESSABLE_ENTITY or full == plain:
                raise
            self._post(path, plain)

    def _post(self, path: str, body: dict[str, Any]) -> requests.Response:
        try:
            address = f"{self._server}{API}{path}"
            answer = self._session.post(address, json=body, timeout=_TIMEOUTS_S, allow_redirects=False)
        except requests.RequestException as error:
            raise ServerAwayError(f"it does not answer ({type(error).__name__})") from error
        code = answer.status_code
        if code in _REFUSED:
            raise NotAcceptedError("it does not accept this printer's token; pair the printer again or check --token")
        if code >= HTTPStatus.INTERNAL_SERVER_ERROR or code in _LATER:
            raise ServerAwayError(f"it answered {code}")
        if code >= HTTPStatus.MULTIPLE_CHOICES:
            raise RefusedError(f"{path} was answered with {code}", code)
        return answer


def _address(job: str) -> str:
    return f"/print-jobs/{quote(job, safe='')}"
