"""The branch file: read, checked as a whole, and turned into a ``Branch``. A file with any mistake changes nothing."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from queue_server.application.branch_document import BranchDocument, CounterPart, ServicePart
from queue_server.application.document_parts import TextPart
from queue_server.application.pictures import PictureError, arms_of, logo_of
from queue_server.domain.branch import Branch, Counter, Service
from queue_server.domain.places import Agency, Zone
from queue_server.domain.policy import Policy
from queue_server.domain.text import Text


class BranchFileError(Exception):
    """A branch file that cannot be taken; its message names each place and what to do."""


ReadPicture = Callable[[str], bytes]
"""The name of a file beside the branch file -> its bytes. Raises OSError."""
PictureOf = Callable[[bytes], dict[str, str]]
LOGOS: dict[str, PictureOf] = {"slip": logo_of, "board": arms_of}
"""Where a branch file names a picture, and what becomes of it."""


def read_branch_file(text: str, read_picture: ReadPicture | None = None) -> dict[str, Any]:
    """Return a checked document from TOML text; raise BranchFileError with a sentence for each mistake.

    Without ``read_picture``, as in a replay, slips and displays have no logo.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        sentence = f"This is not TOML: {error}. Nothing was changed."
        raise BranchFileError(sentence) from error
    try:
        checked = BranchDocument.model_validate(document).model_dump(mode="json")
    except ValidationError as error:
        lines = [_mistake(mistake) for mistake in error.errors()]
        raise BranchFileError("\n".join([*lines, "Nothing was changed."])) from error
    for part, picture_of in LOGOS.items():
        checked[part]["logo"] = _logo_of(part, checked[part]["logo"], read_picture, picture_of)
    return checked


def _logo_of(part: str, named: object, read: ReadPicture | None, picture_of: PictureOf) -> dict[str, str] | None:
    """Return the picture that a part of the file names; None where there is none, or nowhere to read it."""
    if named is None or (isinstance(named, str) and read is None):
        return None
    if not isinstance(named, str) or read is None:
        raise BranchFileError(f"{part}.logo: name a picture file beside the branch file. Nothing was changed.")
    try:
        return picture_of(read(named))
    except (OSError, PictureError) as error:
        why = str(error) if isinstance(error, PictureError) else f"the file {named} cannot be read"
        raise BranchFileError(f"{part}.logo: {why}. Nothing was changed.") from error


def _mistake(mistake: Any) -> str:
    place = ".".join(str(part) for part in mistake["loc"]) or "the file"
    if mistake["type"] == "extra_forbidden":
        return f"{place}: this key is unknown; remove it or correct its spelling."
    if mistake["type"] == "missing":
        return f"{place}: this key is missing; add it."
    return f"{place}: {mistake['msg'].removeprefix('Value error, ')}."


def branch_of_document(document: dict[str, Any]) -> Branch:
    """Return the branch that a checked document describes."""
    file = BranchDocument.model_validate(document)
    head = file.branch
    return Branch(
        code=head.code,
        name=head.name,
        timezone=head.timezone,
        languages=tuple(head.languages),
        number_width=head.number_width,
        letterhead=tuple(head.letterhead),
        channels=tuple(head.channels),
        holidays=head.holidays,
        number_reading=head.number_reading,
        policy=Policy(**file.policy.model_dump()),
        issue_hours=file.hours.issue.week(),
        service_hours=file.hours.service.week(),
        agencies=tuple(Agency(agency.code, _text(agency.name)) for agency in file.agencies),
        services=tuple(_service(service) for service in file.services),
        zones=tuple(Zone(zone.code, zone.name) for zone in file.zones),
        counters=tuple(_counter(counter) for counter in file.counters),
        breaks=tuple(pause.pause() for pause in file.breaks),
        exceptions=tuple(exception.exception() for exception in file.exceptions),
        slip=file.slip.template(),
        board=file.board.plan(),
        voice=file.voice.plan(),
    )


def _text(text: TextPart) -> Text:
    return Text(text.id, text.en)


def _service(service: ServicePart) -> Service:
    plain = service.model_dump(exclude={"name", "quotas", "requirements"})
    quotas = tuple(sorted((quota.window() for quota in service.quotas), key=lambda window: window.span.start))
    requirements: dict[str, list[str]] = {language: list(lines) for language, lines in service.requirements.items()}
    return Service(name=_text(service.name), quotas=quotas, requirements=requirements, **plain)


def _counter(counter: CounterPart) -> Counter:
    return Counter(**(counter.model_dump() | {"services": tuple(counter.services)}))
