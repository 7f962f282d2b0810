"""A whole day at one counter from the keyboard alone: what each resident costs in keys, and what the server has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.browser.at_desk import POINTERS, Keyboard, becomes, issue
from tests.browser.stage import DESK, Stage, demo_branch, desk_of, role
from tests.fakes.site import PASSWORD
from tests.serving import ZONE, LiveServer, furnish

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

ORDINARY = 12
CALLS = 3
NOTE = "Akta asli sudah dilihat"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """The sample office: whoever returns comes next but one, a press can be taken back for a minute."""
    office = demo_branch(undo_s="60", requeue_after="1").replace('code = "KTP"', 'code = "KTP"\nmax_people = 6', 1)
    place = furnish(tmp_path_factory.mktemp("day") / "home", office, ("kiosk",), ("ratna", "sari"))
    running = LiveServer(place).start()
    yield running
    running.stop()


@pytest.fixture
def officer(stage: Stage) -> Keyboard:
    """Somebody who comes in and sits down without touching the mouse."""
    desk = stage.open("/desk?counter=1", DESK, before=lambda page: page.add_init_script(POINTERS))
    desk.keyboard.type("ratna")
    desk.keyboard.press("Tab")
    desk.keyboard.type(PASSWORD)
    desk.keyboard.press("Enter")
    becomes(desk, "closed")
    return Keyboard(desk)


def test_a_whole_day_costs_two_keys_for_an_ordinary_resident(
    officer: Keyboard, server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    people = [issue(server, "KTP") for _ in range(ORDINARY)]
    with officer.on("opening"):
        officer.do("Space", status="open")
        officer.do("Space", status="called", number=people[0])
    serve_ordinary(officer, people)
    absent = a_no_show_returns(officer, server)
    held = one_is_put_on_hold(officer, server)
    sent = one_is_sent_on_and_one_stays_for_more(officer, server)
    chosen = a_chosen_number_and_somebody_without_one(officer, server)
    undone = a_press_taken_back_a_note_and_a_family(officer, server)
    a_prayer_in_between(officer, server)
    with officer.on("closing"):
        officer.ask("F9", "close", "Enter")
    becomes(officer.desk, "closed")

    cost = {"ordinary": {officer.spent[one] for one in people}}
    named = {"no-show and back": absent, "hold": held, "transfer": sent, "chosen": chosen, "undone": undone}
    cost |= {what: {officer.spent[number]} for what, number in named.items()}
    cost |= {what: {officer.spent[what]} for what in ("without a ticket", "prayer", "closing")}
    with capsys.disabled():
        print(f"\n  keys for each: {cost}; {sum(officer.spent.values())} in all")
    assert cost == {
        "ordinary": {2},
        "no-show and back": {3 + 2 + 2},
        "hold": {5},
        "transfer": {6},
        "chosen": {7},
        "undone": {4},
        "without a ticket": {3},
        "prayer": {4},
        "closing": {2},
    }
    assert officer.desk.evaluate("window.touched") == 0, "somebody reached for the mouse"
    assert statuses(server) == {"completed": ORDINARY + 15, "waiting": 1}


def serve_ordinary(officer: Keyboard, people: list[str]) -> None:
    """Start with one key; complete and call whoever is next with another."""
    for one, after in zip(people, [*people[1:], None], strict=True):
        with officer.on(one):
            officer.do("Space", status="serving", number=one)
            officer.do("Space", status="called" if after else "open", number=after)
    expect(role(officer.desk, "completed")).to_have_text(str(len(people)))


def a_no_show_returns(officer: Keyboard, server: LiveServer) -> str:
    """Called three times, missed with one key that calls the next, and back again behind one."""
    absent, *others = (issue(server, "KTP") for _ in range(3))
    expect(desk_of(officer.desk)).to_have_attribute("data-next", absent)
    officer.do("Space", status="called", number=absent)
    with officer.on(absent):
        for calls in range(2, CALLS + 1):
            officer.waits_for("recall")
            officer.do("u", status="called")
            expect(role(officer.desk, "state")).to_contain_text(f"{calls} dari {CALLS}")
        officer.do("x", status="called", number=others[0])
        officer.said(f"{absent} tidak hadir. {others[0]} dipanggil")
    officer.do("Space", status="serving")
    with officer.on(absent):
        officer.ask("k", "return", "Enter")
        officer.said(f"{absent} kembali ke antrean.")
    officer.do("Space", status="called", number=others[1])
    officer.do("Space", status="serving")
    officer.do("Space", status="called", number=absent)
    with officer.on(absent):
        officer.do("Space", status="serving")
        officer.do("Space", status="open")
    return absent


def one_is_put_on_hold(officer: Keyboard, server: LiveServer) -> str:
    """Waiting for copies; the next is served meanwhile; then on with the first."""
    held, other = issue(server, "KTP"), issue(server, "KTP")
    expect(desk_of(officer.desk)).to_have_attribute("data-next", held)
    officer.do("Space", status="called", number=held)
    with officer.on(held):
        officer.do("Space", status="serving")
        officer.ask("t", "hold", "Enter")
    becomes(officer.desk, "open")
    expect(role(officer.desk, "held")).to_contain_text("ratna")
    officer.do("Space", status="called", number=other)
    officer.do("Space", status="serving")
    officer.do("Space", status="open")
    with officer.on(held):
        officer.do("l", status="serving", number=held)
        officer.do("Space", status="open")
    return held


def one_is_sent_on_and_one_stays_for_more(officer: Keyboard, server: LiveServer) -> str:
    """To the front of the line for Kartu Keluarga; and somebody's second service in the same visit."""
    issue_elsewhere, sent, other = issue(server, "KK"), issue(server, "KTP"), issue(server, "KTP")
    expect(desk_of(officer.desk)).to_have_attribute("data-next", sent)
    officer.do("Space", status="called", number=sent)
    with officer.on(sent):
        officer.do("Space", status="serving")
        officer.ask("a", "transfer", "1", "Tab", "ArrowRight", "Enter")
    becomes(officer.desk, "open")
    assert first_in_line(server) == sent != issue_elsewhere
    officer.do("Space", status="called", number=other)
    officer.do("Space", status="serving")
    officer.ask("+", "add-service", "Enter")
    expect(role(officer.desk, "service")).to_have_text("Kartu Identitas Anak")
    officer.do("Space", status="open")
    call_the_rest_elsewhere(server, sent, issue_elsewhere)
    return sent


def a_chosen_number_and_somebody_without_one(officer: Keyboard, server: LiveServer) -> str:
    """The third in line brings papers and goes first; then somebody who took no number."""
    one, second, chosen = (issue(server, "KTP") for _ in range(3))
    expect(officer.desk.locator('[data-service="KTP"] .queue-count')).to_have_text("3")
    with officer.on(chosen):
        officer.press("c")
        expect(officer.desk.locator('dialog[data-dialog="pick"]')).to_be_visible()
        officer.type(chosen[-2:])
        officer.do("Enter", "1", "Enter", status="called", number=chosen)
        officer.do("Space", status="serving")
    officer.do("s", status="open")
    with officer.on("without a ticket"):
        officer.ask("w", "walk-in", "Enter")
        becomes(officer.desk, "serving")
        officer.do("Space", status="called", number=one)
    serve_called(officer, [second, None])
    return chosen


def a_press_taken_back_a_note_and_a_family(officer: Keyboard, server: LiveServer) -> str:
    """Completed too early: one key brings the resident back and sends the next one back to the line."""
    undone, family = issue(server, "KTP"), issue(server, "KTP", people=4)
    expect(desk_of(officer.desk)).to_have_attribute("data-next", undone)
    officer.do("Space", status="called", number=undone)
    with officer.on(undone):
        officer.do("Space", status="serving")
        officer.do("Space", status="called", number=family)
        officer.do("z", status="serving", number=undone)
        expect(desk_of(officer.desk)).to_have_attribute("data-next", family)
        officer.do("Space", status="called", number=family)
    expect(role(officer.desk, "people")).to_have_text("4 orang")
    officer.do("Space", status="serving")
    officer.press("n")
    expect(officer.desk.locator('dialog[data-dialog="note"]')).to_be_visible()
    officer.type(NOTE)
    officer.press("Enter")
    expect(role(officer.desk, "note-words")).to_have_text(NOTE)
    officer.do("Space", status="open")
    return undone


def a_prayer_in_between(officer: Keyboard, server: LiveServer) -> None:
    """Asked for while serving: nobody is called after this one, and one key calls again afterwards."""
    one = issue(server, "KTP")
    expect(desk_of(officer.desk)).to_have_attribute("data-next", one)
    officer.do("Space", status="called", number=one)
    officer.do("Space", status="serving")
    with officer.on("prayer"):
        officer.ask("j", "pause", "2", "Enter")
        last = issue(server, "KTP")
        expect(role(officer.desk, "state-note")).to_have_text("istirahat sesudah ini")
        expect(role(officer.desk, "step-word")).to_have_text("Selesai")
    officer.do("Space", status="paused")
    expect(role(officer.desk, "state-note")).to_contain_text("Salat")
    with officer.on("prayer"):
        officer.do("Space", status="open", number=last)


def serve_called(officer: Keyboard, after: list[str | None]) -> None:
    for number in after:
        officer.do("Space", status="serving")
        officer.do("Space", status="called" if number else "open", number=number)


def first_in_line(server: LiveServer) -> str:
    """Return whom the counter for Kartu Keluarga would call."""
    number: str = server.person("budi").get("/branches/demo/counters/2/desk").json()["state"]["next"]
    return number


def call_the_rest_elsewhere(server: LiveServer, *expected: str) -> None:
    """Another counter serves who was sent there, in the order of its line."""
    other = server.person("sari")
    assert other.counter("2", "open").status_code == 200
    for number in expected:
        ticket = other.counter("2", "call-next").json()["ticket"]
        assert ticket["number"] == number
        for verb in ("start", "complete"):
            assert other.act(ticket["id"], verb, counter="2").status_code == 200


def statuses(server: LiveServer) -> Counter[str]:
    """Count the day's tickets by what became of them, as the server has them."""
    budi = server.person("budi")
    at = budi.get("/branches/demo/counters/1/desk").json()["at"]
    day = datetime.fromisoformat(at).astimezone(ZoneInfo(ZONE)).date()
    page = budi.get(f"/branches/demo/days/{day}/tickets?limit=500")
    assert page.status_code == 200, page.text
    return Counter(ticket["status"] for ticket in page.json()["tickets"])
