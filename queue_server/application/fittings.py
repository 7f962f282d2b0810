"""How devices are fitted into their hall: a kiosk's printer, a printer's part, a display's place and panel."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Final

from queue_server import protocol
from queue_server.application.account_ports import USUAL_FITTING, Device, Fitting
from queue_server.application.context import Context
from queue_server.application.ports import Work
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor, Role

PANEL_INCH: Final = (5.0, 200.0)
FARTHEST_M: Final = (0.5, 100.0)
MOST_MARGIN: Final = 5.0
OF_DISPLAYS: Final = ("counter", "panel_inch", "farthest_m", "margin_percent", "is_silent")


def fitting_of(command: protocol.ChangeDevice | protocol.NewDevice) -> Fitting:
    """Return what a command says about a device's fitting."""
    return Fitting(**{field.name: getattr(command, field.name) for field in fields(Fitting)})


def seen_device(device: Device) -> protocol.DeviceSeen:
    """Return a device as staff see it."""
    return protocol.DeviceSeen(
        device.id, device.kind.value, device.name, device.zone, device.created_at, **asdict(device.fitting)
    )


def known_device(context: Context, actor: Actor, device_id: str) -> Device:
    """Return a device that an actor may see; refused for any other."""
    with context.store.read() as work:
        device = work.accounts.device(device_id)
    if device is None or (actor.branch is not None and actor.branch != device.branch):
        raise Refusal("not_found", "unknown_device")
    return device


def change_device(
    context: Context, actor: Actor, device_id: str, command: protocol.ChangeDevice
) -> protocol.DeviceSeen:
    """Say how a device is fitted; what the command leaves out is as usual again."""
    device = known_device(context, actor, device_id)
    fitting = fitting_of(command)
    with context.store.write(device.branch) as work:
        if device.revoked_at is not None:
            raise Refusal("not_found", "unknown_device")
        require_fitting(work, device.kind, fitting)
        work.accounts.fit_device(device.id, fitting)
        work.record(
            NewEvent("device.changed", context.clock(), actor.label, facts={"device": device.id} | asdict(fitting))
        )
    context.refitted(device.id, device.token_hash)
    return seen_device(replace(device, fitting=fitting))


def display_seat(context: Context, actor: Actor) -> protocol.DisplaySeat:
    """Return how the display that asks hangs in its hall."""
    device = known_device(context, actor, actor.id)
    wanted = {name: getattr(device.fitting, name) for name in OF_DISPLAYS}
    return protocol.DisplaySeat(device.id, device.name, device.branch, device.zone, **wanted)


def require_fitting(work: Work, kind: Role, fitting: Fitting) -> None:
    """Refuse what does not fit a device of a kind, or names what the branch does not have."""
    _require_paper(work, kind, fitting)
    given = [name for name in OF_DISPLAYS if getattr(fitting, name) != getattr(USUAL_FITTING, name)]
    if given and kind is not Role.DISPLAY:
        raise Refusal("invalid_field", "only_of_displays", field=given[0])
    if fitting.counter is not None:
        work.branch.counter(fitting.counter)
    _require_between("panel_inch", fitting.panel_inch, *PANEL_INCH)
    _require_between("farthest_m", fitting.farthest_m, *FARTHEST_M)
    _require_between("margin_percent", fitting.margin_percent, 0.0, MOST_MARGIN)


def _require_paper(work: Work, kind: Role, fitting: Fitting) -> None:
    """Refuse a printer for what prints nothing, a printer that is not there, and a fall-back that is no printer."""
    if fitting.printer is not None:
        if kind is not Role.KIOSK:
            raise Refusal("invalid_field", "printer_of_kiosk_only", field="printer")
        if fitting.printer not in {seen.device_id for seen in work.printers.all()}:
            raise Refusal("not_found", "unknown_printer")
    if fitting.is_fallback and kind is not Role.PRINTER:
        raise Refusal("invalid_field", "fallback_is_a_printer", field="is_fallback")


def _require_between(field: str, value: float | None, least: float, most: float) -> None:
    if value is not None and not least <= value <= most:
        raise Refusal("invalid_field", "out_of_range", field=field, least=f"{least:g}", most=f"{most:g}")
