"""Who may call what: role × route, every cell decided. The letters of docs/protocol.md as columns.

``-`` no · ``o`` on the own branch (the use case hides every other) · ``*`` anybody, no identity asked.
The open calls have a star in every column, for a screen that is logged in asks like one that is not.
"""

from __future__ import annotations

from collections.abc import Mapping

from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor, Role

NOBODY_YET = "anyone"
COLUMNS = (
    NOBODY_YET,
    Role.KIOSK.value,
    Role.DISPLAY.value,
    Role.PRINTER.value,
    Role.OFFICER.value,
    Role.SUPERVISOR.value,
    Role.ADMIN.value,
    Role.AUDITOR.value,
)
ANYBODY, OWN, NO = "*", "o", "-"

TABLE = {
    #                  –  K  D  P  O  S  A  U
    "livez":           "* * * * * * * *",
    "readyz":          "* * * * * * * *",
    "openapi":         "* * * * * * * *",
    "log_in":          "* * * * * * * *",
    "log_out":         "- - - - o o o o",
    "who_am_i":        "- - - - o o o o",
    "menu":            "* * * * * * * *",
    "issue_ticket":    "- o - - o o - -",
    "open_counter":    "- - - - o - - -",
    "pause_counter":   "- - - - o - - -",
    "close_counter":   "- - - - o - - -",
    "switch_services": "- - - - o o - -",
    "call_next":       "- - - - o - - -",
    "call_number":     "- - - - o - - -",
    "serve_directly":  "- - - - o - - -",
    "return_ticket":   "- o - - - - - -",
    "desk":            "- - - - o o - -",
    "ticket_action":   "- - - - o o - -",
    "reprint_ticket":  "- - - - o o - -",
    "track":           "* * * * * * * *",
    "cancel_by_track": "* * * * * * * *",
    "claim_job":       "- - - o - - - -",
    "job_printed":     "- - - o - - - -",
    "job_failed":      "- - - o - - - -",
    "job_unknown":     "- - - o - - - -",
    "printer_status":  "- - - o - - - -",
    "job_sending":     "- - - o - - - -",
    "print_test":      "- - - - - o o -",
    "print_tally":     "- - - - - o o -",
    "print_sign":      "- - - - - o o -",
    "find_printers":   "- - - - - o o -",
    "slip_picture":    "- - - - - o o -",
    "slip_logo":       "* * * * * * * *",
    "day_papers":      "- - - - - o o o",
    "change_device":   "- - - - - o o -",
    "display_seat":    "- - o - - - - -",
    "quiet_hall":      "- - - - - o o -",
    "day_tickets":     "- - - - - o o o",
    "day_tally":       "- - - - - o o o",
    "day_promises":    "- - - - - o o o",
    "open_day":        "- - - - - o - -",
    "close_day":       "- - - - - o - -",
    "decide_issuing":  "- - - - - o - -",
    "branches":        "- - - - o o o o",
    "users":           "- - - - - - o -",
    "add_user":        "- - - - - - o -",
    "disable_user":    "- - - - - - o -",
    "devices":         "- - - - - o o -",
    "add_device":      "- - - - - o o -",
    "revoke_device":   "- - - - - o o -",
    "begin_pairing":   "* * * * * * * *",
    "pairing_result":  "* * * * * * * *",
    "accept_pairing":  "- - - - - o o -",
    "finish_setup":    "* * * * * * * *",
}  # fmt: skip

MATRIX: Mapping[str, Mapping[str, str]] = {
    route: dict(zip(COLUMNS, cells.split(), strict=True)) for route, cells in TABLE.items()
}


def is_open(route: str) -> bool:
    """Say whether anybody may call a route."""
    return MATRIX[route][NOBODY_YET] == ANYBODY


def require_role(route: str, actor: Actor | None) -> None:
    """Refuse an actor whose cell says no, and nobody where somebody must be known."""
    if actor is None:
        if not is_open(route):
            raise Refusal("unauthenticated")
    elif MATRIX[route].get(actor.role.value, NO) == NO:
        raise Refusal("forbidden")
