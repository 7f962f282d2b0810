"""What a printer agent calls, and what staff ask of printers."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, request

from queue_server import protocol
from queue_server.application.papers import day_papers
from queue_server.application.previews import PictureWish, branch_logo, find_printers, slip_picture
from queue_server.application.printers import print_sign, print_tally, print_test, report_printer
from queue_server.application.printing import begin_sending, claim_job, report_job
from queue_server.domain.paper import JobState
from queue_server.web.parsing import parse_day
from queue_server.web.routing import Call, Handler, Route

PRINTERS = "/branches/{branch}/printers"
PNG = "image/png"


def _claim(call: Call) -> object:
    job = claim_job(call.context, call.actor)
    return None if job is None else protocol.ClaimedJob(job)


def _sending(call: Call) -> object:
    begin_sending(call.context, call.actor, call.path["job"], call.command)
    return None


def _report(outcome: JobState) -> Handler:
    def report(call: Call) -> object:
        report_job(call.context, call.actor, call.path["job"], outcome, call.command)
        return None

    return report


def _report_route(outcome: JobState, summary: str) -> Route:
    return Route(
        f"job_{outcome.value}",
        "POST",
        f"/print-jobs/{{job}}/{outcome.value}",
        summary,
        _report(outcome),
        command=protocol.JobReport,
        refusals=("not_found", "lease_lost"),
    )


def _status(call: Call) -> object:
    report_printer(call.context, call.actor, call.command)
    return None


def _test(call: Call) -> object:
    return print_test(call.context, call.actor, call.path["branch"], call.path["printer"])


def _sign(call: Call) -> object:
    return print_sign(call.context, call.actor, call.path["branch"], call.path["counter"], call.command)


def _tally(call: Call) -> object:
    return print_tally(call.context, call.actor, call.path["branch"], parse_day(call.path["day"]))


def _papers(call: Call) -> object:
    return day_papers(call.context, call.actor, call.path["branch"], parse_day(call.path["day"]))


def _find(call: Call) -> object:
    return find_printers(call.context, call.actor, call.path["branch"], call.command)


def _picture(call: Call) -> object:
    asked = request.args
    wish = PictureWish(asked.get("kind", "ticket"), asked.get("profile", "80mm"), asked.get("language", "id"))
    return _png(slip_picture(call.context, call.actor, call.path["branch"], wish))


def _logo(call: Call) -> object:
    return _png(branch_logo(call.context, call.path["branch"], request.args.get("v")))


def _png(body: bytes) -> Response:
    return Response(body, HTTPStatus.OK, mimetype=PNG)


ROUTES = (
    Route(
        "claim_job",
        "POST",
        "/printers/self/claim",
        "Lease the next print job; 204 when nothing waits",
        _claim,
        answer=protocol.ClaimedJob,
        may_be_empty=True,
    ),
    Route(
        "job_sending",
        "POST",
        "/print-jobs/{job}/sending",
        "The first byte is about to leave; renews the lease, and is refused when another printer has the job",
        _sending,
        command=protocol.JobSending,
        refusals=("not_found", "lease_lost"),
    ),
    _report_route(JobState.PRINTED, "The paper is out"),
    _report_route(JobState.FAILED, "Nothing came out; the job may be tried again"),
    _report_route(JobState.UNKNOWN, "Nobody can say whether the paper is out"),
    Route(
        "printer_status",
        "POST",
        "/printers/self/status",
        "What the printer says of itself",
        _status,
        command=protocol.PrinterReport,
    ),
    Route(
        "print_test",
        "POST",
        f"{PRINTERS}/{{printer}}/test",
        "Print a test page on one printer",
        _test,
        answer=protocol.PrintJobState,
        refusals=("not_found",),
    ),
    Route(
        "print_sign",
        "POST",
        "/branches/{branch}/counters/{counter}/sign",
        "Print a sign to hang at a counter",
        _sign,
        answer=protocol.PrintJobState,
        command=protocol.CounterSign,
        refusals=("not_found", "no_printer"),
    ),
    Route(
        "print_tally",
        "POST",
        "/branches/{branch}/days/{day}/print",
        "Print a closed day's tally once more, marked as a copy",
        _tally,
        answer=protocol.PrintJobState,
        refusals=("not_found", "day_open", "no_printer"),
    ),
    Route(
        "find_printers",
        "POST",
        f"{PRINTERS}/find",
        "Look for printers that the server's machine can reach",
        _find,
        answer=protocol.FoundPrinters,
        command=protocol.FindPrinters,
        refusals=("printer_tools_away",),
    ),
    Route(
        "slip_picture",
        "GET",
        "/branches/{branch}/slip",
        "A sample slip as a picture, exactly as it would be printed: kind, profile, language",
        _picture,
        picture=PNG,
        query=("kind", "profile", "language"),
        refusals=("not_found", "invalid_field", "printer_tools_away"),
    ),
    Route(
        "slip_logo",
        "GET",
        "/branches/{branch}/logo",
        "The logo on a branch's slips",
        _logo,
        picture=PNG,
        query=("v",),
        refusals=("not_found",),
    ),
    Route(
        "day_papers",
        "GET",
        "/branches/{branch}/days/{day}/papers",
        "A day's papers by printer: what the server was told, and what each agent counts by itself",
        _papers,
        answer=protocol.DayPapers,
        refusals=("not_found",),
    ),
)
