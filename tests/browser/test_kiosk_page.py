"""The kiosk against the real server: what stands on the glass, what a tap sends, what is left of the last resident."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, Route, expect

from queue_server import protocol
from queue_server.application.administration import load_branch
from queue_server.application.context import system_clock
from queue_server.application.devices import add_device
from queue_server.storage.unit_of_work import SqlStore
from tests.browser.stage import KIOSK, Stage, action, between, demo_branch, role, showing, take_number, violations
from tests.fakes.site import ADMIN, context_on_file
from tests.serving import ZONE, Client, Furnished, LiveServer, furnish

pytestmark = pytest.mark.browser

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FADED_IN = """
Promise.all(document.getAnimations().filter((a) => a.effect.getComputedTiming().iterations !== Infinity)
  .map((a) => a.finished.catch(() => null))).then(() => null)
"""
BEYOND_THE_GLASS = """
Array.from(document.querySelectorAll("button, a")).map((e) => [e.getBoundingClientRect(), e.textContent]).filter(
  ([box]) => box.width && (box.left < 0 || box.top < 0 || box.right > innerWidth || box.bottom > innerHeight
    || Math.min(box.width, box.height) < 54)
).map(([box, text]) => text)
"""


def closed_today() -> str:
    """An office whose next opening is the day after tomorrow."""
    day = WEEK[(datetime.now(ZoneInfo(ZONE)) + timedelta(days=2)).weekday()]
    hours = f'[hours.issue]\n{day} = ["08:00-15:00"]\n[hours.service]\n{day} = ["08:00-15:00"]\n'
    return f'[branch]\ncode = "tutup"\nname = "Kantor Tutup"\n{hours}{ONE_SERVICE}'


def one_number_a_day() -> str:
    always = "".join(f'{day} = ["00:00-24:00"]\n' for day in WEEK)
    head = f'[branch]\ncode = "satu"\nname = "Kantor Satu"\n[hours.issue]\n{always}[hours.service]\n{always}'
    return head + ONE_SERVICE.replace("[[counters]]", "daily_quota = 1\n[[counters]]")


ONE_SERVICE = """
[[services]]
code = "KTP"
series = "A"
name.id = "KTP elektronik"
requirements.id = ["Kartu Keluarga"]
[[counters]]
code = "1"
name = "Loket 1"
services = ["*"]
"""


def add_branch(place: Furnished, text: str) -> None:
    context = context_on_file(place.database, system_clock)
    code = load_branch(context, ADMIN, text).code
    place.tokens[code] = add_device(context, ADMIN, code, protocol.NewDevice("kiosk", "Kios 1")).token
    assert isinstance(context.store, SqlStore)
    context.store.dispose()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    place = furnish(tmp_path_factory.mktemp("hall") / "home", demo_branch(), ("kiosk", "display", "printer"))
    for text in (closed_today(), one_number_a_day()):
        add_branch(place, text)
    running = LiveServer(place).start()
    yield running
    running.stop()


def issued_today(supervisor: Client) -> int:
    day = datetime.now(ZoneInfo(ZONE)).date()
    return len(supervisor.get(f"/branches/demo/days/{day}/tickets").json()["tickets"])


def check(kiosk: Page, screen: str) -> None:
    """Hold a screen that has faded in against what people need: contrast, names, and nothing beyond the glass."""
    showing(kiosk, screen)
    kiosk.evaluate(FADED_IN)
    assert violations(kiosk) == []
    assert kiosk.evaluate(BEYOND_THE_GLASS) == []


def test_three_taps_give_a_ticket_and_nothing_of_it_remains(stage: Stage) -> None:
    kiosk = stage.kiosk()
    check(kiosk, "start")
    action(kiosk, "start").click()
    check(kiosk, "services")
    kiosk.locator('[data-service="KIA"]').click()
    check(kiosk, "requirements")
    expect(kiosk.locator(".to-bring")).to_contain_text("Kutipan akta kelahiran anak")
    kiosk.locator('[data-priority="infant"]').click()
    action(kiosk, "ready").click()
    check(kiosk, "ticket")
    number = role(kiosk, "number").inner_text()
    assert number.startswith("C-")
    expect(kiosk.locator(".ticket-plate__priority")).to_have_text("Prioritas: Membawa balita")
    # the printer of this hall is off: the sentence and a code to photograph stand in its place
    expect(role(kiosk, "paper")).to_contain_text("Kertas tidak keluar")
    action(kiosk, "finish").click()
    showing(kiosk, "start")
    assert number not in str(kiosk.content())
    action(kiosk, "start").click()
    kiosk.locator('[data-service="KIA"]').click()
    expect(kiosk.locator('[aria-pressed="true"][data-priority]')).to_have_count(0)


def test_ten_taps_and_a_lost_answer_give_one_ticket(stage: Stage) -> None:
    supervisor = stage.server.person("budi")
    kiosk = stage.kiosk()
    before = issued_today(supervisor)
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    between(kiosk, "**/tickets", lose_the_first_answer)
    action(kiosk, "start").click()
    kiosk.locator('[data-service="KK"]').click()
    showing(kiosk, "requirements")
    kiosk.evaluate("for (let i = 0; i < 10; i += 1) document.querySelector('[data-action=ready]').click()")
    showing(kiosk, "ticket")
    assert len(keys) == 2
    assert len(set(keys)) == 1
    assert issued_today(supervisor) == before + 1


def test_a_closed_hall_says_when_it_opens_and_lets_one_look(stage: Stage) -> None:
    kiosk = stage.kiosk("closed", "tutup")
    check(kiosk, "closed")
    expect(kiosk.locator("h1")).to_have_text("Kantor tidak melayani hari ini")
    expect(kiosk.locator("main")).to_contain_text("08.00")
    action(kiosk, "look").click()
    check(kiosk, "services")
    kiosk.locator('[data-service="KTP"]').click()
    check(kiosk, "requirements")
    expect(role(kiosk, "reason")).to_contain_text("08.00")
    expect(action(kiosk, "ready")).to_have_count(0)


def test_a_refusal_says_why_and_what_to_do(stage: Stage) -> None:
    kiosk = stage.kiosk("start", "satu")
    other = Client(stage.server, {"Authorization": f"Bearer {stage.server.place.tokens['satu']}"})

    def take_the_last_number(route: Route) -> None:
        taken = other.post("/branches/satu/tickets", {"service": "KTP"}, "somebody-faster")
        assert taken.status_code == 201, taken.text
        route.continue_()

    between(kiosk, "**/tickets", take_the_last_number, times=1)
    action(kiosk, "start").click()
    kiosk.locator('[data-service="KTP"]').click()
    action(kiosk, "ready").click()
    check(kiosk, "refused")
    expect(role(kiosk, "refusal")).to_contain_text("habis")
    action(kiosk, "start-over").click()
    check(kiosk, "closed")


def test_language_letters_and_reach_change_without_a_reload(stage: Stage) -> None:
    kiosk = stage.kiosk()
    kiosk.locator('[data-language="en"]').click()
    expect(kiosk.locator("h1")).to_have_text("Please take a queue number.")
    assert kiosk.get_attribute("html", "lang") == "en"
    action(kiosk, "letters").click()
    check(kiosk, "start")
    action(kiosk, "start").click()
    check(kiosk, "services")
    action(kiosk, "lower").click()
    kiosk.locator('[data-service="KTP"]').click()
    check(kiosk, "requirements")
    lowest = kiosk.evaluate("document.querySelector('[data-action=ready]').getBoundingClientRect().top")
    assert lowest > KIOSK[1] / 2


def test_nobody_there_is_asked_and_then_forgotten(stage: Stage) -> None:
    kiosk = stage.kiosk(before=lambda page: page.clock.install())
    action(kiosk, "start").click()
    showing(kiosk, "services")
    kiosk.clock.run_for(31_000)
    expect(kiosk.get_by_role("alertdialog")).to_be_visible()
    assert violations(kiosk) == []
    action(kiosk, "still-here").click()
    expect(kiosk.get_by_role("alertdialog")).to_have_count(0)
    kiosk.clock.run_for(55_000)
    showing(kiosk, "start")


def test_a_kiosk_without_a_token_shows_a_code_until_a_supervisor_types_it(stage: Stage) -> None:
    kiosk = stage.open("/kiosk", KIOSK)
    check(kiosk, "pairing")
    code = role(kiosk, "pairing-code")
    expect(code).to_contain_text("-")
    accepted = stage.server.person("budi").post(
        f"/branches/demo/pairings/{code.inner_text().replace('-', '')}", {"name": "Kios pintu"}
    )
    assert accepted.status_code == 201, accepted.text
    showing(kiosk, "start")
    kiosk.reload()
    assert take_number(kiosk, "AKTA").startswith("D-")


def test_a_page_without_script_says_so(stage: Stage) -> None:
    options: dict[str, Any] = {"java_script_enabled": False}
    kiosk = stage.open("/kiosk", KIOSK, **options)
    expect(kiosk.locator("noscript, .band")).to_contain_text(["Nyalakan JavaScript"])
