"""The composition root: joins everything, decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from flask import Flask, redirect
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response

from display.announcement import compose
from display.blueprint import CLIPS, HallFiles, make_display_blueprint
from display.media_folder import MediaFolder
from display.text_board import glimpses, make_text_blueprint
from kiosk.blueprint import make_kiosk_blueprint
from queue_server import protocol
from queue_server.application import snapshots, tracking
from queue_server.application.absence import leave_desk
from queue_server.application.accounts import setup_needed
from queue_server.application.boards import arms, glance, theme_css
from queue_server.application.calling import CounterPlace
from queue_server.application.closing import read_tally
from queue_server.application.context import Context, system_clock
from queue_server.application.directory import branches_of
from queue_server.application.identity import Identities, ended_credentials
from queue_server.application.papers import day_papers
from queue_server.application.printers import note_silent
from queue_server.application.printing import shelve_stale
from queue_server.application.promised import read_promises
from queue_server.application.promising import keep_shown
from queue_server.application.readiness import checks_of
from queue_server.catalogue import Catalogue
from queue_server.domain.errors import Refusal
from queue_server.domain.roles import Actor
from queue_server.printer_tools import AgentTools
from queue_server.protocol import Envelope, Screen
from queue_server.realtime.absences import Desk, LeaveDesk
from queue_server.realtime.broadcaster import Broadcaster, View
from queue_server.realtime.connections import Access as Doors
from queue_server.realtime.rooms import counter_of, zone_of
from queue_server.realtime.screens import Screens, Sources, open_screens
from queue_server.realtime.voices import Voices
from queue_server.runtime import Runtime
from queue_server.settings import Settings
from queue_server.storage.unit_of_work import SqlStore
from queue_server.web.access import Access, Rules
from queue_server.web.administration import make_admin_pages
from queue_server.web.day import make_day_pages
from queue_server.web.desk import make_desk_pages
from queue_server.web.halls import Halls
from queue_server.web.installation import install_web
from queue_server.web.language import page_language
from queue_server.web.phone import make_phone_blueprint
from queue_server.web.setup import make_setup_pages

WEB = Path(__file__).parent / "web"
STATIC_KEPT_S = 300


@dataclass(frozen=True, slots=True)
class Server:
    """A server that is built and not yet serving."""

    app: Flask
    socketio: SocketIO
    context: Context
    screens: Screens

    def start(self) -> None:
        """Learn what waits were like, and begin to watch for changes made by other processes."""
        learn_waits(self.context)
        self.screens.start()


def make_context(settings: Settings, store: SqlStore, secret: bytes, runtime: Runtime) -> Context:
    """Return what every use case receives."""
    return Context(
        store=store,
        clock=system_clock,
        secret=secret,
        public_url=settings.public_url,
        catalogue=Catalogue.load(),
        announce=compose,
        run_blocking=runtime.run_blocking,
        printer_tools=AgentTools(runtime.run_blocking),
    )


def build_server(settings: Settings, store: SqlStore, context: Context, runtime: Runtime) -> Server:
    """Join storage, use cases, screens and pages into one server."""
    app = Flask("queue_server", template_folder=str(WEB / "templates"), static_folder=str(WEB / "static"))
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = STATIC_KEPT_S
    if settings.is_behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]  # Flask's own way
    broadcaster = Broadcaster(runtime.spawn)
    store.published = broadcaster.published
    voices = Voices(broadcaster.presence.seat, broadcaster.newest)
    media = MediaFolder(settings.home / "media")

    def refitted(device_id: str, token_hash: str) -> None:
        identities.devices.forget_hash(token_hash)
        broadcaster.dismiss(device_id)

    shown = broadcaster.presence.shown
    context = replace(context, shown=shown, voices=voices.seen, media_url=media.url_of, refitted=refitted)
    identities = Identities(context)
    access = Access(identities, Rules.of(settings.public_url, settings.origins, limits=settings.limits))
    install_web(app, context, access, checks_of(context, settings.home))
    _install_pages(app, context, access)
    _install_displays(app, context, settings.home, media)
    sources = Sources(
        access=_doors(context, identities),
        views=_views(context),
        read_seqs=lambda: _seqs(context),
        leave_desk=leave_of(context),
        watch_paper=lambda: watch_paper(context),
        keep_promises=lambda: keep_promises(context),
        voices=voices,
    )
    screens = open_screens(app, settings, runtime, broadcaster, sources)
    return Server(app, screens.socketio, context, screens)


def _install_pages(app: Flask, context: Context, access: Access) -> None:
    halls = Halls(
        branches=lambda actor: branches_of(context, actor),
        supervision=lambda actor, branch: _supervision(context, actor, branch),
        tally=lambda actor, branch, day: read_tally(context, actor, branch, day),
        papers=lambda actor, branch, day: day_papers(context, actor, branch, day),
        promises=lambda actor, branch, day: read_promises(context, actor, branch, day),
    )
    app.register_blueprint(make_kiosk_blueprint())
    app.register_blueprint(make_desk_pages(access, halls))
    app.register_blueprint(make_day_pages(access, halls, context.clock))
    app.register_blueprint(make_admin_pages(access, halls))
    app.register_blueprint(make_setup_pages(access, lambda: setup_needed(context)))
    app.register_blueprint(
        make_phone_blueprint(
            lambda token: snapshots.track_state(context, token)[1],
            lambda token: tracking.cancel(context, token),
            page_language,
        )
    )
    access.without_session("phone.do_cancel")

    @app.get("/")
    def home() -> Response:
        return redirect("/login")


def _install_displays(app: Flask, context: Context, home: Path, media: MediaFolder) -> None:
    def board_of(branch: str, zone: str | None, counter: str | None) -> protocol.BoardState:
        return glance(context, branch, snapshots.Place(zone, counter))

    files = HallFiles(
        clips=(home / "clips", CLIPS),
        media=media,
        theme_of=lambda branch: theme_css(context, branch),
        logo_of=lambda branch: arms(context, branch),
    )
    app.register_blueprint(make_display_blueprint(files=files))
    app.register_blueprint(make_text_blueprint(glimpses(board_of), context.clock))


def _supervision(context: Context, actor: Actor, branch: str) -> protocol.SupervisionState:
    if actor.branch not in {None, branch}:
        raise Refusal("not_found", "unknown_branch", branch=branch)
    state: protocol.SupervisionState = snapshots.supervision_state(context, branch).state
    return state


def _doors(context: Context, identities: Identities) -> Doors:
    def person_of(token: str) -> Actor | None:
        seen = identities.sessions.of(token)
        return None if seen is None else seen.actor

    def ticket_of(token: str) -> tuple[str, str] | None:
        try:
            ticket_id, envelope = snapshots.track_state(context, token)
        except Refusal:
            return None
        return envelope.branch, ticket_id

    def has_counter(branch: str, counter: str) -> bool:
        try:
            with context.store.read(branch) as work:
                return counter in work.branch.counters_by_code
        except Refusal:
            return False

    def ended_of(sessions: Collection[str], devices: Collection[str]) -> set[str]:
        return ended_credentials(context, sessions, devices)

    return Doors(identities.devices.of, person_of, ticket_of, has_counter, ended_of)


def _views(context: Context) -> Mapping[Screen, View]:
    def each(view: Callable[[str, str], Envelope]) -> View:
        return lambda branch, keys: {key: view(branch, key) for key in keys}

    return {
        Screen.BOARD: each(lambda branch, key: snapshots.board_state(context, branch, _place(key))),
        Screen.MENU: each(lambda branch, _: snapshots.menu_state(context, branch)),
        Screen.DESK: each(lambda branch, counter: snapshots.desk_state(context, branch, counter)),
        Screen.SUPERVISION: each(lambda branch, _: snapshots.supervision_state(context, branch)),
        Screen.PRINT: each(lambda branch, _: snapshots.print_state(context, branch)),
        Screen.TRACK: lambda branch, tickets: snapshots.track_states(context, branch, tickets),
    }


def leave_of(context: Context) -> LeaveDesk:
    """Return what is done about a desk that is gone."""

    def leave(desk: Desk, away_s: float) -> bool:
        return leave_desk(context, CounterPlace(desk.branch, desk.counter), desk.officer, timedelta(seconds=away_s))

    return leave


def watch_paper(context: Context) -> None:
    """See after every branch's paper: agents that fell silent, slips that nobody prints any more."""
    for branch in _seqs(context):
        note_silent(context, branch)
        shelve_stale(context, branch)


def keep_promises(context: Context) -> None:
    """Store what phones of every branch have shown of the wait."""
    for branch in context.shown_waits.branches():
        keep_shown(context, branch)


def learn_waits(context: Context) -> None:
    """Learn what waits were like, before the first resident asks."""
    for branch in _seqs(context):
        context.waits.learn(context.store, branch)


def _place(key: str) -> snapshots.Place:
    return snapshots.Place(zone_of(key), counter_of(key))


def _seqs(context: Context) -> Mapping[str, int]:
    with context.store.read() as work:
        return work.branches.seqs()
