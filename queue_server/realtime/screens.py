"""Puts the live screens together; the composition root calls ``open_screens`` once."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask_socketio import SocketIO

from queue_server.protocol import SCREENS, Screen
from queue_server.realtime import packets
from queue_server.realtime.absences import Absences, LeaveDesk
from queue_server.realtime.broadcaster import Broadcaster, View
from queue_server.realtime.connections import Access, Connections, Hall
from queue_server.realtime.doors import Doors
from queue_server.realtime.keeper import Keeper
from queue_server.realtime.lobby import Lobby
from queue_server.realtime.presence import Presence
from queue_server.realtime.sender import Sender
from queue_server.realtime.sweeper import Sweeper
from queue_server.realtime.voices import Voices
from queue_server.realtime.watch import Watch
from queue_server.runtime import Runtime
from queue_server.settings import Settings

PING_INTERVAL_S = 3
PING_TIMEOUT_S = 5
"""Together with the sweep: a screen that no longer reads is gone after nine seconds at the latest."""
LONGEST_MESSAGE = 16 * 1024
UNKEPT = "what phones showed of the wait cannot be stored; it is kept and tried again"


@dataclass(frozen=True, slots=True)
class Screens:
    """What the rest of the server may ask of the live screens."""

    socketio: SocketIO
    presence: Presence
    drop_token: Callable[[str], None]
    drop_actor: Callable[[str], None]
    start: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the screens need: who somebody is, what a room shows, how far each branch has come.

    ``leave_desk`` is told of every desk that is gone; ``watch_paper`` sees after printers, now and then; ``voices``
    elects which displays speak; ``keep_promises`` stores what phones have shown of the wait.
    """

    access: Access
    views: Mapping[Screen, View]
    read_seqs: Callable[[], Mapping[str, int]]
    leave_desk: LeaveDesk
    watch_paper: Callable[[], None]
    voices: Voices
    keep_promises: Callable[[], None] = lambda: None


def open_screens(
    app: Flask, settings: Settings, runtime: Runtime, broadcaster: Broadcaster, sources: Sources
) -> Screens:
    """Attach ``/screens`` to ``app``. Call ``start()`` of the result when serving begins."""
    presence = broadcaster.presence
    doors = Doors(presence, is_limited=settings.limits)
    connections = Connections(sources.access, Hall(presence, sources.voices), doors, broadcaster.welcome)
    socketio = SocketIO(
        app,
        async_mode=runtime.mode,
        client_manager=Lobby(connections.arrived),
        json=packets,
        namespaces=[SCREENS],
        cors_allowed_origins=_origin_check(settings),
        max_http_buffer_size=LONGEST_MESSAGE,
        ping_interval=PING_INTERVAL_S,
        ping_timeout=PING_TIMEOUT_S,
        async_handlers=False,
        monitor_clients=False,  # the sweeper does
        manage_session=False,
        logger=logging.getLogger("antrean.socketio"),
        engineio_logger=logging.getLogger("antrean.engineio"),
    )
    connections.attach(socketio.server)
    sweeper = Sweeper(socketio.server, presence, doors)
    sender = Sender(socketio.server, runtime.spawn, is_short=runtime.packs_once)
    broadcaster.attach(sources.views, sender, connections.drop)
    absences = Absences(presence, sources.leave_desk)
    keeper = Keeper(runtime.spawn, sources.keep_promises, UNKEPT)
    watch = Watch(broadcaster, connections, sweeper, absences, replace(sources, keep_promises=keeper.nudge))
    return Screens(
        socketio,
        presence,
        connections.drop_token,
        connections.drop_actor,
        lambda: _start(runtime, watch),
    )


def _start(runtime: Runtime, watch: Watch) -> None:
    runtime.spawn(watch.run)


def _origin_check(settings: Settings) -> Callable[[str | None, dict[str, Any]], bool]:
    """Return Engine.IO's question whether pages of an origin may connect: ours, and those of the settings."""
    allowed = {*settings.origins, "{0.scheme}://{0.netloc}".format(urlsplit(settings.public_url))}

    def is_allowed(origin: str | None, environ: dict[str, Any]) -> bool:
        return origin in allowed or urlsplit(origin or "").netloc == environ.get("HTTP_HOST")

    return is_allowed
