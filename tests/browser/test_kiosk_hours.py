"""The kiosk when numbers are not given as usual: each reason on the glass, families, missed numbers that return."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from queue_server.domain.wait_record import ENOUGH_OF_SERVICE as ENOUGH
from tests.browser.stage import Stage, action, between, demo_branch, role, showing
from tests.browser.test_kiosk_page import check
from tests.serving import ROOT, Client, LiveServer, furnish

pytestmark = pytest.mark.browser

OFFICE = (ROOT / "deploy" / "branches" / "pekalongan.toml").read_text("utf-8")
STRICT = OFFICE.replace('stops = "service"', 'stops = "both"').replace(
    "max_people = 6", 'max_people = 6\nquotas = [{span = "08:00-10:00", count = 1}]', 1
)
MEETING = """
[[exceptions]]
date = 2026-11-24
name.id = "Rapat dinas, nomor sampai 10.00"
name.en = "Staff meeting, numbers until 10.00"
issue = ["07:30-10:00"]
service = ["08:00-11:00"]

[[exceptions]]
date = 2026-11-25
name.id = "Pindah ke gedung baru"
closed = true
"""


class ClockedServer(LiveServer):
    """The server as it would be at another instant."""

    instant = ""

    def command(self) -> list[str]:
        return [
            sys.executable,
            "-m",
            "tests.browser.clocked_server",
            str(self.place.home),
            str(self.port),
            self.instant,
        ]


@contextmanager
def office_at(browser: Browser, home: Path, instant: str) -> Iterator[Stage]:
    """Serve the strict office at an instant of its wall clock."""
    server = ClockedServer(furnish(home, STRICT + MEETING, ("kiosk",), is_clocked=True))
    server.instant = f"{instant}+07:00"
    stage = Stage(browser, server.start())
    try:
        yield stage
    finally:
        stage.close()
        server.stop()
    assert stage.complaints == []


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """An office that never closes, whose cards are for families of four."""
    file = demo_branch(requeue_after="1").replace('code = "KK"\n', 'code = "KK"\nmax_people = 4\n', 1)
    running = LiveServer(furnish(tmp_path_factory.mktemp("hall") / "home", file, ("kiosk", "display"))).start()
    yield running
    running.stop()


def scan(kiosk: Page, code: str) -> None:
    """Do what a keyboard-wedge scanner does: type fast, then Enter."""
    kiosk.keyboard.type(code)
    kiosk.keyboard.press("Enter")


# ---- why no number is given


@pytest.mark.parametrize(
    ("instant", "why", "what", "more"),
    [
        ("2026-11-23T12:14", "Istirahat siang", "Nomor dibagikan lagi pukul 13.00", "tetap berlaku"),
        ("2026-11-27T11:40", "Salat Jumat", "Nomor dibagikan lagi pukul 13.00", "sedang salat"),
        ("2026-11-23T14:40", "Selesai hari ini", "Nomor terakhir hari ini sudah dibagikan", "Selasa, 24 November 2026"),
        ("2026-11-25T09:00", "Tutup hari ini", "Hari ini tutup: Pindah ke gedung baru", "Kamis, 26 November 2026"),
        ("2026-12-24T09:00", "Libur", "Hari ini libur: Cuti Bersama Hari Raya Natal", "Senin, 28 Desember 2026"),
    ],
    ids=["lunch", "friday", "last number", "exception", "joint leave"],
)
def test_a_hall_that_gives_no_numbers_says_why_and_when_again(
    chromium: Browser, tmp_path: Path, instant: str, why: str, what: str, more: str
) -> None:
    with office_at(chromium, tmp_path / "home", instant) as stage:
        kiosk = stage.kiosk("closed")
        check(kiosk, "closed")
        expect(role(kiosk, "why")).to_contain_text(why)
        expect(kiosk.locator("h1")).to_contain_text(what)
        expect(kiosk.locator(".panel__more")).to_contain_text(more)
        action(kiosk, "look").click()
        check(kiosk, "services")
        expect(role(kiosk, "opens")).to_have_count(8)


def test_a_full_window_is_on_its_card_with_the_next_one(chromium: Browser, tmp_path: Path) -> None:
    with office_at(chromium, tmp_path / "home", "2026-11-24T08:30") as stage:
        stage.visit("KK")
        kiosk = stage.kiosk()
        check(kiosk, "start")
        expect(role(kiosk, "notice")).to_have_text("Hari ini: Rapat dinas, nomor sampai 10.00")
        expect(kiosk.locator(".facts-row")).to_contain_text("10.00")
        action(kiosk, "start").click()
        check(kiosk, "services")
        card = kiosk.locator('[data-service="KK"]')
        expect(card).to_have_attribute("data-closed", "quota_reached")
        expect(card.locator('[data-role="opens"]')).to_have_text("Lagi Kam 07.30")
        expect(kiosk.locator('[data-service="KIA"]')).not_to_have_attribute("data-closed", "quota_reached")
        card.click()
        check(kiosk, "requirements")
        expect(role(kiosk, "reason")).to_contain_text("Jatah 1 nomor")


# ---- what a supervisor decides


def test_the_kiosk_follows_a_decision_at_once(stage: Stage) -> None:
    supervisor = stage.server.person("budi")
    kiosk = stage.kiosk()
    decide(supervisor, "closed", "Listrik padam")
    check(kiosk, "closed")
    expect(kiosk.locator("h1")).to_have_text("Pembagian nomor dihentikan")
    expect(kiosk.locator(".panel__more")).to_contain_text("Listrik padam. Nomor yang sudah ada tetap berlaku.")
    kiosk.locator('[data-language="en"]').click()
    expect(kiosk.locator("h1")).to_have_text("Numbers are stopped for now")
    decide(supervisor, "auto")
    check(kiosk, "start")
    expect(role(kiosk, "notice")).to_have_count(0)


def decide(supervisor: Client, wish: str, reason: str | None = None) -> None:
    answer = supervisor.post("/branches/demo/issuing", {"wish": wish, "reason": reason})
    assert answer.status_code == 200, answer.text


# ---- families


def test_one_number_for_a_family(stage: Stage) -> None:
    kiosk = stage.kiosk()
    sent: list[object] = []
    kiosk.on("request", lambda request: sent.append(request.post_data_json) if request.method == "POST" else None)
    action(kiosk, "start").click()
    kiosk.locator('[data-service="KTP"]').click()
    showing(kiosk, "requirements")
    expect(action(kiosk, "more")).to_have_count(0)
    action(kiosk, "back").click()
    kiosk.locator('[data-service="KK"]').click()
    check(kiosk, "requirements")
    expect(role(kiosk, "people")).to_have_text("1")
    expect(action(kiosk, "fewer")).to_have_attribute("aria-disabled", "true")
    for count in ("2", "3", "4"):
        action(kiosk, "more").click()
        expect(role(kiosk, "people")).to_have_text(count)
    expect(action(kiosk, "more")).to_have_attribute("aria-disabled", "true")
    action(kiosk, "fewer").click()
    expect(role(kiosk, "people")).to_have_text("3")
    for key in ("letters", "lower"):
        check(kiosk, "requirements")
        action(kiosk, key).click()
    check(kiosk, "requirements")
    action(kiosk, "ready").click()
    showing(kiosk, "ticket")
    expect(kiosk.locator(".ticket-plate")).to_contain_text("Untuk 3 orang")
    assert [body["people"] for body in sent if isinstance(body, dict) and "service" in body] == [3]
    action(kiosk, "finish").click()
    action(kiosk, "start").click()
    kiosk.locator('[data-service="KK"]').click()
    expect(role(kiosk, "people")).to_have_text("1")


# ---- a missed number comes back


def missed_ticket(stage: Stage, service: str, counter: str) -> tuple[str, str]:
    """Let a number be called in vain; return it and its track address."""
    kiosk, officer = stage.server.device(), stage.server.person("ratna")
    officer.counter(counter, "open", take_over=True)
    for _ in range(ENOUGH):
        assert kiosk.issue(service, secrets.token_hex(8)).status_code == 201
        officer.serve_next(counter)
    issued = kiosk.issue(service, secrets.token_hex(8)).json()
    for verb in ("call", "recall", "recall", "no-show"):
        answer = officer.act(issued["ticket"]["id"], verb, counter=counter)
        assert answer.status_code == 200, answer.text
    return issued["ticket"]["number"], issued["track_url"]


def test_a_scan_on_the_start_screen_brings_a_missed_number_back(stage: Stage) -> None:
    number, track_url = missed_ticket(stage, "KONSUL", "3")
    kiosk = stage.kiosk()
    check(kiosk, "start")
    scan(kiosk, track_url)
    check(kiosk, "returned")
    expect(kiosk.locator("h1")).to_have_text(f"{number} kembali ke antrean")
    expect(role(kiosk, "ahead")).to_be_visible()
    expect(role(kiosk, "expected")).to_be_visible()
    scan(kiosk, track_url.rsplit("/", 1)[-1])
    check(kiosk, "return_refused")
    expect(role(kiosk, "refusal")).to_contain_text(number)
    expect(action(kiosk, "start")).to_have_count(0)
    action(kiosk, "finish").click()
    showing(kiosk, "start")


def test_the_button_explains_and_waits_for_the_code(stage: Stage) -> None:
    stage.visit("KTP")
    kiosk = stage.kiosk()
    action(kiosk, "missed").click()
    check(kiosk, "missed")
    expect(kiosk.locator("main")).to_contain_text("Pindai kode QR di struk atau di ponsel")
    for key in ("letters", "lower"):
        action(kiosk, key).click()
        check(kiosk, "missed")
    scan(kiosk, "https://example.go.id/t/nobody-has-this-number")
    check(kiosk, "return_refused")
    expect(action(kiosk, "start")).to_have_count(1)
    action(kiosk, "start-over").click()
    showing(kiosk, "start")


def test_a_lost_answer_is_asked_for_with_the_same_key(stage: Stage) -> None:
    _, track_url = missed_ticket(stage, "AKTA", "2")
    kiosk = stage.kiosk()
    keys: list[str] = []

    def lose_the_first_answer(route: Route) -> None:
        keys.append(route.request.headers["idempotency-key"])
        if len(keys) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    between(kiosk, "**/returns", lose_the_first_answer)
    scan(kiosk, track_url)
    showing(kiosk, "returned")
    assert len(keys) == 2
    assert len(set(keys)) == 1


def test_a_scan_while_somebody_takes_a_number_changes_nothing(stage: Stage) -> None:
    kiosk = stage.kiosk()
    action(kiosk, "start").click()
    kiosk.locator('[data-service="KTP"]').click()
    showing(kiosk, "requirements")
    action(kiosk, "ready").focus()
    scan(kiosk, "https://example.go.id/t/nobody-has-this-number")
    showing(kiosk, "requirements")


def test_a_finger_on_a_keyboard_is_no_scanner(stage: Stage) -> None:
    kiosk = stage.kiosk()
    kiosk.keyboard.type("halo")
    action(kiosk, "start").focus()
    kiosk.keyboard.press("Enter")
    showing(kiosk, "services")
