"""A screen's computer: unit, options and policies fit each other, the page about displays and the code."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from itertools import chain
from pathlib import Path

import pytest

from display.board import readable_to_m
from tests.fakes.documents import ROOT, codes, rows, sections

DEPLOY = ROOT / "deploy"
UNIT = (DEPLOY / "systemd" / "antrean-display.service").read_text("utf-8")
EXAMPLE = (DEPLOY / "display.env.example").read_text("utf-8")
OPTIONS = (DEPLOY / "chromium" / "antrean-display").read_text("utf-8")
POLICIES = json.loads((DEPLOY / "chromium" / "antrean-display.json").read_text("utf-8"))
ANALYZE = shutil.which("systemd-analyze")
GUIDE = (ROOT / "docs" / "display.md").read_text("utf-8")


def told(section: str) -> list[str]:
    """Return the words in code of the first column of a section's table."""
    return list(chain.from_iterable(codes(cells[0]) for cells in rows(sections(GUIDE)[section])))


def complaints(unit: Path) -> list[str]:
    """Return what systemd says against a unit, but for other units that this computer lacks."""
    assert ANALYZE is not None
    command = [ANALYZE, "verify", "--recursive-errors=no", "--man=no", str(unit)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return [line for line in ran.stderr.splitlines() if unit.name in line]


def settings(text: str) -> dict[str, str]:
    return dict(re.findall(r"^([A-Z_]+)=(.*)$", text, re.MULTILINE))


def test_the_unit_is_told_its_address_and_how_the_picture_is_turned_and_nothing_else() -> None:
    asked = set(re.findall(r"\$\{?([A-Z_]+)", UNIT))
    assert asked == set(settings(EXAMPLE)) == {"SCREEN_ADDRESS", "CAGE_OPTIONS"}
    # without braces systemd makes words of it, and none of an empty one
    assert " $CAGE_OPTIONS " in UNIT
    assert settings(EXAMPLE)["CAGE_OPTIONS"] == ""


@pytest.mark.skipif(ANALYZE is None, reason="only a computer with systemd knows what a unit may say")
def test_systemd_takes_the_unit_as_it_is(tmp_path: Path) -> None:
    here = re.sub(r"/usr/bin/(cage|chromium)\b", "/bin/true", UNIT)
    assert here != UNIT
    copy = tmp_path / "antrean-display.service"
    copy.write_text(here, "utf-8")
    assert complaints(copy) == []
    copy.write_text(here.replace("Restart=always", "Restart=perhaps\nRestartSecond=2"), "utf-8")
    assert len(complaints(copy)) == 2


def test_the_policies_name_the_server_of_the_example() -> None:
    server = settings(EXAMPLE)["SCREEN_ADDRESS"].removesuffix("/display")
    assert POLICIES["URLBlocklist"] == ["*"]
    assert POLICIES["URLAllowlist"] == POLICIES["AutoplayAllowlist"] == [server]


def test_every_option_and_policy_is_told_with_its_reason() -> None:
    given = re.findall(r'^CHROMIUM_FLAGS="\$CHROMIUM_FLAGS (--\S+)"$', OPTIONS, re.MULTILINE)
    assert sorted(told("Chromium's options")) == sorted(given)
    assert sorted(told("Chromium's policies")) == sorted(POLICIES)
    lines = [line for line in OPTIONS.splitlines() if line and not line.startswith("#")]
    assert len(lines) == len(given) + 1
    assert lines[-1] == "export CHROMIUM_FLAGS"


@pytest.mark.parametrize(
    ("directive", "why"),
    [
        ("MemoryDenyWriteExecute", "scripts are compiled into memory that then runs"),
        ("RestrictNamespaces", "the browser's own sandbox makes namespaces"),
        ("PrivateDevices", "the picture needs /dev/dri, the sound /dev/snd"),
        ("ProtectHome", "it hides /run/user, where Wayland and the sound live"),
        ("ProtectClock", "it closes every device that is not named"),
        ("ProtectSystem=strict", "it makes /run/user read-only"),
    ],
)
def test_the_unit_takes_nothing_from_chromium_that_it_needs(directive: str, why: str) -> None:
    assert re.search(rf"^{directive}\b", UNIT, re.MULTILINE) is None, why


def test_the_unit_comes_back_whatever_ends_it() -> None:
    lines = UNIT.splitlines()
    assert {"Restart=always", "StartLimitIntervalSec=0", "TimeoutStartSec=infinity"} <= set(lines)
    assert "PAMName=login" in lines
    assert "network-online.target" in next(line for line in lines if line.startswith("After=network"))


def test_the_guide_installs_every_file_of_a_screen_where_it_is_looked_for() -> None:
    installed = dict(re.findall(r"install -m 0644 /opt/antrean/(\S+) (\S+)", GUIDE))
    assert all((ROOT / file).is_file() for file in installed)
    assert installed["deploy/display.env.example"] == re.findall(r"^EnvironmentFile=(\S+)$", UNIT, re.MULTILINE)[0]
    assert installed["deploy/chromium/antrean-display"] == "/etc/chromium.d/"
    assert installed["deploy/chromium/antrean-display.json"] == "/etc/chromium/policies/managed/"
    (user,) = re.findall(r"^User=(\S+)$", UNIT, re.MULTILINE)
    assert f"adduser --system --group --home /var/lib/{user} {user}\n" in GUIDE


def test_the_guides_distances_are_those_the_screen_works_with() -> None:
    for panel, lying, deep, standing in rows(sections(GUIDE)["Which panel, and where"]):
        inch = float(panel.removesuffix(" inch"))
        reach = (readable_to_m(inch), readable_to_m(inch, far=True), readable_to_m(inch, standing=True))
        assert (lying, deep, standing) == tuple(f"{metres:.1f} m" for metres in reach)
