import pytest

from display.board import LYING, RULES, STANDING, Layout, readable_to_m


@pytest.mark.parametrize("table", [LYING, STANDING])
def test_layouts_grow_and_hold_what_they_promise(table: tuple[Layout, ...]) -> None:
    assert [layout.most for layout in table] == sorted({layout.most for layout in table})
    assert all(layout.most <= layout.columns * layout.rows for layout in table)


def test_few_counters_stand_under_the_call_and_many_across_the_panel() -> None:
    assert {layout.name for layout in LYING if layout.most <= 12} == {"luas"}
    assert {layout.name for layout in LYING if layout.most > 12} == {"padat"}
    assert (LYING[-1].columns, LYING[-1].rows) == (10, 4)


@pytest.mark.parametrize(
    ("inch", "standing", "metres"), [(55, False, 10.9), (43, False, 8.5), (65, False, 12.9), (55, True, 14.1)]
)
def test_a_panel_is_readable_from_a_hundred_capital_heights(inch: float, standing: bool, metres: float) -> None:
    assert readable_to_m(inch, standing=standing) == metres


def test_a_call_stays_long_enough_to_be_read() -> None:
    assert RULES.hold_s >= 8
    assert RULES.stale_s == 120
    assert RULES.lost_after_s < 10
