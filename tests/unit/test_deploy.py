"""What deploy/ hands to an administrator fits the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from printer.__main__ import TOKEN_VARIABLE, _parser
from queue_server.settings import PREFIX, Settings
from tests.fakes.documents import ROOT

DEPLOY = ROOT / "deploy"
RULES = sorted((DEPLOY / "udev").glob("*.rules"))
RULE_PART = re.compile(r'(?P<key>[A-Z]+(?:\{[A-Za-z_]+\})?)(?P<operator>==|!=|\+=|:=|=)"(?P<value>[^"]*)"')
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
AGENTS = [unit for unit in UNITS if "printer" in unit.name]


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


def test_the_agent_of_many_printers_differs_from_that_of_one_in_names_only() -> None:
    one, many = ((DEPLOY / "systemd" / f"antrean-printer{at}.service").read_text("utf-8") for at in ("", "@"))
    apart = many.replace("/printer-%i.env", "/printer.env").replace("antrean-printer/%i", "antrean-printer")
    written = [[line for line in text.splitlines() if line and line[0] != "#"] for text in (one, apart)]
    assert written[0] == [line.replace("printer agent %i", "printer agent") for line in written[1]]
    assert many.count("%i") == 5


@pytest.mark.parametrize("unit", AGENTS, ids=lambda unit: unit.name)
def test_an_agent_may_use_its_devices_even_if_their_drivers_are_loaded_later(unit: Path) -> None:
    """A name counts only if it stands in /proc/devices when the unit starts; a number always does."""
    allowed = re.findall(r"^DeviceAllow=(\S+) rw$", unit.read_text("utf-8"), re.MULTILINE)
    assert sorted(allowed) == ["char-166", "char-180", "char-188", "char-189", "char-4"]


@pytest.mark.parametrize("unit", AGENTS, ids=lambda unit: unit.name)
def test_an_agent_with_a_wrong_command_line_is_not_started_again_and_again(unit: Path) -> None:
    assert "\nRestartPreventExitStatus=2\n" in unit.read_text("utf-8")


def test_the_udev_rule_leaves_the_scanners_of_a_maker_alone() -> None:
    (rule,) = RULES
    wide = [line for line in rule.read_text("utf-8").splitlines() if ":ff????:" in line]
    assert len(wide) == 1
    assert all(f"ATTR{{{part}}}==" in wide[0] for part in ("idVendor", "idProduct"))


@pytest.mark.parametrize("file", RULES, ids=lambda file: file.name)
def test_a_udev_rule_is_written_as_udev_reads_it(file: Path) -> None:
    """``udevadm verify`` came after Debian 12, so the grammar of udev(7) is checked here, as far as it is used."""
    parts = [
        RULE_PART.fullmatch(part.strip())
        for line in file.read_text("utf-8").splitlines()
        if line and not line.startswith("#")
        for part in line.split(", ")
    ]
    assert all(parts)
    found = [(part["key"], part["operator"], part["value"]) for part in parts if part]
    labels = {value for key, _, value in found if key == "LABEL"}
    assert {value for key, _, value in found if key == "GOTO"} == labels
    for key, operator, _ in found:
        assert operator == "=" or key not in {"GOTO", "LABEL", "GROUP", "MODE", "IMPORT{builtin}"}
        assert operator in {"==", "!="} or key not in {
            "SUBSYSTEM",
            "ACTION",
            "ATTR{idVendor}",
            "ATTR{idProduct}",
            "ENV{DEVTYPE}",
        }


def test_the_udev_rule_gives_printers_to_the_group_of_the_agent() -> None:
    (rule,) = RULES
    groups = set(re.findall(r'GROUP="(\w+)"', rule.read_text("utf-8")))
    unit = (DEPLOY / "systemd" / "antrean-printer.service").read_text("utf-8")
    (agents,) = re.findall(r"^SupplementaryGroups=(.+)$", unit, re.MULTILINE)
    assert groups <= set(agents.split())
