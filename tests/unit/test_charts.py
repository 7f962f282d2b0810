"""Where the tally's pictures put their bars and lines."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queue_server.web.charts import FLOOR, GRID_LINES, LEFT, TOP, WIDTH, Group, column_chart, grid_step, shares

VALUES = st.floats(min_value=0, max_value=100_000)
GROUPS = st.lists(
    st.builds(
        Group,
        name=st.just("08.00"),
        bars=st.tuples(st.tuples(st.just("came"), VALUES), st.tuples(st.just("done"), VALUES)),
        point=st.none() | VALUES,
    ),
    max_size=24,
)


@pytest.mark.parametrize(("most", "step"), [(0, 1), (3, 1), (4, 1), (5, 2), (16, 5), (73, 20), (100, 25), (860, 250)])
def test_grid_lines_stand_at_round_figures(most: float, step: float) -> None:
    assert grid_step(most) == step


@given(GROUPS)
def test_everything_stays_on_the_canvas(groups: list[Group]) -> None:
    chart = column_chart(groups)
    for bar in chart.bars:
        assert LEFT <= bar.x <= bar.x + bar.width <= WIDTH + 0.001
        assert TOP - 0.001 <= bar.y <= FLOOR
        assert bar.y + bar.height == pytest.approx(FLOOR)
    for mark in (*chart.grid, *chart.line):
        assert TOP - 0.001 <= mark.y <= FLOOR


@given(GROUPS)
def test_bars_do_not_overlap_and_keep_their_order(groups: list[Group]) -> None:
    bars = column_chart(groups).bars
    for left, right in pairwise(bars):
        assert left.x + left.width < right.x


@given(GROUPS)
def test_a_few_grid_lines_cover_the_highest_value(groups: list[Group]) -> None:
    chart = column_chart(groups)
    values = [value for group in groups for _, value in group.bars] + [group.point or 0 for group in groups]
    assert chart.grid[0].value == 0
    assert chart.grid[-1].value >= max(values, default=0) * (1 - 1e-9)
    assert len(chart.grid) <= GRID_LINES + 2


def test_a_whole_day_is_named_at_every_second_hour_and_without_figures_on_the_bars() -> None:
    chart = column_chart([Group(f"{hour:02d}.00", (("came", hour),)) for hour in range(24)])
    assert [mark.name for mark in chart.names][:3] == ["00.00", "02.00", "04.00"]
    assert {bar.label for bar in chart.bars} == {None}


def test_the_peak_is_the_highest_point_of_the_line() -> None:
    chart = column_chart([Group("08.00", (("mean", 10),), 20), Group("09.00", (("mean", 12),), 45), Group("10.00", ())])
    assert chart.peak is not None
    assert chart.peak.value == 45
    assert chart.points.count(",") == 2


def test_no_line_has_no_peak() -> None:
    assert column_chart([Group("08.00", (("came", 3),))]).peak is None


def test_shares_are_parts_of_the_largest() -> None:
    assert shares([5, 10, 0]) == [50, 100, 0]
    assert shares([0, 0]) == [0, 0]
    assert shares([]) == []
