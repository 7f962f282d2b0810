"""What a printer agent calls."""

from __future__ import annotations

from queue_server import protocol
from queue_server.application.printing import Outcome, claim_job, report_job, report_printer
from queue_server.web.routing import Call, Handler, Route


def _claim(call: Call) -> object:
    job = claim_job(call.context, call.actor)
    return None if job is None else protocol.ClaimedJob(job)


def _report(outcome: Outcome) -> Handler:
    def report(call: Call) -> object:
        report_job(call.context, call.actor, call.path["job"], outcome, call.command)
        return None

    return report


def _report_route(outcome: Outcome, summary: str) -> Route:
    return Route(
        f"job_{outcome}",
        "POST",
        f"/print-jobs/{{job}}/{outcome}",
        summary,
        _report(outcome),
        command=protocol.JobReport,
        refusals=("not_found", "lease_lost"),
    )


def _status(call: Call) -> object:
    report_printer(call.context, call.actor, call.command)
    return None


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
    _report_route("printed", "The paper is out"),
    _report_route("failed", "Nothing came out; the job may be tried again"),
    _report_route("unknown", "Nobody can say whether the paper is out"),
    Route(
        "printer_status",
        "POST",
        "/printers/self/status",
        "What the printer says of itself",
        _status,
        command=protocol.PrinterReport,
    ),
)
