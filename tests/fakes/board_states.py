"""States for the TV page, as the server would send them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson

from display.announcement import compose
from queue_server.protocol import (
    BoardCounter,
    BoardState,
    BoardTheme,
    BoardZone,
    BranchHead,
    Call,
    DisplaySeat,
    Envelope,
    Texts,
    WaitingCount,
)

BRANCH = BranchHead(
    code="pkl",
    name="Dindukcapil Kota Pekalongan",
    timezone="Asia/Jakarta",
    languages=["id", "en"],
    letterhead=["PEMERINTAH KOTA PEKALONGAN", "DINAS KEPENDUDUKAN DAN PENCATATAN SIPIL"],
    channels=["WA 0811 2600 222", "lapor.go.id"],
)
SERVICES = {"A": "Rekam KTP-el", "B": "Cetak KTP-el", "C": "Kartu Keluarga", "D": "KIA"}
MANY_SERVICES = {
    **SERVICES, "E": "Akta kelahiran", "F": "Akta kematian", "G": "Pindah datang", "H": "Konsultasi",
    "J": "Legalisasi", "K": "Pengaduan", "L": "Pengambilan dokumen", "M": "Perubahan biodata",
}  # fmt: skip
MORNING = datetime(2026, 11, 23, 2, 41, 10, tzinfo=UTC)


def called(
    seq: int,
    number: str,
    counter: str,
    *,
    ago_s: float = 0,
    count: int = 1,
    at: datetime | None = None,
    name: str = "",
    zone: str | None = None,
) -> Call:
    name = name or f"Loket {counter}"
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
        zone=zone,
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


def seat(**changes: Any) -> dict[str, Any]:
    """How a TV hangs, as ``GET /displays/self`` answers."""
    usual = DisplaySeat("tv-1", "TV utama", "pkl", None, None, None, None, 0.0, False)
    answer: dict[str, Any] = orjson.loads(orjson.dumps(replace(usual, **changes)))
    return answer


def busy_hall(seats: int, *, long_names: bool = True) -> BoardState:
    """A morning in full swing: every state of a counter, four-figure numbers, counters with names, twelve services."""
    calls = [called(90 - i, f"A-{1042 - i}", str(i * 7 % seats + 1), ago_s=130 + i) for i in range(8)]
    at = {call.counter: call.number for call in reversed(calls)}
    cells = []
    for place in range(1, seats + 1):
        code = str(place)
        status = {0: "paused", 5: "closed", 8: "open"}.get(place % 11, "serving")
        number = at.get(code) or (f"{'ABCDEFGH'[place % 8]}-{place * 13 % 999:03d}" if status == "serving" else None)
        if code in at:
            status = "called" if code == calls[0].counter else "serving"
        name = (
            {2: "Loket Prioritas", 3: "Meja Informasi"}.get(place, f"Loket {code}") if long_names else f"Loket {code}"
        )
        cells.append(BoardCounter(code, name, None, status, number, None, None, None))
    waiting = [
        WaitingCount(code, code, Texts(name), index * 5 % 17)
        for index, (code, name) in enumerate(MANY_SERVICES.items())
    ]
    return board(*calls, counters=cells, waiting=waiting)


def zoned(state: BoardState, *names: str) -> BoardState:
    """The same hall cut into zones of equal size, in the order of its counters."""
    each = -(-len(state.counters) // len(names))
    zone_of = {cell.counter: names[index // each] for index, cell in enumerate(state.counters)}
    return replace(
        state,
        zones=[BoardZone(name, name) for name in names],
        counters=[replace(cell, zone=zone_of[cell.counter]) for cell in state.counters],
        calls=[replace(call, zone=zone_of[call.counter]) for call in state.calls],
    )
