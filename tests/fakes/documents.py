"""The project's pages as a test reads them: sections, tables, words in code, shapes, links."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
INNERMOST = re.compile(r"\{([^{}]*)\}")
NAME = re.compile(r'"(\w+)"')


def sections(text: str) -> dict[str, str]:
    """Return what stands under each heading, up to the next one; code blocks left out."""
    parts = HEADING.split(FENCE.sub("", text))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(text: str) -> list[list[str]]:
    """Return the cells of every table row, headings left out."""
    lines = text.splitlines()
    found = []
    for before, line in pairwise(lines):
        if line.startswith("|") and before.startswith("|") and not set(line) <= set("|-"):
            found.append([cell.strip() for cell in line.strip("|").split("|")])
    return found


def codes(text: str) -> list[str]:
    """Return the words written as code."""
    return CODE.findall(text)


def first_column(text: str) -> list[str]:
    """Return the first word in code of every table row."""
    return [codes(cells[0])[0] for cells in rows(text)]


def shapes(text: str) -> set[frozenset[str]]:
    """Return the names inside every pair of braces written as code: ``{"a","b": [{"c"}]}`` holds two shapes."""
    found: set[frozenset[str]] = set()
    for word in codes(text):
        rest = word
        while (inner := INNERMOST.search(rest)) is not None:
            found.add(frozenset(NAME.findall(inner[1])))
            rest = rest[: inner.start()] + rest[inner.end() :]
    return found


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, as Markdown viewers make them."""
    plain = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in sections(text))
    return {heading.replace(" ", "-") for heading in plain}


def links(text: str) -> list[str]:
    """Return where a page's links lead, other sites left out."""
    return [target for target in LINK.findall(FENCE.sub("", text)) if "://" not in target]


def commands(text: str) -> list[list[str]]:
    """Return the words of every shell line in the page's code blocks, continued lines joined, comments dropped."""
    found = []
    for block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines()[1:-1]:
            words = re.sub(r"(^|\s)#.*", "", line).strip()
            if words:
                found.append(words.split())
    return found
