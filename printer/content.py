"""Read a job and what to print from JSON, leniently: unknown fields ignored, missing ones empty. Pure.

A newer or older server must not stop the paper; only a job without id, kind or fence is refused.
"""

from __future__ import annotations

from typing import Any

from queue_server.protocol import PrintJob, SlipContent, TallyContent

Json = dict[str, Any]


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
        letterhead=_texts(content.get("letterhead")),
        branch=_text(content.get("branch")),
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
        language=_text(content.get("language")) or "id",
        copy_line=_maybe(content.get("copy_line")),
        priority_line=_maybe(content.get("priority_line")),
        scan_line=_maybe(content.get("scan_line")),
    )


def read_tally(content: Json) -> TallyContent:
    """Return what a tally slip says."""
    figures = [_texts(pair) for pair in _items(content.get("figures"))]
    return TallyContent(
        letterhead=_texts(content.get("letterhead")),
        branch=_text(content.get("branch")),
        title=_text(content.get("title")),
        day_line=_text(content.get("day_line")),
        figures=[(pair[0], " ".join(pair[1:])) for pair in figures if pair],
        columns=_texts(content.get("columns")),
        rows=[_texts(row) for row in _items(content.get("rows"))],
        seal_title=_text(content.get("seal_title")),
        seal=_text(content.get("seal")),
        time_line=_text(content.get("time_line")),
        language=_text(content.get("language")) or "id",
        copy_line=_maybe(content.get("copy_line")),
    )


def _items(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def _maybe(value: object) -> str | None:
    return _text(value) or None


def _texts(value: object) -> list[str]:
    return [_text(item) for item in _items(value)]


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
