"""A printer whose agent is the test itself: it says how it is, takes jobs and tells what became of them."""

from __future__ import annotations

from typing import Any

from tests.serving import Client, LiveServer


class Printer:
    """One paired printer, spoken for over the wire as ``antrean-printer`` does."""

    def __init__(self, server: LiveServer, name: str, *, is_fallback: bool = False) -> None:
        """Pair a new printer; ``name`` is what staff and residents call it."""
        self.name = name
        self._supervisor = server.person("budi")
        path = f"/branches/{server.place.branch}/devices"
        made = self._supervisor.post(path, {"kind": "printer", "name": name})
        assert made.status_code == 201, made.text
        self.id: str = made.json()["device"]["id"]
        self._agent = Client(server, {"Authorization": f"Bearer {made.json()['token']}"})
        if is_fallback:
            self._done(self._supervisor.post(f"/devices/{self.id}", {"is_fallback": True}), 200)

    def says(self, state: str, **more: Any) -> None:
        """Report a state; ``paper``, ``detail``, ``profile`` and ``count`` where wanted."""
        self._done(self._agent.post("/printers/self/status", {"state": state, **more}))

    def claim(self) -> dict[str, Any]:
        """Take the next job that is within reach; there has to be one."""
        claimed = self._agent.post("/printers/self/claim")
        self._done(claimed, 200)
        job: dict[str, Any] = claimed.json()["job"]
        return job

    def tell(self, job: dict[str, Any], outcome: str, reason: str | None = None, **more: Any) -> None:
        """Say what became of a job: printed, failed or unknown."""
        path = f"/print-jobs/{job['id']}/{outcome}"
        self._done(self._agent.post(path, {"fence": job["fence"], "reason": reason, **more}))

    def leave(self) -> None:
        """Be a device of the branch no longer."""
        self._done(self._supervisor.post(f"/devices/{self.id}/revoke"))

    @staticmethod
    def _done(answer: Any, status: int = 204) -> None:
        assert answer.status_code == status, answer.text
