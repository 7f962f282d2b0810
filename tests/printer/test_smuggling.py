"""No text becomes a command, whatever stands in it, on any printer.

A slip is rendered twice: as it came, and with every text stripped of what is no letter, by rules written down
here once more. If the two differ, something in a text reached the printer as more than letters.
"""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.content import LONGEST_TEXT
from printer.logo import NoLogos
from printer.profiles import find_profile, profile_names
from printer.render import render
from printer.tally_slip import DayCount
from queue_server.protocol import SLIP_BLOCKS, SLIP_MARKS, PrintJob
from tests.printer.decode import Command, Slip, commands, decode
from tests.printer.samples import CLOSED, EVERYTHING, SHOWN, SIGN, TEST_PAGE

SMUGGLED = (
    "\x1b@", "\x1bd\x05", "\x1dV\x42\x00", "\x1d(k\x03\x001Q0", "\x1bp\x00\x19\xfa", "\x10\x04\x01",
    "\x10\x14\x08\x01\x03", "\x1c.", "\x00", "\x07", "\x08", "\n\n\n", "\r", "\t", "\x0c", "\x18", "\x7f",
    "\x9b", "\x85", "\u2028", "\ue000",
    "\u202e", "\u2066", "\ufeff", "\u200d", "\ud800", "e\u200d\u0301",
    "\U0001f469\u200d\U0001f4bb", "漢字", "ﬁ", "½", "×",
)  # fmt: skip
HARMLESS_COMMANDS = {
    "ticket": {"align": 40, "bold": 150, "mode": 80, "size": 80, "reverse": 4, "position": 2, "raster": 24},
    "tally": {"align": 12, "bold": 60, "mode": 12, "size": 14, "reverse": 6, "position": 200, "raster": 0},
    "test": {"align": 12, "bold": 20, "mode": 20, "size": 20, "reverse": 4, "position": 4, "raster": 24},
    "sign": {"align": 8, "bold": 8, "mode": 8, "size": 700, "reverse": 0, "position": 0, "raster": 24},
}
"""How often each command may stand on a slip at the very most, beside ``decode.ONCE``; of pictures, each strip."""

texts = st.one_of(
    st.text(max_size=60),
    st.lists(st.one_of(st.sampled_from(SMUGGLED), st.text(max_size=8)), max_size=8).map("".join),
    st.sampled_from(SMUGGLED).map(lambda text: text * 400),
)
lists = st.lists(texts, max_size=4)
profiles = st.sampled_from(["80mm", "58mm", "58mm-raster", "TM-T88V", "TM-U220", *profile_names()])
heads = {"letterhead": lists, "branch": texts, "language": st.one_of(st.sampled_from(["id", "en"]), texts)}
named = st.dictionaries(st.one_of(st.sampled_from(["wifi", "qr", "rule"]), texts), texts, max_size=4)
tickets = st.fixed_dictionaries(
    {
        **heads,
        **{name: texts for name, value in SHOWN.items() if isinstance(value, str) and name not in heads},
        **dict.fromkeys(("requirements", "channels"), lists),
        **dict.fromkeys(("copy_line", "priority_line", "people_line", "scan_line"), st.one_of(st.none(), texts)),
        "texts": named,
        "order": st.lists(st.one_of(st.sampled_from([*SLIP_BLOCKS, *SLIP_MARKS, "wifi"]), texts), max_size=70),
    }
)
pairs = st.lists(st.lists(texts, max_size=3), max_size=4)
tallies = st.fixed_dictionaries(
    {
        **heads,
        **{name: texts for name, value in CLOSED.items() if isinstance(value, str) and name not in heads},
        **dict.fromkeys(("columns", "paper_lines", "signatures"), lists),
        **dict.fromkeys(("figures", "waits"), pairs),
        "rows": st.lists(lists, max_size=5),
        "copy_line": st.one_of(st.none(), texts),
        "hours_title": texts,
        "hours": st.lists(st.tuples(texts, st.integers()), max_size=5),
        "paper": st.one_of(st.none(), st.fixed_dictionaries({"tickets": st.integers(), "reprints": st.integers()})),
    }
)
pages = st.fixed_dictionaries({**heads, **{name: texts for name in TEST_PAGE if name not in heads}})
signs = st.fixed_dictionaries({**heads, "counter": texts, "services_title": texts, "services": lists})


def harmless(value: Any) -> Any:
    """Return ``value`` with each text as it may be printed: spaces for spaces, nothing for what is no letter."""
    match value:
        case str():
            return "".join(map(_harmless, value[:LONGEST_TEXT]))
        case dict():
            return {key: harmless(item) for key, item in value.items()}
        case list() | tuple():
            return [harmless(item) for item in value]
        case _:
            return value


def _harmless(character: str) -> str:
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f\x85":
        return " "
    return "" if unicodedata.category(character).startswith("C") else character


def printed(kind: str, content: dict[str, Any], profile: str, copy: int) -> bytes | str:
    """Return the bytes, or the sentence with which the content is refused."""
    job = PrintJob("j", kind, 1, 30, copy, content)
    try:
        return render(job, find_profile(profile), DayCount(1, 2, 3, 4), NoLogos())
    except ValueError as refusal:
        return str(refusal)


def check(kind: str, content: dict[str, Any], profile: str, copy: int = 0) -> Slip | None:
    """Assert that nothing was smuggled onto the slip; return it, None when it was refused with a sentence."""
    data = printed(kind, content, profile, copy)
    plain = {**harmless(content), **{name: content[name] for name in ("texts", "order", "language") if name in content}}
    if "qr" in content:
        plain["qr"] = "".join(filter(str.isprintable, content["qr"][:LONGEST_TEXT]))
    if "texts" in content:
        plain["texts"] = {key: _lines(text) for key, text in content["texts"].items()}
    assert data == printed(kind, plain, profile, copy)
    if isinstance(data, str):
        assert data in {"a ticket slip needs a number", "a sign needs a counter's name"}
        return None
    slip = decode(data, find_profile(profile).encoding)
    assert slip.widest_dots <= find_profile(profile).width_dots
    _count(kind, list(commands(data)))
    return slip


def _lines(text: str) -> str:
    """A text of the branch keeps its lines."""
    return "\n".join(harmless(line) for line in text[:LONGEST_TEXT].splitlines())


def _count(kind: str, sent: list[Command]) -> None:
    known = {"init", "no_chinese", "page", "spacing", "cut", "feed", "module", "level", "store", "draw", "dots"}
    for name in {command.name for command in sent} - known - {"text", "end"}:
        count = sum(command.name == name for command in sent)
        assert count <= HARMLESS_COMMANDS[kind][name], f"{count} times {name}"
    assert not any(command.name == "dots" for command in sent), "no logo, no feed"


@settings(deadline=None)
@given(tickets, profiles, st.integers(0, 2))
def test_a_ticket_smuggles_nothing(content: dict[str, Any], profile: str, copy: int) -> None:
    slip = check("ticket", content, profile, copy)
    if slip is not None and slip.codes:
        kept = "".join(letter for letter in content["qr"][:LONGEST_TEXT] if letter.isprintable()).strip()
        assert slip.codes == [kept]


@settings(deadline=None)
@given(tallies, profiles, st.integers(0, 2))
def test_a_tally_smuggles_nothing(content: dict[str, Any], profile: str, copy: int) -> None:
    assert check("tally", content, profile, copy) is not None


@settings(deadline=None)
@given(pages, profiles)
def test_a_test_page_smuggles_nothing(content: dict[str, Any], profile: str) -> None:
    assert check("test", content, profile) is not None


@settings(deadline=None)
@given(signs, profiles)
def test_a_sign_smuggles_nothing(content: dict[str, Any], profile: str) -> None:
    check("sign", content, profile)


@pytest.mark.parametrize("smuggled", SMUGGLED)
@pytest.mark.parametrize(
    ("kind", "content"), [("ticket", EVERYTHING), ("tally", CLOSED), ("test", TEST_PAGE), ("sign", SIGN)]
)
def test_every_text_of_every_slip_is_cleaned(kind: str, content: dict[str, Any], smuggled: str) -> None:
    for profile in ("80mm", "58mm-raster", "TM-U220"):
        check(kind, _with(smuggled, content), profile, 1)


def _with(smuggled: str, value: Any) -> Any:
    """Return ``value`` with ``smuggled`` in the middle of each text but names of blocks."""
    match value:
        case str():
            return value[: len(value) // 2] + smuggled + value[len(value) // 2 :]
        case dict():
            return {key: item if key in {"order", "language"} else _with(smuggled, item) for key, item in value.items()}
        case list():
            return [_with(smuggled, item) for item in value]
        case _:
            return value


@settings(deadline=None)
@given(st.sampled_from(["ticket", "tally", "test", "sign"]), st.data())
def test_any_json_is_a_slip_or_a_refusal(kind: str, data: st.DataObject) -> None:
    names = [*SHOWN, *CLOSED, *TEST_PAGE, *SIGN, "order", "texts", "logo", "copy_line", "people_line", "scan_line"]
    json = st.recursive(
        st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts),
        lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
        max_leaves=6,
    )
    content = data.draw(st.dictionaries(st.sampled_from(names), json, max_size=12))
    found = printed(kind, content, data.draw(profiles), 0)
    if isinstance(found, bytes):
        assert list(commands(found))[-1].name in {"cut", "feed"}
