"""The TV page must run in browsers of 2017: scripts in ES2015, styles without grid, gap or clamp()."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import esprima
import pytest

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "display" / "static"
VENDORED = ROOT / "queue_server" / "web" / "static" / "shared" / "vendor" / "socket.io.min.js"
OLD = STATIC / "old.js"
PAGE = ROOT / "display" / "templates" / "display" / "page.html"
SCRIPTS = sorted(STATIC.glob("*.js"))
STYLES = sorted(STATIC.glob("*.css"))

YOUNG_NODES = {"AwaitExpression", "RestElement", "ObjectPattern", "ArrayPattern", "AssignmentPattern", "Import"}
YOUNG_NAMES = {
    "padStart", "padEnd", "entries", "values", "flat", "flatMap", "finally", "matchAll", "replaceAll", "fromEntries",
    "append", "prepend", "replaceChildren", "replaceWith", "allSettled", "toggleAttribute", "AbortController",
}  # fmt: skip
ES3_STATEMENTS = {"VariableDeclaration", "FunctionDeclaration", "ExpressionStatement", "IfStatement", "ReturnStatement"}
ES3_NODES = ES3_STATEMENTS | {
    "VariableDeclarator", "Identifier", "Literal", "FunctionExpression", "BlockStatement", "CallExpression",
    "StaticMemberExpression", "MemberExpression", "AssignmentExpression", "LogicalExpression", "UnaryExpression",
    "ConditionalExpression", "ThisExpression", "Directive", "RegexLiteral",
}  # fmt: skip
YOUNG_STYLES = re.compile(
    r"(?<![-\w])(gap|inset|aspect-ratio|place-\w+)\s*:|grid|\b(clamp|min|max)\(|:(is|where|has|focus-visible)\b"
)


def nodes(tree: Any) -> Iterator[Any]:
    if isinstance(tree, list):
        for part in tree:
            yield from nodes(part)
    elif hasattr(tree, "type"):
        yield tree
        for part in vars(tree).values():
            yield from nodes(part)


def too_young(source: str) -> set[str]:
    tree = esprima.parseScript(source)
    found = set()
    for node in nodes(tree.body):
        if (
            node.type in YOUNG_NODES
            or getattr(node, "isAsync", False)
            or getattr(node, "operator", "") in {"**", "**="}
        ):
            found.add(node.type)
        if node.type == "ObjectExpression" and any(part.type == "SpreadElement" for part in node.properties):
            found.add("spread in an object")
        if node.type == "MemberExpression" and not node.computed and node.property.name in YOUNG_NAMES:
            found.add(node.property.name)
    tokens = [token.value for token in esprima.tokenize(source)]
    if any(pair == (",", ")") for pair in pairwise(tokens)):
        found.add("comma before a closing bracket")
    return found


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_es2015_without_what_chrome_47_lacks(script: Path) -> None:
    assert too_young(script.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    "source",
    [
        "const a = async function () { await 1; };",
        "const a = { ...b };",
        "const { a } = b;",
        "const a = 2 ** 3;",
        "f(1,);",
        "function f(a = 1) {}",
        "'a'.padStart(2);",
    ],
)
def test_the_check_itself_notices_what_is_too_young(source: str) -> None:
    assert too_young(source)


@pytest.mark.parametrize("source", ["a?.b;", "a ?? b;", "class A { #b = 1; }", "try {} catch {}"])
def test_younger_grammar_does_not_even_parse(source: str) -> None:
    with pytest.raises(esprima.Error):
        too_young(source)


def test_the_vendored_socket_client_parses_as_es2015() -> None:
    source = VENDORED.read_text(encoding="utf-8")
    young = {"AwaitExpression", "ObjectPattern", "AssignmentPattern"}
    assert not young & {node.type for node in nodes(esprima.parseScript(source).body)}


def younger_than_es3(source: str) -> set[str]:
    tree = esprima.parseScript(source)
    found = {node.type for node in nodes(tree.body) if node.type} - ES3_NODES
    return found | {node.kind for node in nodes(tree.body) if node.type == "VariableDeclaration"} - {"var"}


def test_the_script_that_tells_a_browser_its_age_is_read_by_any() -> None:
    assert younger_than_es3(OLD.read_text(encoding="utf-8")) == set()
    assert all(younger_than_es3(source) for source in ("let a;", "const a = 1;", "f(() => 1);", "`a`;", "class A {}"))


def test_it_is_the_first_script_of_the_page() -> None:
    assert re.findall(r'<script src="([^"]+)"', PAGE.read_text(encoding="utf-8"))[0].endswith("/old.js")


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_styles_use_nothing_younger_than_the_televisions(style: Path) -> None:
    assert YOUNG_STYLES.search(re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)) is None


@pytest.mark.parametrize("style", STYLES, ids=lambda path: path.name)
def test_every_custom_property_follows_its_plain_value(style: Path) -> None:
    source = re.sub(r"/\*.*?\*/", "", style.read_text(encoding="utf-8"), flags=re.DOTALL)
    for declared in re.findall(r"([\w-]+):\s*var\(", source):
        assert re.search(rf"(?<![\w-]){declared}:\s*[^v;][^;]*;\s*{declared}:\s*var\(", source), declared
    assert len(re.findall(r"var\(", source)) == len(re.findall(r":\s*#\w+;\s*[\w-]+:\s*var\(", source))
