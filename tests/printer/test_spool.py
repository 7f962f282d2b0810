from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from printer.device import Outcome
from printer.press import known_outcome
from printer.spool import Entry, Spool, SpoolTakenError, Step
from printer.tally_slip import DayCount
from queue_server.protocol import PrintJob

DAY = "2026-11-23"


def entry(job: str = "j1", kind: str = "ticket", copy: int = 0) -> Entry:
    return Entry(job=job, kind=kind, copy=copy, fence=1, day=DAY)


def claimed(copy: int = 0) -> PrintJob:
    return PrintJob(id="j1", kind="ticket", fence=2, lease_s=30, copy=copy, content={})


def reopened(spool: Spool, folder: Path) -> Spool:
    spool.close()
    return Spool(folder)


def test_every_step_survives_a_restart(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    leased = entry()
    for known in (
        leased,
        replace(leased, step=Step.SENDING),
        leased.decided(Outcome.UNKNOWN, "no_answer"),
        replace(leased.decided(Outcome.PRINTED, None), step=Step.CONFIRMED),
    ):
        spool.put(known)
        spool = reopened(spool, tmp_path)
        assert spool.get("j1") == known
    spool.close()


def test_a_second_agent_does_not_get_the_spool(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    with pytest.raises(SpoolTakenError):
        Spool(tmp_path)
    reopened(spool, tmp_path).close()


def test_a_record_that_cannot_be_read_counts_as_possibly_printed(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(entry())
    (tmp_path / "jobs" / "j1.json").write_text('{"job": "j1", "ki')
    (tmp_path / "jobs" / "j2.part").write_text("{}")
    spool = reopened(spool, tmp_path)
    assert [known.job for known in spool.in_hand()] == ["j1"]
    assert known_outcome(spool.get("j1"), claimed()) == (Outcome.UNKNOWN, "agent_restarted")
    assert not (tmp_path / "jobs" / "j2.part").exists()
    spool.close()


@pytest.mark.parametrize("job", ["../../etc/passwd", "a/b", "", "x" * 300, ".hidden", "ü"])
def test_no_job_id_leaves_the_folder(tmp_path: Path, job: str) -> None:
    spool = Spool(tmp_path / "spool")
    spool.put(entry(job))
    spool = reopened(spool, tmp_path / "spool")
    assert spool.get(job) == entry(job)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {path.parent for path in files} == {tmp_path / "spool", tmp_path / "spool" / "jobs"}
    spool.close()


def test_what_was_printed_is_counted_by_day_from_the_records(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(entry("a").decided(Outcome.PRINTED, None))
    spool.put(entry("b").decided(Outcome.FAILED, "paper_out").decided(Outcome.PRINTED, None))
    spool.put(entry("c", copy=1).decided(Outcome.PRINTED, None))
    spool.put(entry("d", kind="tally").decided(Outcome.PRINTED, None))
    spool.put(entry("e").decided(Outcome.UNKNOWN, "cut_off"))
    spool.put(entry("f", kind="test").decided(Outcome.PRINTED, None))
    spool.put(replace(entry("g"), day="2026-11-22").decided(Outcome.PRINTED, None))
    spool = reopened(spool, tmp_path)
    assert spool.count(DAY) == DayCount(tickets=2, reprints=1, tallies=1, failures=2)
    assert spool.count("2026-11-22") == DayCount(tickets=1)
    spool.close()


def test_old_jobs_are_forgotten_but_never_an_outcome_the_server_does_not_know(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    spool.put(replace(entry("old").decided(Outcome.PRINTED, None), step=Step.CONFIRMED))
    spool.put(entry("untold").decided(Outcome.PRINTED, None))
    spool.prune("2026-11-24")
    spool = reopened(spool, tmp_path)
    assert (spool.get("old"), spool.get("untold") is not None) == (None, True)
    spool.close()


@pytest.mark.parametrize(
    ("known", "copy", "verdict"),
    [
        (None, 0, None),
        (entry(), 0, None),
        (entry().decided(Outcome.FAILED, "paper_out"), 0, None),
        (replace(entry(), step=Step.SENDING), 0, (Outcome.UNKNOWN, "agent_restarted")),
        (entry().decided(Outcome.UNKNOWN, "cut_off"), 0, (Outcome.UNKNOWN, "cut_off")),
        (entry().decided(Outcome.PRINTED, None), 0, (Outcome.PRINTED, None)),
        (replace(entry().decided(Outcome.PRINTED, None), step=Step.CONFIRMED), 0, (Outcome.PRINTED, None)),
        (entry().decided(Outcome.PRINTED, None), 1, None),
        (entry(copy=1).decided(Outcome.PRINTED, None), 1, (Outcome.PRINTED, None)),
    ],
)
def test_only_what_was_never_sent_or_is_a_new_marked_copy_may_be_printed(
    known: Entry | None, copy: int, verdict: tuple[Outcome, str | None] | None
) -> None:
    assert known_outcome(known, claimed(copy)) == verdict


@settings(deadline=None, max_examples=25)
@given(st.recursive(st.none() | st.text() | st.integers(), lambda inner: st.dictionaries(st.text(), inner)))
def test_any_json_in_the_spool_is_survived(tmp_path_factory: pytest.TempPathFactory, content: object) -> None:
    folder = tmp_path_factory.mktemp("spool")
    (folder / "jobs").mkdir()
    (folder / "jobs" / "j1.json").write_text(json.dumps(content))
    spool = Spool(folder)
    assert spool.get("j1") is not None
    spool.close()
