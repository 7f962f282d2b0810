"""Adding, pairing and revoking kiosks, displays and printers."""

from __future__ import annotations

from http import HTTPStatus

from queue_server import protocol
from queue_server.application.devices import (
    accept_pairing,
    add_device,
    begin_pairing,
    list_devices,
    pairing_result,
    revoke_device,
)
from queue_server.application.fittings import change_device, display_seat
from queue_server.web.access import address
from queue_server.web.limits import PAIRING_ACCEPT, PAIRING_BEGIN
from queue_server.web.routing import Call, Route


def _devices(call: Call) -> object:
    return protocol.DeviceList(list_devices(call.context, call.actor, call.path["branch"]))


def _add(call: Call) -> object:
    return add_device(call.context, call.actor, call.path["branch"], call.command)


def _change(call: Call) -> object:
    return change_device(call.context, call.actor, call.path["device"], call.command)


def _display_seat(call: Call) -> object:
    return display_seat(call.context, call.actor)


def _revoke(call: Call) -> object:
    revoke_device(call.context, call.actor, call.path["device"])
    return None


def _begin(call: Call) -> object:
    call.access.limits.hit(PAIRING_BEGIN, "pairing", address())
    return begin_pairing(call.context, call.command)


def _result(call: Call) -> object:
    return pairing_result(call.context, call.path["secret"])


def _accept(call: Call) -> object:
    call.access.limits.hit(PAIRING_ACCEPT, "accept", call.actor.id)
    path = call.path
    return accept_pairing(call.context, call.actor, path["branch"], path["code"], call.command)


ROUTES = (
    Route(
        "devices",
        "GET",
        "/branches/{branch}/devices",
        "The devices of a branch",
        _devices,
        answer=protocol.DeviceList,
        refusals=("not_found",),
    ),
    Route(
        "add_device",
        "POST",
        "/branches/{branch}/devices",
        "Add a device; its token is shown this once",
        _add,
        answer=protocol.DeviceMade,
        command=protocol.NewDevice,
        status=HTTPStatus.CREATED,
        refusals=("not_found", "device_name_taken"),
    ),
    Route(
        "change_device",
        "POST",
        "/devices/{device}",
        "Say how a device is fitted: a kiosk's printer, a printer's part, a display's place and panel",
        _change,
        answer=protocol.DeviceSeen,
        command=protocol.ChangeDevice,
        refusals=("not_found", "invalid_field"),
    ),
    Route(
        "display_seat",
        "GET",
        "/displays/self",
        "How the display that asks hangs in its hall",
        _display_seat,
        answer=protocol.DisplaySeat,
    ),
    Route(
        "revoke_device",
        "POST",
        "/devices/{device}/revoke",
        "Make a device's token worthless",
        _revoke,
        refusals=("not_found",),
    ),
    Route(
        "begin_pairing",
        "POST",
        "/pairings",
        "Ask for a code to show, as a device without a token",
        _begin,
        answer=protocol.Pairing,
        command=protocol.BeginPairing,
        status=HTTPStatus.CREATED,
        refusals=("rate_limited",),
    ),
    Route(
        "pairing_result",
        "GET",
        "/pairings/{secret}",
        "The device's token, once its code was accepted",
        _result,
        answer=protocol.PairingResult,
        refusals=("pairing_expired",),
    ),
    Route(
        "accept_pairing",
        "POST",
        "/branches/{branch}/pairings/{code}",
        "Make the device that shows a code one of the branch",
        _accept,
        answer=protocol.DeviceSeen,
        command=protocol.AcceptPairing,
        status=HTTPStatus.CREATED,
        refusals=("not_found", "pairing_expired", "device_name_taken", "rate_limited"),
    ),
)
