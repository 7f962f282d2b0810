"""What an officer presses happens once, whatever the line does; and the desk says what it waits for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.stage import DESK, Stage, action, answer, between, clerk, desk_of, press, role, violations
from tests.fakes.site import PASSWORD
from tests.serving import LiveServer, furnish, many_counters

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]

TABLET = (1280, 800)
COUNTERS = 20
POLICY = "\n[policy]\nrecall_cooldown_s = 0\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """A hall with a counter for each test."""
    clerks = tuple(clerk(counter) for counter in range(1, COUNTERS + 1))
    place = furnish(tmp_path_factory.mktemp("presses") / "home", many_counters(COUNTERS) + POLICY, ("kiosk",), clerks)
    running = LiveServer(place).start()
    yield running
    running.stop()


@pytest.fixture(scope="module")
def counters() -> Iterator[int]:
    return iter(range(1, COUNTERS + 1))


@pytest.fixture
def desk(stage: Stage, server: LiveServer, counters: Iterator[int]) -> Page:
    """The next counter, open, with somebody waiting."""
    kiosk = server.device()
    for _ in range(2):
        assert kiosk.issue("A", uuid4().hex).status_code == 201
    counter = next(counters)
    page = stage.desk(str(counter), clerk(counter))
    press(page, " ", "open")
    return page


def number_on(desk: Page) -> str:
    return role(desk, "number").inner_text()


def in_hand(server: LiveServer, desk: Page) -> dict[str, str]:
    """Return the ticket at this desk's counter, as the server has it."""
    counter = desk_of(desk).get_attribute("data-counter")
    state = server.person("budi").get(f"/branches/{server.place.branch}/counters/{counter}/desk").json()["state"]
    ticket: dict[str, str] = state["in_hand"]["ticket"]
    return ticket


def lose_two_answers(desk: Page, address: str) -> list[str | None]:
    """Let the server do it and lose its answer on the way, twice; return the key of each try."""
    keys: list[str | None] = []

    def lose(route: Route) -> None:
        keys.append(route.request.headers.get("idempotency-key"))
        if len(keys) > 2:
            route.continue_()
        else:
            route.fetch()
            route.abort()

    between(desk, address, lose)
    return keys


def free(desk: Page) -> None:
    expect(desk_of(desk)).to_have_attribute("data-busy", "false")


def test_an_answer_that_was_lost_is_asked_for_again_with_the_same_key(desk: Page, server: LiveServer) -> None:
    keys = lose_two_answers(desk, "**/call-next")
    press(desk, " ", "called")
    free(desk)
    assert in_hand(server, desk)["number"] == number_on(desk)
    assert len(keys) == 3
    assert len(set(keys)) == 1
    expect(role(desk, "band-refusal")).to_be_hidden()


def test_completing_and_calling_happens_once_though_its_answer_was_lost_twice(desk: Page, server: LiveServer) -> None:
    press(desk, " ", "called")
    press(desk, " ", "serving")
    first, after = number_on(desk), desk_of(desk).get_attribute("data-next")
    keys = lose_two_answers(desk, "**/complete")
    press(desk, " ", "called")
    free(desk)
    assert len(keys) == 3
    assert len(set(keys)) == 1
    assert number_on(desk) == after != first
    assert in_hand(server, desk)["number"] == after
    expect(role(desk, "completed")).to_have_text("1")
    expect(role(desk, "said")).to_have_text(f"{first} selesai. {after} dipanggil, 1 dari 3 kali.")
    expect(role(desk, "band-refusal")).to_be_hidden()


def test_a_press_outlives_the_server_and_is_done_once(desk: Page, server: LiveServer) -> None:
    press(desk, " ", "called")
    press(desk, " ", "serving")
    free(desk)
    after = desk_of(desk).get_attribute("data-next")
    server.kill()
    desk.keyboard.press(" ")
    expect(desk_of(desk)).to_have_attribute("data-connection", "lost")
    expect(role(desk, "band-lost")).to_be_visible()
    expect(role(desk, "step-word")).to_have_text(f"Selesai & panggil {after}, menunggu sambungan")
    expect(action(desk, "transfer")).to_have_attribute("aria-disabled", "true")
    desk.keyboard.press("a")
    expect(desk.locator("dialog")).to_have_count(0)
    assert violations(desk) == []
    server.start()
    expect(desk_of(desk)).to_have_attribute("data-status", "called")
    expect(role(desk, "number")).to_have_text(str(after))
    expect(role(desk, "band-lost")).to_be_hidden()
    expect(role(desk, "completed")).to_have_text("1")


def test_a_press_outlives_a_reload(desk: Page, server: LiveServer) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    free(desk)
    between(desk, "**/call-next", lose)
    desk.keyboard.press(" ")
    expect(desk_of(desk)).to_have_attribute("data-status", "called")
    desk.unroute("**/call-next")
    desk.reload()
    expect(desk_of(desk)).to_have_attribute("data-status", "called")
    free(desk)
    assert in_hand(server, desk)["number"] == number_on(desk)
    expect(role(desk, "band-refusal")).to_be_hidden()


def test_a_press_waits_for_whoever_has_to_log_in_again(desk: Page) -> None:
    press(desk, " ", "called")
    free(desk)
    officer = clerk(desk_of(desk).get_attribute("data-counter") or "")
    desk.context.clear_cookies()
    desk.keyboard.press(" ")
    expect(role(desk, "band-session")).to_be_visible()
    role(desk, "band-session").get_by_role("link").click()
    desk.get_by_label("Nama masuk").fill(officer)
    desk.get_by_label("Kata sandi", exact=True).fill(PASSWORD)
    desk.keyboard.press("Enter")
    expect(desk_of(desk)).to_have_attribute("data-status", "serving")


def test_bounces_and_double_clicks_are_one_press(desk: Page) -> None:
    free(desk)
    desk.evaluate(
        "for (let i = 0; i < 5; i += 1) document.body.dispatchEvent("
        "new KeyboardEvent('keydown', {key: ' ', bubbles: true, cancelable: true}))"
    )
    expect(desk_of(desk)).to_have_attribute("data-status", "called")
    free(desk)
    action(desk, "next-step").dblclick()
    expect(desk_of(desk)).to_have_attribute("data-status", "serving")
    free(desk)
    expect(desk_of(desk)).to_have_attribute("data-status", "serving")


def test_space_belongs_to_the_next_step_after_a_click_elsewhere(desk: Page) -> None:
    press(desk, " ", "called")
    free(desk)
    action(desk, "recall").click()
    expect(role(desk, "state")).to_have_text("Dipanggil, 2 dari 3 kali")
    press(desk, " ", "serving")


def test_a_refusal_is_a_sentence_and_changes_nothing(desk: Page) -> None:
    press(desk, " ", "called")
    free(desk)
    detail = "A-001 sudah dipanggil loket 4. Tidak ada yang berubah di loket Anda."
    problem = {"type": "about:blank", "title": "Sudah dipanggil", "status": 409, "code": "transition_refused"}
    between(desk, "**/start", lambda route: route.fulfill(status=409, json=problem | {"detail": detail}))
    desk.keyboard.press(" ")
    expect(role(desk, "band-refusal")).to_contain_text(detail)
    expect(desk_of(desk)).to_have_attribute("data-status", "called")
    assert violations(desk) == []
    desk.unroute("**/start")
    press(desk, " ", "serving")
    expect(role(desk, "band-refusal")).to_be_hidden()


def test_a_question_goes_when_its_number_is_gone(desk: Page, server: LiveServer) -> None:
    press(desk, " ", "called")
    press(desk, " ", "serving")
    free(desk)
    desk.keyboard.press("t")
    expect(desk.locator("dialog")).to_be_visible()
    ticket = in_hand(server, desk)
    assert server.person("budi").act(ticket["id"], "complete", counter=ticket["counter"]).status_code == 200
    expect(desk.locator("dialog")).to_have_count(0)
    expect(desk_of(desk)).to_have_attribute("data-status", "open")


def test_the_outcome_is_chosen_by_a_figure_and_sent_with_the_completion(desk: Page) -> None:
    press(desk, " ", "called")
    press(desk, " ", "serving")
    free(desk)
    desk.keyboard.press("2")
    with desk.expect_request(re.compile("/complete$")) as sent:
        press(desk, " ", "called")
    counter = desk_of(desk).get_attribute("data-counter")
    assert sent.value.post_data_json == {"counter": counter, "outcome": "papers_missing", "then_call": True}


def test_holding_asks_why_and_the_reason_stands_beside_the_number(desk: Page) -> None:
    press(desk, " ", "called")
    press(desk, " ", "serving")
    free(desk)
    number = number_on(desk)
    desk.keyboard.press("t")
    answer(desk, "hold", "3", "Enter")
    held = role(desk, "held")
    expect(held).to_contain_text(number)
    expect(held).to_contain_text("Menunggu sistem")
    press(desk, "l", "serving")
    assert number_on(desk) == number


@pytest.mark.parametrize("size", [DESK, TABLET])
def test_everything_of_a_called_number_fits_without_scrolling(desk: Page, size: tuple[int, int]) -> None:
    desk.set_viewport_size({"width": size[0], "height": size[1]})
    press(desk, " ", "called")
    over = desk.evaluate(
        "[document.documentElement.scrollHeight - innerHeight, document.documentElement.scrollWidth - innerWidth]"
    )
    assert over == [0, 0]
    for name in ("next-step", "recall", "no-show", "transfer", "requeue"):
        expect(action(desk, name)).to_be_in_viewport(ratio=1)
    cut = desk.evaluate(
        "[...document.querySelectorAll('.desk-action__word, .desk-step, [data-role=number], [data-role=service]')]"
        ".filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.textContent)"
    )
    assert cut == []
    assert violations(desk) == []
