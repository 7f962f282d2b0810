"""What all parts of a branch file are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,32}$")]
Name = Annotated[str, Field(min_length=1, max_length=120)]


class Part(BaseModel):
    """What all parts share: strict types, no unknown keys."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class TextPart(Part):
    """A text in Indonesian and, if it differs, English."""

    id: Name
    en: str = Field(default="", max_length=120)
