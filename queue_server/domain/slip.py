"""What a branch wants on its slips: their order, texts of its own, its logo."""

from __future__ import annotations

from dataclasses import dataclass, field

from queue_server.domain.text import Text


@dataclass(frozen=True, slots=True)
class Picture:
    """A small grey picture: ``png`` in Base64, ``version`` a digest of it."""

    version: str
    png: str


@dataclass(frozen=True, slots=True)
class SlipTemplate:
    """The layout of a ticket slip; without an ``order`` the usual one (``protocol.USUAL_ORDER``).

    ``texts`` stand where the order names them; those called ``scan`` and ``thanks`` replace the usual words.
    """

    order: tuple[str, ...] = ()
    texts: dict[str, Text] = field(default_factory=dict)
    logo: Picture | None = None
