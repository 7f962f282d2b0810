"""What the supervisor calls: the day's tickets, its figures, opening and closing it."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

from queue_server import protocol
from queue_server.application.closing import close_day, list_tickets, open_day, read_tally
from queue_server.application.deciding import decide_issuing
from queue_server.application.directory import branches_of
from queue_server.application.promised import read_promises
from queue_server.application.quiet import quiet_hall
from queue_server.application.stored import TicketFilter
from queue_server.application.tally_sheet import tally_csv
from queue_server.domain.errors import Refusal
from queue_server.web.answers import JSON
from queue_server.web.language import asked_language
from queue_server.web.parsing import parse_day, parse_limit
from queue_server.web.routing import Call, Route

DAY = "/branches/{branch}/days/{day}"
PAGE_LENGTH = 100
PAGE_MOST = 500
CSV = "text/csv"
FORMATS = {"json": JSON, "csv": CSV}


def _tickets(call: Call) -> object:
    wanted = TicketFilter(
        status=request.args.get("status") or None,
        after=request.args.get("after") or None,
        limit=parse_limit(request.args.get("limit"), PAGE_LENGTH, PAGE_MOST),
    )
    day = parse_day(call.path["day"])
    return list_tickets(call.context, call.actor, call.path["branch"], day, wanted)


def _tally(call: Call) -> object:
    day = parse_day(call.path["day"])
    wanted = _format()
    tally = read_tally(call.context, call.actor, call.path["branch"], day)
    if wanted == JSON:
        return tally
    sheet = tally_csv(tally, call.context.catalogue, asked_language())
    name = f"tally-{call.path['branch']}-{day.isoformat()}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(sheet, HTTPStatus.OK, headers=headers, content_type=f"{CSV}; charset=utf-8")


def _format() -> str:
    """Return the wanted media type: ``?format=`` first, then ``Accept``."""
    word = request.args.get("format")
    if word is None:
        return request.accept_mimetypes.best_match(tuple(FORMATS.values()), default=JSON) or JSON
    if word not in FORMATS:
        raise Refusal("invalid_field", "unknown_format", field="format", value=word, known=", ".join(FORMATS))
    return FORMATS[word]


def _promises(call: Call) -> object:
    return read_promises(call.context, call.actor, call.path["branch"], parse_day(call.path["day"]))


def _quiet(call: Call) -> object:
    return quiet_hall(call.context, call.actor, call.path["branch"], call.command)


def _open(call: Call) -> object:
    return protocol.OpenedDay(open_day(call.context, call.actor, call.path["branch"]).day.isoformat())


def _close(call: Call) -> object:
    day = parse_day(call.path["day"])
    return close_day(call.context, call.actor, call.path["branch"], day, force=call.command.force)


def _decide(call: Call) -> object:
    return decide_issuing(call.context, call.actor, call.path["branch"], call.command)


def _branches(call: Call) -> object:
    return protocol.BranchList(branches_of(call.context, call.actor))


ROUTES = (
    Route("branches", "GET", "/branches", "The branches that one may see", _branches, answer=protocol.BranchList),
    Route(
        "open_day",
        "POST",
        "/branches/{branch}/days/open",
        "Open the service day, at any hour",
        _open,
        answer=protocol.OpenedDay,
        refusals=("not_found", "day_closed"),
    ),
    Route(
        "quiet_hall",
        "POST",
        "/branches/{branch}/quiet",
        "Let nothing sound in the hall for some minutes",
        _quiet,
        answer=protocol.QuietState,
        command=protocol.QuietHall,
        refusals=("not_found", "invalid_field"),
    ),
    Route(
        "decide_issuing",
        "POST",
        "/branches/{branch}/issuing",
        "Give numbers against the hours today, stop giving them, or leave it to the hours again",
        _decide,
        answer=protocol.IssuingState,
        command=protocol.DecideIssuing,
        refusals=("not_found", "day_closed", "day_unfinished"),
    ),
    Route(
        "day_tickets",
        "GET",
        f"{DAY}/tickets",
        "The day's tickets in the order of issue, a page at a time",
        _tickets,
        answer=protocol.TicketPage,
        query=("status", "after", "limit"),
        refusals=("not_found",),
    ),
    Route(
        "day_tally",
        "GET",
        f"{DAY}/tally",
        "The day's figures, live or frozen",
        _tally,
        answer=protocol.Tally,
        query=("format",),
        refusals=("not_found",),
        other_formats=(CSV,),
    ),
    Route(
        "day_promises",
        "GET",
        f"{DAY}/promises",
        "What residents were told about their wait, and what came true",
        _promises,
        answer=protocol.PromisedDay,
        refusals=("not_found",),
    ),
    Route(
        "close_day",
        "POST",
        f"{DAY}/close",
        "Close the day and freeze its figures; twice is harmless",
        _close,
        answer=protocol.Tally,
        command=protocol.CloseDay,
        refusals=("not_found", "day_unfinished"),
    ),
)
