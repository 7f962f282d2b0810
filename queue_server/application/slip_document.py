"""The part ``[slip]`` of a branch file: what stands on a ticket, in which order, and the logo above it."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from queue_server.application.document_parts import Part, TextPart
from queue_server.domain.slip import Picture, SlipTemplate
from queue_server.domain.text import Text
from queue_server.protocol import SLIP_BLOCKS, SLIP_MARKS

REPLACEABLE = frozenset({"scan", "thanks"})
"""Blocks whose usual words a text of the branch may replace."""
LONGEST_ORDER = 40
TextName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,31}$")]


class PicturePart(Part):
    """A logo as it is stored: small, grey, PNG in Base64."""

    version: str
    png: str


class SlipPart(Part):
    """The layout of ticket slips. ``logo`` is a file's name in a branch file, and the picture itself once loaded."""

    order: list[str] = Field(default=[], max_length=LONGEST_ORDER)
    texts: dict[TextName, TextPart] = Field(default={})
    logo: Annotated[str, Field(min_length=1, max_length=200)] | PicturePart | None = None

    @field_validator("texts")
    @classmethod
    def _own_names(cls, value: dict[str, TextPart]) -> dict[str, TextPart]:
        taken = sorted((value.keys() & {*SLIP_BLOCKS, *SLIP_MARKS}) - REPLACEABLE)
        if taken:
            sentence = f'"{taken[0]}" is a part that every slip has; give your text another name'
            raise ValueError(sentence)
        return value

    @model_validator(mode="after")
    def _makes_a_slip(self) -> Self:
        if not self.order:
            return self
        known = {*SLIP_BLOCKS, *SLIP_MARKS, *self.texts}
        unknown = next((name for name in self.order if name not in known), None)
        if unknown is not None:
            sentence = f'order: "{unknown}" is no part of a slip. Known are {", ".join([*SLIP_BLOCKS, *SLIP_MARKS])}'
            raise ValueError(f"{sentence}, and the names under slip.texts")
        twice = [name for name, count in Counter(self.order).items() if count > 1 and name not in SLIP_MARKS]
        if twice:
            raise ValueError(f'order: "{twice[0]}" stands there twice')
        if "number" not in self.order:
            raise ValueError('order: a slip needs its "number"')
        return self

    def template(self) -> SlipTemplate:
        """Return what the document means."""
        logo = self.logo if isinstance(self.logo, PicturePart) else None
        return SlipTemplate(
            order=tuple(self.order),
            texts={name: Text(text.id, text.en) for name, text in self.texts.items()},
            logo=None if logo is None else Picture(logo.version, logo.png),
        )
