"""The part of a printer's address behind the question mark."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from printer.profiles import Profile
from printer.transports.port import AddressError

_COMMON = {
    "status": ("none", "for printers that never answer"),
    "proof": ("id", "for printers that confirm each slip by a process id"),
}
ANY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Options:
    """What an address asks for. ``own`` are the options that only this kind of transport has."""

    is_one_way: bool = False
    knows_process_id: bool = False
    own: Mapping[str, str] = field(default_factory=dict)


def read_options(query: str, profile: Profile, own: Mapping[str, frozenset[str]] | None = None) -> Options:
    """Read ``query``; ``own`` maps further names to their values (``ANY``: whatever stands there). Raises AddressError.

    Whether the printer knows process ids is the profile's word, unless the address says ``proof=id``.
    """
    special = own or {}
    given = parse_qs(query, keep_blank_values=True)
    for name, values in given.items():
        allowed = frozenset({_COMMON[name][0]}) if name in _COMMON else special.get(name)
        if allowed is None or len(values) != 1 or (allowed and values[0] not in allowed) or not values[0]:
            raise AddressError(_refusal(name, values, special))
    if len(given.keys() & _COMMON.keys()) > 1:
        raise AddressError("A printer that never answers proves nothing: write ?status=none or ?proof=id, not both.")
    is_one_way = "status" in given
    return Options(
        is_one_way=is_one_way,
        knows_process_id=not is_one_way and ("proof" in given or profile.process_id),
        own={name: values[0] for name, values in given.items() if name in special},
    )


def _refusal(name: str, values: list[str], special: Mapping[str, frozenset[str]]) -> str:
    wrong = "&".join(f"{name}={value}" for value in values)
    known = [f"{name}={value} ({purpose})" for name, (value, purpose) in _COMMON.items()]
    known += [f"{name}={'|'.join(sorted(allowed, key=_by_size)) or '…'}" for name, allowed in special.items()]
    return f"{wrong!r} is not an option of this printer's address. There are: {', '.join(known)}."


def _by_size(value: str) -> tuple[int, str]:
    return (len(value), value)
