"""The calls of the API, one module a desk: translate, ask the use case, answer."""

from __future__ import annotations

from queue_server.web.endpoints import days, devices, people, printing, queue, residents
from queue_server.web.routing import Route

ROUTES: tuple[Route, ...] = (
    *people.ROUTES,
    *residents.ROUTES,
    *queue.ROUTES,
    *printing.ROUTES,
    *days.ROUTES,
    *devices.ROUTES,
)
"""Everything under ``/api/v1``."""
