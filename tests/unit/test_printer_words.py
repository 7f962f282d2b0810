"""Every state of a printer and every reason has its words for staff: a name or a sentence, and what to do."""

from __future__ import annotations

import pytest

from printer.status import DETAILS
from queue_server.catalogue import LANGUAGES, Catalogue
from queue_server.protocol import PrinterState

OF_PRINTERS = (
    "not_reachable", "not_found", "no_permission", "offline", "agent_gone", "no_report", "no_answer", "wrong_answer",
    "one_way", "cutter", "fatal", "overheated", "error", "no_proof", "cut_off",
)  # fmt: skip
OF_JOBS = ("stale", "agent_restarted", "lease_lost", "spool_not_writable", "content_not_understood", "failed")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.mark.parametrize("state", PrinterState)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_state_has_a_name_a_sentence_and_an_advice(
    catalogue: Catalogue, state: PrinterState, language: str
) -> None:
    words = catalogue.sets(language)["printer"]
    name, sentence, advice = (
        words[f"printer.{key}"] for key in (f"state.{state}", f"state.{state}.text", f"advice.{state}")
    )
    assert not name.endswith(".")
    assert sentence.endswith(".")
    assert advice.endswith(".")


@pytest.mark.parametrize("code", [*OF_PRINTERS, *OF_JOBS])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_detail_and_reason_has_a_sentence_and_an_advice(catalogue: Catalogue, code: str, language: str) -> None:
    words = catalogue.sets(language)["printer"]
    assert words[f"printer.detail.{code}"].endswith(".")
    assert words[f"printer.advice.{code}"].endswith(".")


def test_the_agent_knows_no_detail_that_has_no_words() -> None:
    assert set(DETAILS) <= {*OF_PRINTERS, *OF_JOBS}


def test_no_words_are_left_over(catalogue: Catalogue) -> None:
    codes = {*OF_PRINTERS, *OF_JOBS, *PrinterState, "never"}
    keys = catalogue.sets("id")["printer"]
    assert {key.removeprefix("printer.").split(".")[1] for key in keys} == codes
