"""Kiosks, displays and printers: added by hand or paired by a code that the device shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from queue_server import protocol
from queue_server.application.account_ports import DEVICE_KINDS, USUAL_FITTING, Device, Fitting, PairingRequest
from queue_server.application.context import Context, new_id, require_branch
from queue_server.application.credentials import derived_token, fingerprint, new_code, new_token
from queue_server.application.fittings import fitting_of, known_device, require_fitting, seen_device
from queue_server.application.ports import Work
from queue_server.domain.errors import Refusal
from queue_server.domain.event import NewEvent
from queue_server.domain.roles import Actor, Role

PAIRING_LASTS = timedelta(minutes=10)
NAME_LIMIT = 64
PURPOSE = "device"


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device that somebody adds to a branch, with the hash of the token that it will use."""

    branch: str
    kind: Role
    name: str
    zone: str | None
    token_hash: str
    fitting: Fitting = USUAL_FITTING


def add_device(context: Context, actor: Actor, branch: str, command: protocol.NewDevice) -> protocol.DeviceMade:
    """Add a device and return its token, which is shown this once."""
    require_branch(actor, branch)
    token = new_token()
    fitting = fitting_of(command)
    wanted = NewDevice(branch, _kind(command.kind), command.name, command.zone, fingerprint(token), fitting)
    with context.store.write(branch) as work:
        device = _add(work, actor, wanted, context.clock())
    return protocol.DeviceMade(seen_device(device), token)


def _kind(word: str) -> Role:
    if word not in {kind.value for kind in DEVICE_KINDS}:
        known = ", ".join(sorted(kind.value for kind in DEVICE_KINDS))
        raise Refusal("invalid_field", "unknown_kind", field="kind", value=word, known=known)
    return Role(word)


def _add(work: Work, actor: Actor, wanted: NewDevice, now: datetime) -> Device:
    name = wanted.name.strip()
    zone = wanted.zone or None
    if not 1 <= len(name) <= NAME_LIMIT:
        raise Refusal("invalid_field", "device_name_invalid", field="name")
    if zone is not None and zone not in {known.code for known in work.branch.zones}:
        raise Refusal("not_found", "unknown_zone", zone=zone)
    in_use = work.accounts.devices(wanted.branch, sorted(DEVICE_KINDS))
    if name in {device.name for device in in_use}:
        raise Refusal("device_name_taken", name=name)
    require_fitting(work, wanted.kind, wanted.fitting)
    device = Device(
        id=new_id(work.seq),
        branch=wanted.branch,
        kind=wanted.kind,
        name=name,
        zone=zone,
        token_hash=wanted.token_hash,
        created_at=now,
        fitting=wanted.fitting,
    )
    work.accounts.add_device(device)
    facts = {"device": device.id, "kind": device.kind.value, "name": name, "zone": zone}
    work.record(NewEvent("device.added", now, actor.label, facts=facts))
    return device


def list_devices(context: Context, actor: Actor, branch: str) -> list[protocol.DeviceSeen]:
    """Return the devices of a branch that are in use."""
    require_branch(actor, branch)
    with context.store.read(branch) as work:
        return [seen_device(device) for device in work.accounts.devices(branch, sorted(DEVICE_KINDS))]


def device_of(context: Context, token: str) -> Actor | None:
    """Return the device that holds a token; None when unknown or revoked."""
    with context.store.read() as work:
        device = work.accounts.device_by_token(fingerprint(token))
    if device is None or device.revoked_at is not None:
        return None
    return Actor(device.kind, device.id, device.branch, device.zone, device.fitting.counter)


def revoke_device(context: Context, actor: Actor, device_id: str) -> None:
    """Make a device's token worthless; revoking twice is harmless."""
    device = known_device(context, actor, device_id)
    if device.revoked_at is not None:
        return
    now = context.clock()
    with context.store.write(device.branch) as work:
        work.accounts.revoke_device(device_id, now)
        work.record(NewEvent("device.revoked", now, actor.label, facts={"device": device_id, "name": device.name}))


def begin_pairing(context: Context, command: protocol.BeginPairing) -> protocol.Pairing:
    """Give a device without a token a code to show and a secret to ask with."""
    kind = _kind(command.kind)
    now = context.wall_time()
    secret = new_token()
    token_hash = fingerprint(derived_token(context.secret, PURPOSE, secret))
    expires_at = now + PAIRING_LASTS
    with context.store.write(None) as work:
        work.accounts.forget_pairings(now)
        code = new_code()
        while work.accounts.pairing_by_code(code) is not None:
            code = new_code()
        work.accounts.add_pairing(PairingRequest(code, fingerprint(secret), token_hash, kind, expires_at))
    return protocol.Pairing(code, secret, expires_at)


def pairing_result(context: Context, secret: str) -> protocol.PairingResult:
    """Return the device's token once its code was accepted.

    The token is derived from the device's own secret, so it is stored nowhere, and asking again after
    a lost answer gives the same one.
    """
    with context.store.read() as work:
        pairing = work.accounts.pairing_by_secret(fingerprint(secret))
    if pairing is None or pairing.expires_at <= context.wall_time():
        raise Refusal("pairing_expired")
    accepted = pairing.device_id is not None
    return protocol.PairingResult(derived_token(context.secret, PURPOSE, secret) if accepted else None)


def accept_pairing(
    context: Context, actor: Actor, branch: str, code: str, command: protocol.AcceptPairing
) -> protocol.DeviceSeen:
    """Make the device that shows ``code`` one of the branch. A code works once."""
    require_branch(actor, branch)
    now = context.clock()
    shown = code.strip().upper().replace("-", "")
    with context.store.write(branch) as work:
        pairing = work.accounts.pairing_by_code(shown)
        if pairing is None or pairing.expires_at <= context.wall_time() or pairing.device_id is not None:
            raise Refusal("pairing_expired")
        wanted = NewDevice(branch, pairing.kind, command.name, command.zone, pairing.token_hash)
        device = _add(work, actor, wanted, now)
        if not work.accounts.accept_pairing(shown, device.id):
            raise Refusal("pairing_expired")
    return seen_device(device)
