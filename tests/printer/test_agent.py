"""The agent in a thread, against a server and a printer that are real on their sockets."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import socketio
from werkzeug.serving import make_server

from printer.agent import Agent, Rhythm
from printer.device import Device, Outcome
from printer.link import ServerLink
from printer.listener import Listener
from printer.press import Press
from printer.profiles import find_profile
from printer.spool import Entry, Spool, Step
from printer.transports import open_address
from tests.printer.decode import decode
from tests.printer.fakes import COVER_OPEN, PAPER_OUT, READY, SILENT, TOKEN, FakePrinter, FakeServer, wait_until
from tests.printer.samples import job

PROFILE = find_profile()
MakePrinter = Callable[..., FakePrinter]
Start = Callable[..., "Started"]
NEVER_BY_ITSELF = Rhythm(claim_s=3600, claim_alone_s=3600, blocked_s=0.05, look_s=3600)
EAGER = Rhythm(claim_s=0.05, claim_alone_s=0.05, blocked_s=0.05, look_s=0.05)


@dataclass(frozen=True)
class Started:
    spool: Spool
    listener: Listener


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    stops: list[Callable[[], None]] = []

    def run(
        server_url: str, device: str, rhythm: Rhythm = EAGER, token: str = TOKEN, kept: Spool | None = None
    ) -> Started:
        wake, stopped = threading.Event(), threading.Event()
        spool = kept or Spool(tmp_path / "spool")
        listener = Listener(server_url, token, wake)
        press = Press(Device(open_address(device, PROFILE)), spool, PROFILE)
        link = ServerLink(server_url, token)
        agent = Agent(link, listener, press, rhythm)
        listener.start()
        thread = threading.Thread(target=agent.run, args=(wake, stopped))
        thread.start()

        def stop() -> None:
            stopped.set()
            wake.set()
            thread.join(20)
            listener.stop()
            link.close()
            spool.close()
            assert not thread.is_alive()

        stops.append(stop)
        return Started(spool, listener)

    yield run
    for stop in stops:
        stop()


def test_jobs_are_claimed_printed_and_confirmed_in_order(
    server: FakeServer, printer: MakePrinter, start: Start
) -> None:
    one = printer(READY)
    server.queue += [job("a", 1), job("b", 2, copy=1), job("c", 3, kind="tally")]
    spool = start(server.url, one.address).spool
    wait_until(lambda: len(server.reports) == 3)
    assert [(known, outcome, body["fence"]) for known, outcome, body in server.reports] == [
        ("a", "printed", 1),
        ("b", "printed", 2),
        ("c", "printed", 3),
    ]
    wait_until(lambda: not spool.unconfirmed())
    slips = [decode(b"\x1b@" + part) for part in one.paper.split(b"\x1b@")[1:]]
    assert [bool(slip.reversed_text) for slip in slips] == [False, True, False]
    assert "Struk tercetak / cetak ulang / gagal 1/1/0" in slips[2].words
    assert server.states[0]["state"] == "ready"


@pytest.mark.parametrize(("trouble", "reason"), [(PAPER_OUT, "paper_out"), (COVER_OPEN, "cover_open")])
def test_trouble_is_told_and_the_kept_job_is_printed_once_it_is_over(
    server: FakeServer, printer: MakePrinter, start: Start, trouble: dict[int, int], reason: str
) -> None:
    one = printer(trouble)
    server.queue.append(job("a", 1))
    start(server.url, one.address)
    wait_until(lambda: server.outcomes("a") == ["failed"])
    assert server.reports[0][2]["reason"] == reason
    assert server.states[-1]["state"] == reason
    assert one.paper == b""
    one.answers = READY
    server.queue.append(job("a", 2))
    wait_until(lambda: server.outcomes("a") == ["failed", "printed"])
    assert one.slips == 1
    wait_until(lambda: server.states[-1]["state"] == "ready")


def test_a_confirmation_that_is_lost_is_repeated_and_nothing_printed_again(
    server: FakeServer, printer: MakePrinter, start: Start
) -> None:
    one = printer(READY)
    server.refuses_reports = True
    server.queue.append(job("a", 1))
    spool = start(server.url, one.address).spool
    wait_until(spool.unconfirmed)
    server.refuses_reports = False
    wait_until(lambda: server.outcomes("a") == ["printed"])
    server.loses_answers = True
    server.queue.append(job("b", 2))
    wait_until(lambda: len(server.outcomes("b")) > 1)
    server.loses_answers = False
    wait_until(lambda: not spool.unconfirmed())
    assert set(server.outcomes("b")) == {"printed"}
    assert one.slips == 2


def test_a_printer_that_was_only_starting_becomes_ready_without_a_job(
    server: FakeServer, printer: MakePrinter, start: Start
) -> None:
    one = printer(SILENT)
    start(server.url, one.address, Rhythm(claim_s=0.05, claim_alone_s=0.05, look_s=3600, look_again_s=0.05))
    wait_until(lambda: server.states and server.states[-1]["state"] == "unknown")
    one.answers = READY
    wait_until(lambda: server.states[-1]["state"] == "ready")
    assert one.paper == b""


def test_a_spool_that_cannot_be_tidied_up_still_prints(
    server: FakeServer, printer: MakePrinter, start: Start, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    kept = Spool(tmp_path / "spool")
    kept.put(Entry("old", "ticket", 0, 1, "2020-01-02", Step.CONFIRMED, Outcome.PRINTED))
    record = tmp_path / "spool" / "jobs" / "old.json"
    record.unlink()
    record.mkdir()
    server.queue.append(job("a", 1))
    start(server.url, printer(READY).address, kept=kept)
    wait_until(lambda: server.outcomes("a") == ["printed"])
    assert "old jobs could not be removed" in caplog.text


def test_a_lost_lease_ends_the_matter(server: FakeServer, printer: MakePrinter, start: Start) -> None:
    one = printer(READY)
    server.old_fences.add(1)
    server.queue.append(job("a", 1))
    spool = start(server.url, one.address).spool
    wait_until(lambda: (known := spool.get("a")) is not None and known.step is Step.CONFIRMED)
    server.queue.append(job("a", 2))
    wait_until(lambda: server.outcomes("a") == ["printed"])
    assert one.slips == 1


def test_a_job_that_is_no_slip_fails_and_the_next_is_printed(
    server: FakeServer, printer: MakePrinter, start: Start
) -> None:
    one = printer(READY)
    server.queue += [job("a", 1, number=""), job("b", 2, kind="poster"), job("c", 3)]
    start(server.url, one.address)
    wait_until(lambda: server.outcomes("c") == ["printed"])
    assert server.outcomes("a") == server.outcomes("b") == ["failed"]
    assert one.slips == 1


def test_the_servers_absence_is_said_once_and_its_return_once(
    server: FakeServer, printer: MakePrinter, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    one = printer(READY)
    server.is_broken = True
    start(server.url, one.address)
    wait_until(lambda: "the server is away" in caplog.text)
    server.queue.append(job("a", 1))
    server.is_broken = False
    wait_until(lambda: server.outcomes("a") == ["printed"])
    wait_until(lambda: "the server is back" in caplog.text)
    assert caplog.text.count("the server is away") == 1
    assert caplog.text.count("the server is back") == 1


def test_a_token_that_is_not_accepted_is_named(
    server: FakeServer, printer: MakePrinter, start: Start, caplog: pytest.LogCaptureFixture
) -> None:
    start(server.url, printer(READY).address, token="wrong")
    wait_until(lambda: "does not accept this printer's token" in caplog.text)
    assert "wrong" not in caplog.text


def test_two_agents_at_one_server_never_print_one_job_twice(
    server: FakeServer, printer: MakePrinter, start: Start, tmp_path: Path
) -> None:
    one = printer(READY)
    server.queue += [job(f"j{number}", number) for number in range(20)]
    start(server.url, one.address)
    with pytest.raises(Exception, match="spool"):
        start(server.url, one.address)
    wait_until(lambda: len(server.reports) == 20)
    assert one.slips == 20


class LiveServer:
    """HTTP and Socket.IO on one port, as the queue server has them."""

    def __init__(self, fake: FakeServer) -> None:
        self.sockets = socketio.Server(async_mode="threading", cors_allowed_origins="*")
        self.tokens: list[object] = []
        self.sockets.on("connect", self._connected, namespace="/screens")
        self._fake = fake
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._http = make_server("127.0.0.1", port, socketio.WSGIApp(self.sockets, self._answer), threaded=True)
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def say_something_waits(self) -> None:
        state = {"queued": 1, "printed_today": 0, "service_day": "2026-11-20"}
        self.sockets.emit("print.state", {"seq": 1, "at": "", "branch": "pkl", "state": state}, namespace="/screens")

    def close(self) -> None:
        self.sockets.shutdown()
        self._http.shutdown()
        self._http.server_close()

    def _connected(self, _sid: str, _environ: object, auth: dict[str, str]) -> bool:
        self.tokens.append(auth["token"])
        return auth["token"] == TOKEN

    def _answer(self, environ: dict[str, object], start_response: Callable[..., object]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(str(environ.get("CONTENT_LENGTH") or 0)))  # type: ignore[attr-defined]
        authorization = str(environ.get("HTTP_AUTHORIZATION", ""))
        code, answer = self._fake.answer(str(environ["PATH_INFO"]), authorization, json.loads(body or b"{}"))
        content = json.dumps(answer).encode() if answer is not None else b""
        start_response(f"{code} x", [("Content-Length", str(len(content)))])
        return [content]


def test_a_word_on_the_socket_wakes_the_agent_and_tells_the_day(
    server: FakeServer, printer: MakePrinter, start: Start
) -> None:
    one = printer(READY)
    live = LiveServer(server)
    agent = start(live.url, one.address, NEVER_BY_ITSELF)
    wait_until(lambda: agent.listener.is_connected)
    live.say_something_waits()
    wait_until(lambda: agent.listener.service_day == "2026-11-20")
    assert live.tokens == [TOKEN]
    without_day = job("a", 1)
    del without_day["service_day"]
    server.queue.append(without_day)
    live.say_something_waits()
    wait_until(lambda: server.outcomes("a") == ["printed"])
    known = agent.spool.get("a")
    assert known is not None
    assert known.day == "2026-11-20"
    live.close()
