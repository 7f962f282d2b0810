"""A refusal in words: its HTTP status, its title and a sentence that a person can act on."""

from __future__ import annotations

from collections.abc import Mapping

from queue_server.catalogue import Catalogue
from queue_server.domain.errors import Refusal
from queue_server.protocol import Problem
from queue_server.sentences import field_message, sentences

STATUS: Mapping[str, int] = {
    "bad_json": 400,
    "bad_request": 400,
    "idempotency_key_missing": 400,
    "idempotency_key_invalid": 400,
    "unauthenticated": 401,
    "wrong_credentials": 401,
    "csrf_failed": 403,
    "forbidden": 403,
    "not_found": 404,
    "unknown_action": 404,
    "unknown_branch": 404,
    "unknown_counter": 404,
    "unknown_service": 404,
    "method_not_allowed": 405,
    "pairing_expired": 410,
    "setup_done": 410,
    "too_large": 413,
    "unsupported_media_type": 415,
    "invalid_field": 422,
    "weak_password": 422,
    "rate_limited": 429,
    "internal": 500,
    "printer_tools_away": 503,
    "storage_busy": 503,
    "storage_full": 507,
}
CONFLICT = 409
"""Every other code says that the present state does not allow it."""

TYPE = "urn:antrean:problem:{code}"


def status_of(refusal: Refusal) -> int:
    """Return the HTTP status of a refusal."""
    return STATUS.get(refusal.code, CONFLICT)


def headers_of(refusal: Refusal) -> dict[str, str]:
    """Return the headers that go with a refusal."""
    if refusal.code in {"rate_limited", "storage_busy"}:
        return {"Retry-After": str(refusal.params.get("seconds", 1))}
    if refusal.code == "method_not_allowed":
        return {"Allow": str(refusal.params.get("allowed", ""))}
    return {}


def describe(catalogue: Catalogue, language: str, refusal: Refusal) -> Problem:
    """Return a refusal as the wire's problem, in ``language``."""
    title, detail = sentences(catalogue, language, refusal)
    return Problem(
        type=TYPE.format(code=refusal.code),
        title=title,
        status=status_of(refusal),
        code=refusal.code,
        detail=detail,
        errors=_field_errors(catalogue, language, refusal),
        reason=refusal.reason,
    )


def _field_errors(catalogue: Catalogue, language: str, refusal: Refusal) -> list[dict[str, str]]:
    """Name every field that does not fit: those that parsing found, or the one that a use case named."""
    faults = refusal.params.get("faults")
    if isinstance(faults, list):
        return [
            {"field": str(fault["field"]), "message": field_message(catalogue, language, fault)} for fault in faults
        ]
    if "field" in refusal.params:
        _, detail = sentences(catalogue, language, refusal)
        return [{"field": str(refusal.params["field"]), "message": detail}]
    return []
