"""Desks on the real server: two tabs, two officers, sixteen presses at once, and what the TV has shown."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.cast import KOTA_FILE, always_open
from tests.fakes.live_server import Seats
from tests.fakes.sockets import RawScreen
from tests.invariants import check_database
from tests.serving import Client, LiveServer, furnish

PRESSES = 16
COUNTER = "/branches/kota/counters/1"


@pytest.fixture(params=["eventlet", "threading"])
def server(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LiveServer]:
    """An office with two officers; afterwards its books agree."""
    place = furnish(tmp_path / "home", always_open(KOTA_FILE), officers=("ratna", "wati"))
    running = LiveServer(place, ANTREAN_ASYNC_MODE=request.param).start()
    yield running
    running.stop()
    check_database(f"sqlite:///{place.database}", place.branch)
    assert "Traceback" not in running.log.read_text()


def desk(sit: Seats, server: LiveServer, person: Client, counter: str = "1") -> RawScreen:
    """Open the desk of a counter in one more tab."""
    wish = {"screen": "desk", "branch": "kota", "counter": counter}
    screen, _ = sit(server, wish, cookie=f"antrean_session={person._http.cookies['antrean_session']}")
    return screen


def until(screen: RawScreen, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Return the first state of a screen that is as wanted."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        state: dict[str, Any] = screen.event()[1]["state"]
        if wanted(state):
            return state
    raise AssertionError("the wanted state never came")


def settled(screen: RawScreen, server: LiveServer, person: Client) -> dict[str, Any]:
    """Return what a screen shows once it has caught up with what the server says now."""
    now = person.get(f"{COUNTER}/desk").json()
    return until(screen, lambda state: {**state, "shown": None} == {**now["state"], "shown": None})


def at_once(presses: list[Callable[[], requests.Response]]) -> list[requests.Response]:
    with ThreadPoolExecutor(len(presses)) as hands:
        return [answer.result() for answer in [hands.submit(press) for press in presses]]


def tab_of(server: LiveServer, person: Client) -> Client:
    """Return another connection of the same session."""
    tab = Client(server, person.headers)
    tab._http.cookies.update(person._http.cookies)
    return tab


def tabs(server: LiveServer, *people: Client) -> list[Client]:
    return [tab_of(server, people[number % len(people)]) for number in range(PRESSES)]


def issue(server: LiveServer, count: int) -> None:
    kiosk = server.device("kiosk")
    for number in range(count):
        assert kiosk.issue("KTP", f"kunci-{number:04d}").status_code == 201


def test_sixteen_presses_of_call_next_call_one(server: LiveServer, sit: Seats) -> None:
    issue(server, 5)
    ratna = server.person("ratna")
    assert ratna.counter("1", "open").status_code == 200
    desks = [desk(sit, server, ratna), desk(sit, server, ratna)]
    answers = at_once([lambda tab=tab: tab.counter("1", "call-next") for tab in tabs(server, ratna)])
    called = [answer.json()["ticket"]["number"] for answer in answers if answer.status_code == 200]
    refused = [answer.json() for answer in answers if answer.status_code != 200]
    assert called == ["A-001"]
    assert {(answer["status"], answer["code"]) for answer in refused} == {(409, "counter_busy")}
    assert all("A-001" in answer["detail"] for answer in refused), "the refusal names what is in hand"
    shown = [settled(screen, server, ratna)["in_hand"]["ticket"]["number"] for screen in desks]
    assert shown == ["A-001", "A-001"]


def test_sixteen_tries_of_one_press_are_one_call(server: LiveServer, sit: Seats) -> None:
    issue(server, 5)
    ratna = server.person("ratna")
    ratna.counter("1", "open")
    screen = desk(sit, server, ratna)
    answers = at_once([lambda tab=tab: tab.counter("1", "call-next", "satu-tekan") for tab in tabs(server, ratna)])
    assert {answer.status_code for answer in answers} == {200}
    assert {answer.json()["ticket"]["number"] for answer in answers} == {"A-001"}
    assert sum(answer.headers.get("Idempotent-Replayed") == "true" for answer in answers) == PRESSES - 1
    assert settled(screen, server, ratna)["next"] == "A-002"


def test_two_officers_who_open_one_counter_at_once(server: LiveServer, sit: Seats) -> None:
    ratna, wati = server.person("ratna"), server.person("wati")
    desks = [desk(sit, server, ratna), desk(sit, server, wati)]
    pressed = tabs(server, ratna, wati)
    answers = at_once([lambda tab=tab: tab.counter("1", "open") for tab in pressed])
    won = [number % 2 for number, answer in enumerate(answers) if answer.status_code == 200]
    assert len(won) == PRESSES // 2, "all presses of the one who got it, none of the other"
    assert len(set(won)) == 1
    winner = ("ratna", "wati")[won[0]]
    refused = [answer.json() for answer in answers if answer.status_code != 200]
    assert {(answer["status"], answer["code"]) for answer in refused} == {(409, "counter_taken")}
    assert all(winner in answer["detail"] for answer in refused)
    assert [settled(screen, server, ratna)["officer"] for screen in desks] == [winner, winner]


def test_sixteen_presses_of_complete_complete_once(server: LiveServer, sit: Seats) -> None:
    issue(server, 2)
    ratna = server.person("ratna")
    ratna.counter("1", "open")
    ticket = ratna.counter("1", "call-next").json()["ticket"]["id"]
    ratna.act(ticket, "start", counter="1")
    desks = [desk(sit, server, ratna), desk(sit, server, ratna)]
    answers = at_once([lambda tab=tab: tab.act(ticket, "complete", counter="1") for tab in tabs(server, ratna)])
    assert sorted(answer.status_code for answer in answers) == [200] + [409] * (PRESSES - 1)
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {answer["code"] for answer in refused} == {"transition_refused"}
    assert all("A-001" in answer["detail"] for answer in refused)
    shown = [settled(screen, server, ratna) for screen in desks]
    assert [(state["in_hand"], state["figures"]["completed"]) for state in shown] == [(None, 1), (None, 1)]


def test_whoever_takes_over_last_sits_there_and_both_are_told(server: LiveServer, sit: Seats) -> None:
    issue(server, 1)
    ratna, wati = server.person("ratna"), server.person("wati")
    ratna.counter("1", "open")
    ratna.counter("1", "call-next")
    desks = [desk(sit, server, ratna), desk(sit, server, wati)]
    answers = at_once([lambda tab=tab: tab.counter("1", "open", take_over=True) for tab in tabs(server, ratna, wati)])
    assert {answer.status_code for answer in answers} == {200}
    first, second = (settled(screen, server, ratna) for screen in desks)
    assert first["officer"] == second["officer"]
    assert (first["status"], first["in_hand"]["ticket"]["number"]) == ("open", "A-001")
    loser = wati if first["officer"] == "ratna" else ratna
    refusal = loser.act(first["in_hand"]["ticket"]["id"], "start", counter="1").json()
    assert (refusal["code"], first["officer"] in refusal["detail"]) == ("counter_taken", True)


def test_a_switch_of_services_is_seen_at_once(server: LiveServer, sit: Seats) -> None:
    issue(server, 1)
    ratna, budi = server.person("ratna"), server.person("budi")
    ratna.counter("1", "open")
    screen = desk(sit, server, ratna)
    answer = budi.counter("1", "services", services=["AKTA"])
    assert answer.status_code == 200
    state = until(screen, lambda state: state["services_switched"])
    assert (state["own_services"], state["next"]) == (["AKTA"], None)
    assert ratna.get(f"{COUNTER}/desk").json()["state"]["own_services"] == ["AKTA"]


def test_the_desk_is_told_when_the_tv_has_painted_its_call(server: LiveServer, sit: Seats) -> None:
    issue(server, 2)
    ratna = server.person("ratna")
    tv, first = sit(server, {"token": server.place.tokens["display"]})
    tv.say("painted", {"seq": first["seq"]})
    ratna.counter("1", "open")
    screen = desk(sit, server, ratna)
    ratna.counter("1", "call-next")
    state = until(screen, lambda state: state["in_hand"] is not None)
    call = state["in_hand"]["call_seq"]
    assert (state["shown"]["displays"], [seq for seq in state["shown"]["painted"] if seq >= call]) == (1, [])
    board = until(tv, lambda state: any(made["seq"] == call for made in state["calls"]))
    assert board["calls"][0]["number"] == "A-001"
    tv.say("painted", {"seq": call})
    shown = until(screen, lambda state: call in state["shown"]["painted"])["shown"]
    assert shown == {"displays": 1, "painted": [call]}
    assert ratna.get(f"{COUNTER}/desk").json()["state"]["shown"] == shown
    tv.close()
    assert until(screen, lambda state: state["shown"]["displays"] == 0)["in_hand"]["call_seq"] == call
    assert screen.is_quiet(1.5), "nothing more is sent when nothing more changes"
