"""What every use case receives, and what each asks first: may this actor act here."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from queue_server.application.ports import PrinterTools, Store
from queue_server.application.shown_waits import ShownWaits
from queue_server.application.waits import Waits
from queue_server.catalogue import Catalogue
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor
from queue_server.protocol import DeskShown, VoiceSeen

T = TypeVar("T")
TRACK_BYTES = 18


class Speech(Protocol):
    """A spoken call: clip names in order, and what they say."""

    @property
    def clips(self) -> tuple[str, ...]:
        """Return the clips in speaking order."""
        ...

    @property
    def clips_en(self) -> tuple[str, ...]:
        """Return the clips of the English sentence."""
        ...

    @property
    def caption_id(self) -> str:
        """Return the Indonesian sentence."""
        ...

    @property
    def caption_en(self) -> str:
        """Return the English sentence."""
        ...


Announce = Callable[[str, str, str, str], Speech]
"""(number, code and name of the place to go to, reading style) -> speech."""
Shown = Callable[[str, str | None], DeskShown]
"""(branch, a counter's zone) -> what the displays that show this counter have painted."""
Voices = Callable[[str], list[VoiceSeen]]
"""Branch -> its loudspeakers, displays by their ids."""
MediaUrl = Callable[[str, str], str | None]
"""(branch, a file of its playlist) -> the address it is served at; None while the file is not there."""


Refitted = Callable[[str, str], None]
"""(device id, hash of its token): this device is fitted otherwise now; its screen has to come anew."""


@dataclass(frozen=True, slots=True)
class Context:
    """The server's surroundings; one for its whole life.

    ``clock`` is the hall's: tickets, calls, opening hours. ``wall_clock``, where given, is that of the people outside,
    for a hall whose day is played faster than theirs.
    """

    store: Store
    clock: Callable[[], datetime]
    secret: bytes
    public_url: str
    catalogue: Catalogue
    announce: Announce
    run_blocking: Callable[..., Any]
    wall_clock: Callable[[], datetime] | None = None
    shown: Shown = lambda _branch, _zone: DeskShown()
    voices: Voices = lambda _branch: []
    media_url: MediaUrl = lambda _branch, _file: None
    refitted: Refitted = lambda _device_id, _token_hash: None
    printer_tools: PrinterTools | None = None
    waits: Waits = field(default_factory=Waits)
    shown_waits: ShownWaits = field(default_factory=ShownWaits)

    def wall_time(self) -> datetime:
        """Return the instant by which log-ins and pairing codes end."""
        return (self.wall_clock or self.clock)()

    @property
    def tools(self) -> PrinterTools:
        """Return the printer program; refused where there is none."""
        if self.printer_tools is None:
            raise Refusal("printer_tools_away")
        return self.printer_tools

    def track_token(self, ticket_id: str) -> str:
        """Return a ticket's track token: 144 bits derived from the secret, so that none is stored."""
        digest = hmac.new(self.secret, f"track:{ticket_id}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:TRACK_BYTES]).decode()

    def track_url(self, ticket_id: str) -> str:
        """Return the address that the ticket's QR leads to."""
        return f"{self.public_url}/t/{self.track_token(ticket_id)}"


def system_clock() -> datetime:
    """Return the present instant in UTC, in whole milliseconds as the wire shows it."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def hash_of(token: str) -> str:
    """Return how a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_id(seq: int) -> str:
    """Return an id that sorts by the branch's ``seq``, which no clock sets back, and 80 random bits; in hex."""
    return f"{seq:012x}{secrets.token_hex(10)}"


def require_branch(actor: Actor, branch: str) -> None:
    """Refuse an actor of another branch, as if this one did not exist for them."""
    if actor.branch is not None and actor.branch != branch:
        raise Refusal("not_found", "unknown_branch", branch=branch)


def branch_of(context: Context, actor: Actor, ticket_id: str) -> str:
    """Return the branch of a ticket; a ticket of somebody else's branch is unknown."""
    with context.store.read() as work:
        branch = work.branches.of_ticket(ticket_id)
    if branch is None or (actor.branch is not None and actor.branch != branch):
        raise Refusal("not_found", "unknown_ticket")
    return branch
