"""The wait estimator on recorded queues: what it may know when, what it writes, what it refuses to read."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from queue_server.application.backtest import RecordedWait, backtest, read_waits, rivals, told_waits
from queue_server.application.trace import TraceError
from queue_server.cli.backtest import backtest as command
from queue_server.domain.estimate import WaitRange

HEADER = "queue,day,minute,ahead,open_counters,last_called,wait_min"
KEYS = ["n", "mae_min", "mae_min_10_ahead", "inside_range"]
OPENS, CLOSES = 480, 900


def simulated(seed: int, days: Sequence[int]) -> list[RecordedWait]:
    """Return snapshots of three queues, each with its own pace and two or three counters, slower towards noon."""
    chance = random.Random(seed)
    rows = []
    for queue, pace in {"KTP": 11.0, "KK": 4.0, "AKTA": 22.0}.items():
        for day in days:
            counters = chance.choice((2, 3))
            calls, at = [], float(OPENS)
            while at < 2 * CLOSES:
                calls.append(at)
                at += chance.gammavariate(4, pace / 4) * (1.4 if 660 < at < 780 else 1) / counters
            for minute in range(OPENS + 5, CLOSES, 5):
                ahead = chance.randint(1, 30)
                to_come = [call - minute for call in calls if call > minute]
                rows.append(RecordedWait(day, minute, queue, ahead, counters, round(to_come[ahead - 1], 1)))
    return sorted(rows)


TRAIN, TEST = simulated(1, (0, 1, 2)), simulated(2, (3, 4))


def expected(
    train: Sequence[RecordedWait], test: Sequence[RecordedWait]
) -> list[tuple[RecordedWait, float, WaitRange]]:
    return [(row, told.expected_s, told.span) for row, told in told_waits(train, test, lambda: None)]


def csv_of(rows: Sequence[RecordedWait]) -> str:
    lines = (f"{r.queue},{r.day},{r.minute},{r.ahead},{r.open_counters},7,{r.wait_min}" for r in rows)
    return "\n".join([HEADER, *lines, ""])


def written(folder: Path, name: str, content: str | bytes) -> Path:
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder / name


def run(test: Path, train: Path, out: Path) -> Result:
    return CliRunner().invoke(command, [str(test), "--train", str(train), "--json", str(out)], catch_exceptions=False)


# ---- what is known when


def test_no_wait_is_learned_before_it_ended() -> None:
    changed = 40
    before = expected(TRAIN, TEST)
    row = TEST[changed]
    ended = row.minute + row.wait_min
    later = [*TEST[:changed], replace(row, wait_min=row.wait_min + 300), *TEST[changed + 1 :]]
    same = [
        (old, new)
        for place, (old, new) in enumerate(zip(before, expected(TRAIN, later), strict=True))
        if place != changed and old[0].day == row.day and old[0].minute < ended
    ]
    assert len(same) > changed, "there are rows between the question and the end of the wait"
    assert all(old == new for old, new in same)


def test_a_wait_is_learned_as_soon_as_it_ended() -> None:
    asked = RecordedWait(0, 500, "KTP", 4, 2, 30)
    rows = [asked, *(RecordedWait(0, minute, "KTP", 4, 2, 200) for minute in (529, 530))]
    other = [replace(asked, wait_min=5), *rows[1:]]
    never = [replace(asked, wait_min=900), *rows[1:]]
    told, told_other, told_never = ([at for _, at, _ in expected([], sample)] for sample in (rows, other, never))
    assert told[1] == told_never[1] != told_other[1]
    assert told[2] != told_never[2], "from the minute in which it ended it counts"


@pytest.mark.parametrize("wait", [25.0, 1600.0])
def test_what_is_left_of_a_day_is_learned_before_the_next(wait: float) -> None:
    """Also a wait that ended after midnight, or later by the clock than the next day's first question."""
    left, question = RecordedWait(0, 1430, "KTP", 4, 2, wait), RecordedWait(1, 500, "KTP", 4, 2, 10)
    alone = expected([], [question])[0]
    assert expected([], [left, question])[1] != alone
    assert expected([left], [question])[0] != alone, "and what is left of the training before the test"


def test_the_order_of_rows_does_not_matter() -> None:
    mixed_train, mixed_test = (random.Random(3).sample(rows, len(rows)) for rows in (TRAIN, TEST))
    assert expected(mixed_train, mixed_test) == expected(TRAIN, TEST)


# ---- the figures


def test_the_estimate_beats_minutes_typed_in_and_a_constant() -> None:
    seen: list[None] = []
    scores = backtest(TRAIN, TEST, lambda: seen.append(None))
    typed, constant = rivals(TRAIN, TEST)
    assert len(seen) == len(TRAIN) + len(TEST)
    assert scores.n == len(TEST)
    assert scores.mae_min < 0.5 * typed.mae_min
    assert scores.mae_min < 0.5 * constant.mae_min
    assert scores.mae_min_10_ahead is not None
    assert typed.mae_min_10_ahead is not None
    assert scores.mae_min_10_ahead < 0.5 * typed.mae_min_10_ahead
    assert 0.65 < scores.inside_range <= 0.95


def test_figures_of_a_record_that_can_be_reckoned_by_hand() -> None:
    """Nothing is learned: five minutes each, one counter; the range is wide by e^0.5, in steps of five minutes."""
    rows = [RecordedWait(0, 500, "KTP", 2, 1, 12), RecordedWait(0, 501, "KTP", 10, 1, 98)]
    scores = backtest([], rows, lambda: None)
    assert scores.n == 2
    assert scores.mae_min == pytest.approx((2 + 48) / 2)
    assert scores.mae_min_10_ahead == pytest.approx(48)
    assert scores.inside_range == 0.5
    assert [(rival.mae_min, rival.mae_min_10_ahead) for rival in rivals([], rows)] == [(25, 48)]
    assert [rival.mae_min for rival in rivals(rows, rows)] == [25, 43]


# ---- the command


def test_the_json_has_what_was_promised_and_people_read_the_same(tmp_path: Path) -> None:
    out = tmp_path / "out.json"
    done = run(written(tmp_path, "test.csv", csv_of(TEST)), written(tmp_path, "train.csv", csv_of(TRAIN)), out)
    assert done.exit_code == 0, done.output
    figures = json.loads(out.read_bytes())
    scores = backtest(TRAIN, TEST, lambda: None)
    assert list(figures) == KEYS
    assert list(figures.values()) == [round(getattr(scores, key) or 0, 3) for key in KEYS]
    assert f"{len(TEST)} waits estimated, after {len(TRAIN)} to learn from." in done.output
    assert f"Mean error in minutes: {scores.mae_min:.1f}, {scores.mae_min_10_ahead:.1f} with 10" in done.output
    assert f"Inside the range told: {scores.inside_range:.1%}." in done.output
    assert done.output.count("% less.") == 2


def test_without_a_long_queue_its_figure_is_null(tmp_path: Path) -> None:
    short = written(tmp_path, "short.csv", csv_of([row for row in TEST if row.ahead < 10]))
    done = run(short, written(tmp_path, "train.csv", HEADER + "\n"), tmp_path / "out.json")
    assert done.exit_code == 0, done.output
    assert json.loads((tmp_path / "out.json").read_bytes())["mae_min_10_ahead"] is None
    assert "nobody had 10 or more ahead" in done.output


def test_the_program_leaves_nothing_behind(tmp_path: Path) -> None:
    test, train = written(tmp_path, "test.csv", csv_of(TEST[:50])), written(tmp_path, "train.csv", csv_of(TRAIN))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ANTREAN_")}
    done = subprocess.run(
        [sys.executable, "-m", "queue_server", "backtest", test, "--train", train],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**clean, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "50 waits estimated" in done.stdout
    assert sorted(tmp_path.iterdir()) == [test, train], "no database, no data directory"


def test_an_out_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, "test.csv", csv_of(TEST[:5]))
    done = run(path, path, tmp_path / "nowhere" / "out.json")
    assert done.exit_code == 1
    assert "cannot be written (No such file or directory)" in done.output


# ---- reading


def test_gzip_is_known_by_its_content_and_a_mark_and_other_columns_are_fine(tmp_path: Path) -> None:
    text = csv_of(TEST)
    plain = read_waits(written(tmp_path, "plain.csv.gz", text))
    assert plain == TEST
    assert read_waits(written(tmp_path, "packed.csv", gzip.compress(b"\xef\xbb\xbf" + text.encode()))) == plain
    assert read_waits(written(tmp_path, "mark.csv", "\ufeff" + text.replace("\n", "\r\n"))) == plain
    loose = written(tmp_path, "loose.csv", f'{HEADER}\n"Kota, KTP",4.0,500.5,3.0,2.0,,10.25\n\n')
    assert read_waits(loose) == [RecordedWait(4, 500.5, "Kota, KTP", 3, 2, 10.25)]
    turned = "\n".join(",".join(["x", *reversed(line.split(","))]) for line in text.splitlines())
    assert read_waits(written(tmp_path, "turned.csv", turned)) == plain


GOOD = "KTP,0,500,3,2,1,10"
PACKED = gzip.compress(csv_of(TEST).encode())


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "line 1: there is no header"),
        ("queue,day,minute,ahead,wait_min\n", "line 1: the column open_counters is missing"),
        (f"{HEADER}\n", "line 2: there is no row to measure"),
        (f"{HEADER}\n{GOOD}\nKTP,0,500\n", "line 3: 3 columns, but the header promises more"),
        (f"{HEADER}\n{GOOD}\n{GOOD.replace('10', 'soon')}\n", 'line 3: wait_min is "soon"; expected minutes from 0'),
        (f"{HEADER}\nKTP,0,500,0,2,1,10\n", 'line 2: ahead is "0"; expected a whole number of people'),
        (f"{HEADER}\nKTP,0,500,2.5,2,1,10\n", 'line 2: ahead is "2.5"'),
        (f"{HEADER}\nKTP,0,500,3,2,1,-1\n", 'line 2: wait_min is "-1"'),
        (f"{HEADER}\nKTP,0,500,3,2,1,nan\n", 'line 2: wait_min is "nan"'),
        (f"{HEADER}\nKTP,0,500,3,2,1,inf\n", 'line 2: wait_min is "inf"'),
        (f"{HEADER}\nKTP,monday,500,3,2,1,9\n", 'line 2: day is "monday"; expected a whole number'),
        (f"{HEADER}\nKTP,0,1440,3,2,1,9\n", 'line 2: minute is "1440"; expected minutes since midnight'),
        (f"{HEADER}\n ,0,500,3,2,1,9\n", "line 2: queue is empty"),
        (f'{HEADER}\n"KTP,0,500,3,2,1,9\n', "line 2: this is not CSV"),
        (f"{HEADER}\n{GOOD}\nCaf\u00e9,0,500,3,2,1,9\n".encode("latin-1"), "line 3: this is not UTF-8 text"),
        (csv_of(TEST).encode("utf-16"), "line 1: this is not UTF-8 text"),
        (PACKED[: len(PACKED) // 2], "the gzip data are damaged or break off here"),
        (PACKED[:-8] + b"\0" * 8, "the gzip data are damaged"),
        (PACKED[:200] + b"\xff" * 200 + PACKED[400:], "the gzip data are damaged"),
        (PACKED[:5], "line 1: the gzip data are damaged or break off here"),
    ],
)
def test_bad_input_is_named_and_nothing_is_written(tmp_path: Path, content: str | bytes, sentence: str) -> None:
    bad, good = written(tmp_path, "bad.csv", content), written(tmp_path, "good.csv", f"{HEADER}\n{GOOD}\n")
    out = tmp_path / "out.json"
    with pytest.raises(TraceError, match="nothing was written"):
        read_waits(bad, least=1)
    refused = [run(bad, good, out)] + ([] if "no row" in sentence else [run(good, bad, out)])
    for done in refused:
        assert done.exit_code == 1
        assert sentence in done.output
        assert str(bad) in done.output
        assert not out.exists()
