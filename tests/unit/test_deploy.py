"""What deploy/ hands to an administrator fits the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from printer.__main__ import TOKEN_VARIABLE, _parser
from queue_server.settings import PREFIX, Settings
from tests.fakes.documents import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))


def test_no_location_of_the_site_loses_the_headers() -> None:
    """A location of nginx that sets one header inherits none from its server: ``Host`` would be gone."""
    site = (DEPLOY / "nginx" / "antrean.conf").read_text("utf-8")
    locations = re.findall(r"location [^{]*\{([^}]*)\}", site)
    assert len(locations) == 3
    assert all("proxy_set_header" not in location for location in locations)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_starts_what_there_is(unit: Path) -> None:
    text = unit.read_text("utf-8")
    documents = re.findall(r"^Documentation=file:/opt/antrean/(\S+)$", text, re.MULTILINE)
    assert documents
    assert all((ROOT / document).exists() for document in documents)
    for command in re.findall(r"^ExecStart=(.+)$", text, re.MULTILINE):
        options = {word for word in command.split() if word.startswith("--")}
        assert options <= {action.option_strings[-1] for action in _parser()._actions}


def test_the_examples_of_settings_name_settings() -> None:
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    server = (DEPLOY / "antrean.env.example").read_text("utf-8")
    assert set(re.findall(r"^#?([A-Z_]+)=", server, re.MULTILINE)) <= known
    agent = (DEPLOY / "printer.env.example").read_text("utf-8")
    unit = (DEPLOY / "systemd" / "antrean-printer.service").read_text("utf-8")
    needed = set(re.findall(r"\$\{(\w+)\}", unit)) | {TOKEN_VARIABLE}
    assert set(re.findall(r"^([A-Z_]+)=", agent, re.MULTILINE)) == needed
