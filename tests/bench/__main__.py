"""``python -m tests.bench``: every figure beside its floor, in one run."""

from tests.bench import broadcast, floors
from tests.bench.table import Row, render


def main() -> None:
    rows: list[Row] = []
    floor_rows, _rates = floors.bare_server()
    rows += floor_rows
    rows += broadcast.live_screens()
    print(render(rows))


if __name__ == "__main__":
    main()
