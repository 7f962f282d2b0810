"""Many things at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from queue_server.application.ports import StoreBusy, StoreFull
from queue_server.domain.errors import Refusal


def at_once(deeds: list[Callable[[], Any]]) -> list[Any]:
    """Run every deed in a thread of its own, all released together; return results, or what they raised."""
    gate = threading.Barrier(len(deeds))
    outcomes: list[Any] = [None] * len(deeds)

    def run(index: int) -> None:
        gate.wait()
        try:
            outcomes[index] = deeds[index]()
        except (Refusal, StoreBusy, StoreFull) as answer:
            outcomes[index] = answer

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(deeds))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes
