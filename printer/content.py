"""Read a job and what to print from JSON, leniently: unknown fields ignored, missing ones empty. Pure.

A newer or older server must not stop the paper; only a job without id, kind or fence is refused. What is
longer than any slip is cut here, so that no content can run the roll out.
"""

from __future__ import annotations

from typing import Any

from queue_server.protocol import Logo, PaperCount, PrinterTestContent, PrintJob, SignContent, SlipContent, TallyContent

Json = dict[str, Any]
LONGEST_TEXT = 600
LONGEST_LIST = 40
LONGEST_TABLE = 250
_LARGEST_NUMBER = 10**12


def read_job(body: object) -> PrintJob:
    """Return the job of ``POST /printers/self/claim``. Raises ValueError when it lacks what makes it a job."""
    job = body.get("job") if isinstance(body, dict) else None
    if not isinstance(job, dict):
        raise ValueError("the answer holds no job")  # noqa: TRY004  (callers expect one error for bad JSON)
    identity, kind, fence = job.get("id"), job.get("kind"), job.get("fence")
    if not isinstance(identity, str) or not identity or not isinstance(kind, str) or not isinstance(fence, int):
        raise ValueError("the job has no id, kind or fence")
    content = job.get("content")
    return PrintJob(
        id=identity,
        kind=kind,
        fence=fence,
        lease_s=_number(job.get("lease_s")),
        copy=_number(job.get("copy")),
        content=content if isinstance(content, dict) else {},
        service_day=_maybe(job.get("service_day")),
    )


def read_slip(content: Json) -> SlipContent:
    """Return what a ticket slip says."""
    return SlipContent(
        **_head(content),
        service=_text(content.get("service")),
        number=_text(content.get("number")),
        ahead_line=_maybe(content.get("ahead_line")),
        expected_line=_maybe(content.get("expected_line")),
        qr=_text(content.get("qr")),
        day_line=_text(content.get("day_line")),
        time_line=_text(content.get("time_line")),
        requirements_title=_text(content.get("requirements_title")),
        requirements=_texts(content.get("requirements")),
        missed_line=_text(content.get("missed_line")),
        channels=_texts(content.get("channels")),
        thanks=_text(content.get("thanks")),
        copy_line=_maybe(content.get("copy_line")),
        priority_line=_maybe(content.get("priority_line")),
        scan_line=_maybe(content.get("scan_line")),
        people_line=_maybe(content.get("people_line")),
        order=_texts(content.get("order")),
        texts=_named(content.get("texts")),
    )


def read_tally(content: Json) -> TallyContent:
    """Return what a tally slip says."""
    hours = [list(pair) for pair in _items(content.get("hours")) if isinstance(pair, list | tuple) and pair]
    return TallyContent(
        **_head(content),
        title=_text(content.get("title")),
        day_line=_text(content.get("day_line")),
        figures=_pairs(content.get("figures")),
        columns=_texts(content.get("columns")),
        rows=[_texts(row) for row in _items(content.get("rows"), LONGEST_TABLE)],
        seal_title=_text(content.get("seal_title")),
        seal=_text(content.get("seal")),
        time_line=_text(content.get("time_line")),
        copy_line=_maybe(content.get("copy_line")),
        opened_line=_maybe(content.get("opened_line")),
        waits=_pairs(content.get("waits")),
        hours_title=_text(content.get("hours_title")),
        hours=[(_text(pair[0]), _number(pair[-1])) for pair in hours],
        paper=_paper(content.get("paper")),
        paper_lines=_texts(content.get("paper_lines")),
        signatures=_texts(content.get("signatures")),
    )


def read_test(content: Json) -> PrinterTestContent:
    """Return what a test page says."""
    return PrinterTestContent(
        **_head(content),
        title=_text(content.get("title")),
        printer=_text(content.get("printer")),
        day_line=_text(content.get("day_line")),
        time_line=_text(content.get("time_line")),
        qr=_text(content.get("qr")),
    )


def read_sign(content: Json) -> SignContent:
    """Return what a counter's sign says."""
    return SignContent(
        **_head(content),
        counter=_text(content.get("counter")),
        services_title=_text(content.get("services_title")),
        services=_texts(content.get("services")),
    )


def read_logo(value: object) -> Logo | None:
    """Return the logo that a content names, None where it names none."""
    if not isinstance(value, dict) or not _text(value.get("version")):
        return None
    return Logo(_text(value.get("version")), _text(value.get("url")))


def _head(content: Json) -> Json:
    """Return the fields that every kind of slip has."""
    return {
        "letterhead": _texts(content.get("letterhead")),
        "branch": _text(content.get("branch")),
        "language": _text(content.get("language")) or "id",
        "logo": read_logo(content.get("logo")),
    }


def _paper(value: object) -> PaperCount | None:
    if not isinstance(value, dict):
        return None
    counts = (_number(value.get(name)) for name in ("tickets", "reprints", "failures"))
    return PaperCount(_text(value.get("service_day")), *counts)


def _pairs(value: object) -> list[tuple[str, str]]:
    pairs = [_texts(pair) for pair in _items(value)]
    return [(pair[0], " ".join(pair[1:])) for pair in pairs if pair]


def _named(value: object) -> dict[str, str]:
    named = list(value.items())[:LONGEST_LIST] if isinstance(value, dict) else []
    return {name: _text(text) for name, text in named if isinstance(name, str)}


def _items(value: object, most: int = LONGEST_LIST) -> list[object]:
    return list(value[:most]) if isinstance(value, list | tuple) else []


def _text(value: object) -> str:
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return str(value) if is_number and (isinstance(value, float) or abs(_number(value)) < _LARGEST_NUMBER) else ""


def _maybe(value: object) -> str | None:
    return _text(value) or None


def _texts(value: object) -> list[str]:
    return [_text(item) for item in _items(value)]


def _number(value: object) -> int:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return max(-_LARGEST_NUMBER, min(_LARGEST_NUMBER, value)) if is_number and isinstance(value, int) else 0
