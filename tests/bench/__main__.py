"""``python -m tests.bench``: every figure beside its floor, in one run."""

from collections.abc import Iterator

from tests.bench import broadcast, floors, hall, paper, waits
from tests.bench.table import Row, render

WAITING = (100, 10_000)


def figures() -> Iterator[Row]:
    yield floors.bare_driver()
    rows, rates, median = floors.bare_server()
    yield from rows
    with hall.open_hall() as open_hall:
        hall.fill(open_hall, WAITING[0])
        few, few_ms = hall.calling(open_hall, median)
        yield few
        yield from hall.issuing(open_hall, rates)
        hall.fill(open_hall, WAITING[1])
        many, many_ms = hall.calling(open_hall, median)
        yield many
        yield Row("call-next, many waiting against few", f"ratio {many_ms / few_ms:.2f}", "", "under 1.2")
        for count in (40, 500, 2000):
            yield hall.screens(open_hall, count)
    yield from broadcast.live_screens()
    yield from waits.figures()
    yield from paper.figures()


def main() -> None:
    rows: list[Row] = []
    for row in figures():
        print(f"{row.what}: {row.figure}", flush=True)
        rows.append(row)
    print(f"\n{render(rows)}")


if __name__ == "__main__":
    main()
