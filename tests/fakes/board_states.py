"""States for the TV page, as the server would send them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from display.announcement import compose
from queue_server.protocol import BoardCounter, BoardState, BoardTheme, BranchHead, Call, Envelope, Texts, WaitingCount

BRANCH = BranchHead(
    code="pkl",
    name="Dindukcapil Kota Pekalongan",
    timezone="Asia/Jakarta",
    languages=["id", "en"],
    letterhead=["PEMERINTAH KOTA PEKALONGAN", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"],
    channels=["WA 0811 2600 222", "lapor.go.id"],
)
SERVICES = {"A": "Rekam KTP-el", "B": "Cetak KTP-el", "C": "Kartu Keluarga", "D": "KIA"}
MORNING = datetime(2026, 11, 23, 2, 41, 10, tzinfo=UTC)


def called(
    seq: int, number: str, counter: str, *, ago_s: float = 0, count: int = 1, at: datetime | None = None
) -> Call:
    name = f"Loket {counter}"
    speech = compose(number, counter, name, "digits")
    return Call(
        seq=seq,
        number=number,
        counter=counter,
        name=name,
        service=number[0],
        speech=list(speech.clips),
        caption=Texts(speech.caption_id, speech.caption_en),
        at=(at or datetime.now(UTC)) - timedelta(seconds=ago_s),
        count=count,
    )


def counters(count: int, calls: Sequence[Call] = ()) -> list[BoardCounter]:
    at = {call.counter: call.number for call in reversed(calls)}
    return [
        BoardCounter(code, f"Loket {code}", None, "called" if code in at else "open", at.get(code), None, None)
        for code in map(str, range(1, count + 1))
    ]


def board(*calls: Call, seats: int = 8, **changes: Any) -> BoardState:
    """``calls`` newest first."""
    state = BoardState(
        branch=BRANCH,
        zone=None,
        day_status="open",
        counters=counters(seats, calls),
        calls=list(calls),
        waiting=[WaitingCount(code, code, Texts(name), index) for index, (code, name) in enumerate(SERVICES.items())],
        ticker=[Texts("Blangko KIA sedang kosong, daftar tunggu dibuka di kios.")],
        media=[],
        theme=BoardTheme(),
    )
    return replace(state, **changes)


def envelope(seq: int, state: BoardState, at: datetime | None = None) -> dict[str, Any]:
    sent = Envelope(seq, at or datetime.now(UTC), "pkl", state)
    as_sent: dict[str, Any] = orjson.loads(orjson.dumps(sent, option=orjson.OPT_UTC_Z))
    return as_sent
