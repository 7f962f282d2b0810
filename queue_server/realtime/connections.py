"""Coming and going on ``/screens``: who a socket is, where it sits, and when it has to leave."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from socketio.exceptions import ConnectionRefusedError as SocketRefusedError
from werkzeug.http import parse_cookie

from queue_server.application.credentials import fingerprint
from queue_server.application.ports import StoreBusy
from queue_server.domain.roles import Actor, Role
from queue_server.protocol import PAINTED, SCREENS, SESSION_COOKIE, VOICE, Screen, VoiceOrder
from queue_server.realtime.doors import Doors
from queue_server.realtime.presence import Presence
from queue_server.realtime.rooms import DEVICE_SCREEN, Refused, Room, Seat, counter_of, room_of_device, room_of_person
from queue_server.realtime.voices import Voices

LONGEST_TOKEN = 512
CHECKED_AT_ONCE = 50

_log = logging.getLogger("antrean.screens")


@dataclass(frozen=True, slots=True)
class Access:
    """How a socket is recognised. Each returns None for a token that nobody has (any more)."""

    device_of: Callable[[str], Actor | None]
    person_of: Callable[[str], Actor | None]
    ticket_of: Callable[[str], tuple[str, str] | None]
    """Track token → (branch, ticket id)."""
    has_counter: Callable[[str, str], bool]
    ended_of: Callable[[Collection[str], Collection[str]], Collection[str]]
    """Fingerprints of (sessions, device tokens) → those that nobody holds any more. Notes no visit."""


@dataclass(frozen=True, slots=True)
class Hall:
    """Who sits where, and whose voice is heard."""

    presence: Presence
    voices: Voices


class Connections:
    """The handlers of ``/screens``. ``welcome`` sends a first state, ``voices`` hears which display speaks."""

    def __init__(self, access: Access, hall: Hall, doors: Doors, welcome: Callable[[Seat], None]) -> None:
        self._access = access
        self.presence = hall.presence
        self._voices = hall.voices
        self._doors = doors
        self._welcome = welcome
        self._arriving: dict[str, Seat] = {}
        self._server: Any = None
        self._checked = ""

    def attach(self, server: Any) -> None:
        """Listen on a Socket.IO server."""
        self._server = server
        server.on("connect", self._connect, namespace=SCREENS)
        server.on("disconnect", self._disconnect, namespace=SCREENS)
        server.on(PAINTED, self._painted, namespace=SCREENS)
        server.on(VOICE, self._voice, namespace=SCREENS)
        self._voices.tell = self._tell

    def arrived(self, sid: str) -> None:
        """Take the seat, then ask for the first state: in this order no change is lost between the two."""
        seat = self._arriving.pop(sid, None)
        if seat is not None:
            self.presence.sit(seat)
            self._welcome(seat)

    def drop_token(self, token: str) -> None:
        """End all sockets that came with a session cookie or a device token at once: a logout."""
        credential = fingerprint(token)
        self.drop(self.presence.where(lambda seat: seat.credential == credential))

    def drop_actor(self, actor_id: str) -> None:
        """End all sockets of a user or a device at once: disabled, revoked."""
        self.drop(self.presence.where(lambda seat: seat.actor.id == actor_id))

    def drop_ended(self) -> None:
        """End the sockets of whoever logged out, was disabled, was given another role, or revoked, by any process.

        Asks for ``CHECKED_AT_ONCE`` of them and goes on with the next ones next time: a look must not hold up the hall.
        """
        holders = {seat.credential: seat.actor.role for seat in self.presence.seats()}
        known = sorted(credential for credential, role in holders.items() if role is not Role.RESIDENT)
        turn = [credential for credential in known if credential > self._checked][:CHECKED_AT_ONCE]
        self._checked = turn[-1] if len(turn) == CHECKED_AT_ONCE else ""
        devices = {credential for credential in turn if holders[credential] in DEVICE_SCREEN}
        ended = self._access.ended_of(set(turn) - devices, devices) if turn else ()
        self.drop(self.presence.where(lambda seat: seat.credential in ended))

    def drop(self, seats: Iterable[Seat]) -> None:
        """End sockets: their pages see a disconnect by the server, and a code when they come again."""
        for seat in seats:
            self._leave(seat.sid)
            self._server.disconnect(seat.sid, namespace=SCREENS)

    def _connect(self, sid: str, environ: Mapping[str, Any], auth: Any = None) -> None:
        link = self._server.manager.eio_sid_from_sid(sid, SCREENS)
        try:
            self._arriving[sid] = self._admit(sid, link, environ, auth if isinstance(auth, dict) else {})
        except Refused as refusal:
            raise _refuse(refusal.code) from None
        except StoreBusy:
            raise _refuse("storage_busy") from None
        except Exception:  # noqa: BLE001  (logged; whoever connects gets a code)
            _log.exception("a connection could not be checked")
            raise _refuse("internal") from None

    def _admit(self, sid: str, link: str, environ: Mapping[str, Any], auth: dict[str, Any]) -> Seat:
        token = _token(auth, environ)
        address, credential = str(environ.get("REMOTE_ADDR", "")), fingerprint(token)
        if not token:
            raise Refused("unauthenticated")
        self._doors.check_stranger(address, credential)
        found = self._recognise(auth, token)
        if found is None:
            self._doors.note_stranger(address, credential)
            raise Refused("unauthenticated")
        actor, room = found
        self._doors.check_room_left(actor.role, address, credential)
        return Seat(sid, link, room, actor, credential, address)

    def _recognise(self, auth: dict[str, Any], token: str) -> tuple[Actor, Room] | None:
        if "token" in auth:
            device = self._access.device_of(token)
            return None if device is None else (device, self._place_of(device))
        if "track" in auth:
            ticket = self._access.ticket_of(token)
            if ticket is None:
                return None
            branch, ticket_id = ticket
            return Actor(Role.RESIDENT, ticket_id, branch), Room(Screen.TRACK, branch, ticket_id)
        person = self._access.person_of(token)
        if person is None:
            return None
        room = room_of_person(person, auth)
        if room.screen is Screen.DESK and not self._access.has_counter(room.branch, room.key):
            raise Refused("unknown_counter")
        return person, room

    def _place_of(self, device: Actor) -> Room:
        room = room_of_device(device)
        counter = counter_of(room.key) if room.screen is Screen.BOARD else None
        if counter is not None and not self._access.has_counter(room.branch, counter):
            raise Refused("unknown_counter")
        return room

    def _disconnect(self, sid: str, _reason: str | None = None) -> None:
        self._arriving.pop(sid, None)
        self._leave(sid)

    def _leave(self, sid: str) -> None:
        seat = self.presence.leave(sid)
        if seat is not None:
            self._voices.left(seat)

    def _painted(self, sid: str, *said: Any) -> None:
        seq = said[0].get("seq") if said and isinstance(said[0], dict) else None
        if isinstance(seq, int):
            self.presence.note_painted(sid, seq)

    def _voice(self, sid: str, *said: Any) -> VoiceOrder | None:
        """Answer a display's report of its voice with its order, as the acknowledgement."""
        return self._voices.report(sid, said[0] if said else None)

    def _tell(self, seat: Seat, order: VoiceOrder) -> None:
        self._server.emit(VOICE, order, to=seat.sid, namespace=SCREENS)


def _token(auth: Mapping[str, Any], environ: Mapping[str, Any]) -> str:
    """Return what the socket came with: a device token, a track token, else the session cookie."""
    if "token" in auth or "track" in auth:
        said = auth.get("token", auth.get("track"))
        return said if isinstance(said, str) and len(said) <= LONGEST_TOKEN else ""
    return parse_cookie(environ.get("HTTP_COOKIE")).get(SESSION_COOKIE, "")[:LONGEST_TOKEN]


def _refuse(code: str) -> SocketRefusedError:
    """Return what a browser sees as ``connect_error`` with ``error.data.code``."""
    return SocketRefusedError(code, {"code": code})
