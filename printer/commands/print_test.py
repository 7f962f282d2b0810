"""``antrean-printer test``: print a test page and say what became of it."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import datetime

from printer.commands.sentences import told
from printer.device import Device, Outcome
from printer.logo import NoLogos
from printer.profiles import find_profile
from printer.render import render
from printer.tally_slip import DayCount
from printer.transports import examples, open_address
from queue_server.protocol import PrinterTestContent, PrintJob


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = subparsers.add_parser("test", help="print a test page and say how the printer is")
    parser.add_argument("--device", required=True, help=examples())
    parser.add_argument("--profile", default="default", help="80mm (default), 58mm, or a model; see profiles")
    parser.add_argument("--language", choices=("id", "en"), default="id", help="of the page (id)")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> int:
    """Print the page; 0 when it is printed, 1 when it is not or nobody knows."""
    profile = find_profile(chosen.profile)
    transport = open_address(chosen.device, profile)
    data = render(_page(chosen.device, chosen.language), profile, DayCount(), NoLogos())
    result = Device(transport).print_slip("test-page", data, lambda: None)
    print("\n".join(told(result)))
    return 0 if result.outcome is Outcome.PRINTED else 1


def _page(device: str, language: str) -> PrintJob:
    now = datetime.now().astimezone()
    content = PrinterTestContent(
        letterhead=[],
        branch="",
        title="",
        printer=device,
        day_line=f"{now:%Y-%m-%d}",
        time_line=f"{now:%H.%M}",
        qr=f"antrean {now:%Y-%m-%dT%H:%M}",
        language=language,
    )
    return PrintJob(id="test-page", kind="test", fence=0, lease_s=0, copy=0, content=asdict(content))
