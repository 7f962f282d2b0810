import pytest

from display.board import (
    FAR,
    FAR_BESIDE_MEDIA,
    LYING,
    PANELS_INCH,
    RULES,
    STANDING,
    STANDING_BESIDE_MEDIA,
    Layout,
    capitals_mm,
    reach,
    readable_to_m,
)

TABLES = [LYING, STANDING, STANDING_BESIDE_MEDIA, FAR, FAR_BESIDE_MEDIA]


@pytest.mark.parametrize("table", TABLES)
def test_layouts_grow_and_hold_what_they_promise(table: tuple[Layout, ...]) -> None:
    assert [layout.most for layout in table] == sorted({layout.most for layout in table})
    assert all(layout.most <= layout.columns * layout.rows for layout in table)


@pytest.mark.parametrize("table", TABLES)
def test_every_layout_shows_an_earlier_call_and_never_more_beside_a_film(table: tuple[Layout, ...]) -> None:
    for layout in table:
        assert layout.earlier >= layout.zoned >= layout.zoned_beside_media >= 1
        assert layout.earlier >= layout.earlier_beside_media >= 1


def test_few_counters_stand_under_the_call_and_many_across_the_panel() -> None:
    assert {layout.name for layout in LYING if layout.most <= 12} == {"luas"}
    assert {layout.name for layout in LYING if layout.most > 12} == {"padat"}
    assert (LYING[-1].columns, LYING[-1].rows) == (10, 4)


@pytest.mark.parametrize(
    ("inch", "standing", "far", "metres"),
    [
        (55, False, False, 10.9),
        (43, False, False, 8.5),
        (65, False, False, 12.9),
        (55, True, False, 14.1),
        (55, False, True, 15.7),
        (98, False, True, 28.0),
    ],
)
def test_a_panel_is_readable_from_a_hundred_capital_heights(
    inch: float, standing: bool, far: bool, metres: float
) -> None:
    assert readable_to_m(inch, standing=standing, far=far) == metres


def test_a_panel_that_suffices_keeps_the_usual_layout() -> None:
    found = reach(55, 10.9)
    assert (found.far, found.enough, found.readable_m, found.panel_inch) == (False, True, 10.9, None)


def test_a_hall_too_deep_for_the_usual_layout_gets_the_large_one() -> None:
    found = reach(55, 14)
    assert (found.far, found.enough, found.readable_m, found.panel_inch) == (True, True, 15.7, None)


def test_a_hall_too_deep_for_the_panel_is_told_the_smallest_that_would_do() -> None:
    found = reach(55, 20)
    assert (found.far, found.enough, found.readable_m, found.panel_inch) == (True, False, 15.7, 75)
    assert capitals_mm(75, far=True) >= 200 > capitals_mm(65, far=True)


def test_a_hall_too_deep_for_every_panel_is_told_none() -> None:
    assert reach(55, 40).panel_inch is None
    assert readable_to_m(PANELS_INCH[-1], far=True) < 40


def test_a_standing_panel_has_no_larger_layout() -> None:
    found = reach(43, 20, standing=True)
    assert (found.far, found.enough, found.readable_m, found.panel_inch) == (False, False, 11.0, 86)


def test_a_call_stays_long_enough_to_be_read() -> None:
    assert RULES.hold_s >= 8
    assert RULES.stale_s == 120
    assert RULES.lost_after_s < 10
