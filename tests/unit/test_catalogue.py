"""One catalogue, two languages, no gap between them; and a sentence for every refusal in the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import queue_server
from queue_server.catalogue import LANGUAGES, LOCALES, Catalogue, gaps
from queue_server.domain.errors import Refusal
from queue_server.domain.ticket import Action, Status
from queue_server.sentences import sentences
from queue_server.web.errors import CODES
from queue_server.web.parsing import WRONG
from queue_server.web.refusals import STATUS

ROOT = Path(queue_server.__file__).parent
SETS = sorted(path.stem for path in (LOCALES / "id").glob("*.po"))


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.mark.parametrize("name", SETS)
def test_both_languages_have_the_same_keys_and_gaps(catalogue: Catalogue, name: str) -> None:
    indonesian, english = (catalogue.sets(language)[name] for language in LANGUAGES)
    assert set(indonesian) == set(english)
    differing = {key for key in indonesian if gaps(indonesian[key]) != gaps(english[key])}
    assert not differing


def test_no_key_is_in_two_sets(catalogue: Catalogue) -> None:
    seen: set[str] = set()
    for name in SETS:
        keys = set(catalogue.sets("id")[name])
        assert not seen & keys
        seen |= keys


def test_english_falls_back_to_indonesian() -> None:
    catalogue = Catalogue(
        {"id": {"kiosk": {"kiosk.a": "Halo {name}", "kiosk.b": "Ya"}}, "en": {"kiosk": {"kiosk.b": "Yes"}}}
    )
    assert catalogue.say("en", "kiosk.a", name="Sari") == "Halo Sari"
    assert catalogue.words("en", "kiosk") == {"kiosk.a": "Halo {name}", "kiosk.b": "Yes"}
    assert catalogue.say("jv", "kiosk.b") == "Ya"


def test_an_unknown_key_is_an_error_with_a_sentence(catalogue: Catalogue) -> None:
    with pytest.raises(KeyError, match=r'no sentence "kiosk\.nothing\.here"'):
        catalogue.say("id", "kiosk.nothing.here")


def _refusals_in_code() -> Iterator[tuple[str, str | None]]:
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                words = [arg.value if isinstance(arg, ast.Constant) else None for arg in node.args]
                if words and isinstance(words[0], str):
                    yield words[0], words[1] if len(words) > 1 else None


def test_every_refusal_in_the_code_has_its_sentences(catalogue: Catalogue) -> None:
    found = set(_refusals_in_code())
    assert len(found) > 40
    for code, reason in found:
        assert catalogue.has(f"refusal.{reason or code}.title"), (code, reason)
        assert catalogue.has(f"refusal.{reason or code}.detail"), (code, reason)


def test_every_status_code_and_field_fault_has_its_sentence(catalogue: Catalogue) -> None:
    for code in {*STATUS, *CODES.values()}:
        assert catalogue.has(f"refusal.{code}.detail"), code
    for wrong in {*WRONG.values(), "other", "day", "range"}:
        assert catalogue.has(f"refusal.field.{wrong}"), wrong


def test_every_action_and_status_has_its_words(catalogue: Catalogue) -> None:
    for action in Action:
        assert catalogue.has(f"refusal.value.action.{action.value}"), action
    for status in Status:
        assert catalogue.has(f"refusal.value.status.{status.value}"), status


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_without_its_facts_still_has_a_sentence(catalogue: Catalogue, language: str) -> None:
    for key in catalogue.sets("id")["refusal"]:
        if key.endswith(".detail"):
            title, detail = sentences(catalogue, language, Refusal(key.split(".")[1]))
            assert title
            assert "{" not in detail
