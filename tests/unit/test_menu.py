"""The kiosk's figures: what fits the glass and how long it waits."""

from __future__ import annotations

import pytest

from kiosk.menu import MOST_CHOICES, Rhythm, page_attributes


def test_the_usual_rhythm_is_the_hall_rule() -> None:
    rhythm = Rhythm()
    assert rhythm.choices == MOST_CHOICES
    assert (rhythm.idle_s, rhythm.grace_s) == (30, 20)
    assert (rhythm.ticket_s, rhythm.ticket_no_paper_s) == (15, 60)


@pytest.mark.parametrize(
    "wrong",
    [
        {"choices": MOST_CHOICES + 1},
        {"choices": 4, "choices_large": 6},
        {"choices_large": 1},
        {"idle_s": 3},
        {"grace_s": 0},
        {"ticket_s": 5},
        {"ticket_s": 30, "ticket_no_paper_s": 20},
    ],
)
def test_a_rhythm_that_hurts_residents_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"choices|seconds|paper"):
        Rhythm(**wrong)


def test_the_page_gets_every_figure_as_an_attribute() -> None:
    assert page_attributes(Rhythm(ticket_s=20)) == {
        "data-choices": 8,
        "data-choices-large": 6,
        "data-idle-s": 30,
        "data-grace-s": 20,
        "data-ticket-s": 20,
        "data-ticket-no-paper-s": 60,
        "data-offline-after-s": 4,
    }
