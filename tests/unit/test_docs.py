"""The pages lead where they say: links, files, settings, make targets, commands and their options."""

from __future__ import annotations

import argparse
import pkgutil
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from printer.__main__ import TOKEN_VARIABLE, _parser
from printer.commands import _subparsers
from printer.commands import parser as commands_of_the_printer
from printer.profiles import _ALIASES as PROFILES
from queue_server import cli
from queue_server.cli.root import antrean
from queue_server.protocol import PrinterState
from queue_server.settings import CONFIG_KEY, PREFIX, Settings
from tests.fakes.documents import PAGES, ROOT, anchors, codes, commands, links, rows, sections

COMMAND_LINE = sections((ROOT / "docs" / "protocol.md").read_text("utf-8"))["Command line"]
PATH = re.compile(r"(queue_server|display|kiosk|printer|tests|deploy|docs|requirements)/[\w./-]+")
PUNCTUATION = "|;&"
VARIABLES = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields} | {CONFIG_KEY, TOKEN_VARIABLE}


def _commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command with its whole name."""
    for part in pkgutil.iter_modules(cli.__path__):
        module = import_module(f"{cli.__name__}.{part.name}")
        if hasattr(module, "register"):
            module.register(antrean)
    yield "antrean", antrean
    for name, command in antrean.commands.items():
        if isinstance(command, click.Group):
            yield from ((f"antrean {name} {deed}", below) for deed, below in command.commands.items())
        else:
            yield f"antrean {name}", command


COMMANDS = dict(_commands())
PRINTER_COMMANDS = dict(_subparsers(commands_of_the_printer()).choices)


def test_every_command_is_told_with_its_options() -> None:
    told = {codes(cells[0])[0]: cells[1] for cells in rows(COMMAND_LINE) if "antrean" in cells[0]}
    assert set(told) == set(COMMANDS) | {f"antrean-printer {name}" for name in PRINTER_COMMANDS}
    for name, command in COMMANDS.items():
        options = [option for option in command.params if isinstance(option, click.Option)]
        extra = {"--help"} if name == "antrean" else set()
        assert {word for word in codes(told[name]) if word.startswith("--")} == extra | {o.opts[0] for o in options}
        for option in options:
            if isinstance(option.type, click.Choice):
                assert set(option.type.choices) <= set(codes(told[name])), (name, option.name)


@pytest.mark.parametrize("name", sorted(PRINTER_COMMANDS))
def test_every_command_of_the_printer_is_told_with_its_options(name: str) -> None:
    told = next(cells[1] for cells in rows(COMMAND_LINE) if codes(cells[0]) == [f"antrean-printer {name}"])
    known = {action.option_strings[-1] for action in PRINTER_COMMANDS[name]._actions if action.option_strings}
    assert {word for word in codes(told) if word.startswith("--")} == known - {"--help"}


def test_every_option_of_the_printer_agent_is_told() -> None:
    told = {codes(cells[0])[0]: cells[1] for cells in rows(COMMAND_LINE) if cells[0].startswith("`--")}
    actions = [action for action in _parser()._actions if not isinstance(action, argparse._HelpAction)]
    assert set(told) == {action.option_strings[0] for action in actions}
    assert set(PROFILES) - {"default"} <= set(codes(told["--profile"]))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for link in links(page.read_text("utf-8")):
        file, _, anchor = link.partition("#")
        target = page.parent / file if file else page
        assert target.exists(), f"{page.name} leads to {link}"
        assert not anchor or anchor in anchors(target.read_text("utf-8")), f"{page.name} leads to {link}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_names_is_there(page: Path) -> None:
    text = page.read_text("utf-8")
    typed = "\n".join(" ".join(words) for words in commands(text))
    made = re.findall(r"`make ([a-z]+)", text) + re.findall(
        r"^(?:sudo )?make (?:-C \S+ )?([a-z]+)", typed, re.MULTILINE
    )
    assert set(made) <= set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(rf"{PREFIX}[A-Z_]+[A-Z]", text)) <= VARIABLES
    for word in codes(text):
        if PATH.fullmatch(word):
            assert (ROOT / word).exists(), f"{page.name} names {word}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_what_a_page_types_can_be_typed(page: Path) -> None:
    for words in commands(page.read_text("utf-8")):
        for place, word in enumerate(words):
            if re.fullmatch(r"(\S*/s?bin/)?antrean(-printer)?", word) and place + 1 < len(words):
                _check_options(word, words[place + 1 :])


def _check_options(program: str, words: list[str]) -> None:
    """Assert that what follows a program's name is one of its commands, with options that it has."""
    end = next((place for place, word in enumerate(words) if word in PUNCTUATION), len(words))
    options = {word.partition("=")[0] for word in words[:end] if word.startswith("--")}
    if program.endswith("antrean-printer"):
        parser = PRINTER_COMMANDS.get(words[0]) or _parser()
        assert options <= {action.option_strings[-1] for action in parser._actions if action.option_strings}, words
        return
    if words[0].startswith("-") or not words[0].isascii() or not words[0].replace("-", "").isalpha():
        return
    name = max((name for name in COMMANDS if " ".join(["antrean", *words, ""]).startswith(f"{name} ")), key=len)
    known = {option for parameter in COMMANDS[name].params for option in parameter.opts} | {"--help", "--version"}
    assert options <= known, words


def test_every_state_of_a_printer_has_its_advice() -> None:
    operations = sections((ROOT / "docs" / "operations.md").read_text("utf-8"))
    assert {codes(cells[0])[0] for cells in rows(operations["What a printer says"])} == set(PrinterState)
