from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

import pytest

from tests.printer.fakes import FakePrinter, FakeServer


@pytest.fixture
def server() -> Iterator[FakeServer]:
    made = FakeServer()
    yield made
    made.close()


@pytest.fixture
def printer() -> Iterator[Callable[..., FakePrinter]]:
    made: list[FakePrinter] = []

    def make(answers: dict[int, int], cut_at: int | None = None) -> FakePrinter:
        made.append(FakePrinter(answers, cut_at))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture(autouse=True)
def loud(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "printer")
