"""Slips over HTTP: the template on a claimed job, the logo, the picture of a sample, looking for printers."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from queue_server import protocol
from queue_server.application.administration import load_branch
from queue_server.domain.errors import Refusal
from queue_server.printer_tools import AgentTools
from tests.fakes.site import ADMIN, HERE, Site

DEMO = Path(__file__).parents[2] / "deploy" / "branches" / "demo.toml"
TEMPLATE = """
[slip]
order = ["logo", "letterhead", "rule", "number", "qr", "wifi", "thanks"]
logo = "lambang.png"
texts.wifi.id = "WiFi gratis: ANTREAN"
texts.thanks.id = "Sampai jumpa"
"""


@pytest.fixture
def templated(site: Site) -> Site:
    logo = io.BytesIO()
    Image.new("L", (200, 100)).save(logo, "PNG")
    load_branch(site.context, ADMIN, DEMO.read_text("utf-8") + TEMPLATE, lambda _name: logo.getvalue())
    return site


def test_a_claimed_slip_has_the_branchs_order_texts_and_logo(templated: Site) -> None:
    printer = templated.device("printer")
    templated.device("kiosk").issue()
    content = printer.post("/printers/self/claim").json["job"]["content"]
    assert content["order"] == ["logo", "letterhead", "rule", "number", "qr", "wifi", "thanks"]
    assert content["texts"] == {"wifi": "WiFi gratis: ANTREAN", "thanks": "Sampai jumpa"}
    assert content["thanks"] == "Sampai jumpa"
    answer = printer.client.get(content["logo"]["url"], headers=printer.headers)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    with Image.open(io.BytesIO(answer.data)) as logo:
        assert logo.size == (200, 100)


def test_a_branch_without_a_logo_says_so(site: Site) -> None:
    answer = site.visitor().get(f"/branches/{HERE}/logo")
    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
    assert "slip.logo" in answer.json["detail"]


@pytest.mark.parametrize("kind", ["ticket", "reprint", "tally", "test", "sign"])
def test_a_sample_slip_is_painted_by_the_printer_program(templated: Site, kind: str) -> None:
    budi = templated.person("budi")
    for profile, dots in (("80mm", 576), ("58mm", 384)):
        answer = budi.get(f"/branches/{HERE}/slip?kind={kind}&profile={profile}")
        assert (answer.status_code, answer.mimetype) == (200, "image/png"), answer.json
        with Image.open(io.BytesIO(answer.data)) as picture:
            assert picture.width >= dots
            assert picture.height > 200
            assert picture.convert("L").getextrema() == (0, 255), "there is ink on it"


@pytest.mark.parametrize(("query", "sentence"), [("kind=poster", "poster"), ("profile=fax", "fax")])
def test_what_no_slip_or_printer_is_called_is_said(site: Site, query: str, sentence: str) -> None:
    answer = site.person("budi").get(f"/branches/{HERE}/slip?{query}")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_field")
    assert sentence in answer.json["detail"]


def test_looking_for_printers_gives_a_list_that_may_be_empty(site: Site) -> None:
    answer = site.person("budi").post(f"/branches/{HERE}/printers/find", {})
    assert answer.status_code == 200
    assert isinstance(answer.json["printers"], list)


@pytest.mark.parametrize("profile", ["80mm%00", "--help", "%C3%A9", "x" * 65])
def test_no_profile_reaches_the_program_that_could_not_be_one(site: Site, profile: str) -> None:
    answer = site.person("budi").get(f"/branches/{HERE}/slip?profile={profile}")
    assert (answer.status_code, answer.json["code"]) == (422, "invalid_field")


def test_a_logo_of_another_version_is_not_there(templated: Site) -> None:
    assert templated.visitor().get(f"/branches/{HERE}/logo?v=0123456789abcdef").status_code == 404
    assert templated.visitor().get(f"/branches/{HERE}/logo").status_code == 200


def test_the_same_picture_is_made_once(templated: Site) -> None:
    budi = templated.person("budi")
    first, second = (budi.get(f"/branches/{HERE}/slip?kind=sign").data for _ in range(2))
    assert first == second
    assert len(templated.context.tools._pictures) == 1


def test_sixteen_who_ask_for_pictures_at_once_get_them_or_a_refusal_and_never_more_than_two_programs_run(
    templated: Site,
) -> None:
    running, most = [], []

    def watched(function: Any, *arguments: Any) -> Any:
        running.append(1)
        most.append(len(running))
        try:
            return function(*arguments)
        finally:
            running.pop()

    tools = AgentTools(watched)
    job = protocol.PrintJob(
        "x", "sign", 1, 0, 0, {"counter": "Loket 1", "branch": "", "letterhead": [], "services": []}
    )

    def ask(number: int) -> object:
        try:
            return tools.preview(replace(job, content={**job.content, "counter": f"Loket {number}"}), "80mm", None)
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(16) as people:
        answers = list(people.map(ask, range(16)))
    assert max(most) <= 2
    refusals = [answer for answer in answers if isinstance(answer, Refusal)]
    assert {refusal.sentence_key for refusal in refusals} <= {"printer_tools_busy"}
    assert all(isinstance(answer, Refusal) or answer[:4] == b"\x89PNG" for answer in answers)
    assert len(refusals) < 16
