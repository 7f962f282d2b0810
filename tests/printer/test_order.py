"""What stands on a slip where its branch says so itself: order, marks, texts."""

from __future__ import annotations

from typing import Any

import pytest

from printer.content import read_slip
from printer.layout import CENTRED, PLAIN, Code, Emblem, Gap, Line, Rule, TextLine
from printer.slip import printed_order, ticket_lines
from queue_server.protocol import SLIP_BLOCKS, USUAL_ORDER
from tests.printer.samples import EVERYTHING, STANDARD, TRACK_URL

NUMBER_ONLY = {"number": "C-028"}


def lines(content: dict[str, Any], *order: str, **more: object) -> list[Line]:
    return ticket_lines(read_slip({**content, "order": list(order), **more}), 48, "cp437")


def shown(content: dict[str, Any], *order: str, **more: object) -> list[str]:
    return [_name(line) for line in lines(content, *order, **more)]


def _name(line: Line) -> str:
    match line:
        case TextLine():
            return f"{line.text} {line.right}".strip()
        case Rule():
            return "---" if line.dashed else "==="
        case _:
            return type(line).__name__


def test_every_block_is_known_and_the_usual_order_has_each_once() -> None:
    assert sorted(name for name in USUAL_ORDER if name in SLIP_BLOCKS) == sorted(SLIP_BLOCKS)
    assert printed_order(read_slip(NUMBER_ONLY)) == list(USUAL_ORDER)


def test_the_order_of_the_content_is_the_order_on_paper() -> None:
    wanted = ("number", "rule", "thanks", "dashes", "service", "gap", "when")
    assert shown(STANDARD, *wanted) == [
        "C-028",
        "===",
        "Terima kasih",
        "---",
        "KARTU KELUARGA (KK)",
        "Gap",
        "Senin, 23 November 2026 09.41 WIB",
    ]


def test_unknown_names_are_left_out_and_a_block_stands_once() -> None:
    assert shown(STANDARD, "number", "weather", "thanks", "number", "thanks") == ["C-028", "Gap", "Terima kasih"]
    assert printed_order(read_slip({**STANDARD, "order": ["weather"]})) == list(USUAL_ORDER)


@pytest.mark.parametrize(
    ("order", "whole"),
    [
        (["letterhead", "rule", "service", "qr"], ["letterhead", "rule", "service", "number", "qr"]),
        (["letterhead", "rule", "qr"], ["letterhead", "rule", "number", "qr"]),
        (["service", "dashes", "when"], ["service", "number", "dashes", "when"]),
        (["thanks", "service"], ["thanks", "service", "number"]),
        (["when", "thanks"], ["number", "when", "thanks"]),
        (["priority", "service"], ["priority", "service", "number"]),
    ],
)
def test_a_missing_number_stands_where_it_usually_does(order: list[str], whole: list[str]) -> None:
    assert printed_order(read_slip({**STANDARD, "order": order})) == whole


def test_texts_of_the_branch_are_centred_above_the_day_and_at_the_left_below_it() -> None:
    texts = {"wifi": "Wi-Fi: MPP", "rooms": "Ruang laktasi di lantai 2.\nMusala di lantai 1."}
    found = lines(STANDARD, "wifi", "number", "when", "rooms", texts=texts)
    assert found[0] == TextLine("Wi-Fi: MPP", CENTRED)
    assert found[-2:] == [TextLine("Ruang laktasi di lantai 2.", PLAIN), TextLine("Musala di lantai 1.", PLAIN)]


def test_a_text_cannot_take_the_name_of_a_block_or_a_mark() -> None:
    texts = {"number": "not the number", "rule": "not a rule"}
    assert shown(STANDARD, "number", "rule", "thanks", texts=texts) == ["C-028", "===", "Terima kasih"]


def test_rules_never_stand_twice_nor_at_the_top_or_the_end() -> None:
    assert shown(STANDARD, "rule", "number", "rule", "dashes", "thanks", "rule") == ["C-028", "===", "Terima kasih"]


def test_a_dashed_line_goes_with_the_block_above_it() -> None:
    assert "---" not in shown(STANDARD, "number", "requirements", "dashes", "missed")
    assert "---" in shown({**STANDARD, "requirements": ["KTP-el"]}, "number", "requirements", "dashes", "missed")


def test_everything_at_once() -> None:
    found = ticket_lines(read_slip(EVERYTHING), 48, "cp437")
    assert isinstance(found[0], Emblem)
    assert Code(TRACK_URL) in found
    assert Gap() in found
    said = [line.text for line in found if isinstance(line, TextLine)]
    for text in ("Prioritas: usia 60 ke atas", "Satu nomor untuk 4 orang", "Wi-Fi gratis: MPP-Warga"):
        assert text in said


def test_a_marked_copy_says_so_first_whatever_the_order_is() -> None:
    found = ticket_lines(read_slip({**STANDARD, "order": ["thanks", "number"]}), 48, "cp437", 1)
    assert isinstance(found[0], TextLine)
    assert found[0].style.reverse


@pytest.mark.parametrize(
    ("sentence", "columns", "expected"),
    [
        ("Menunggu di depan Anda: 12 orang", 32, [("Menunggu di depan Anda: 12 orang", "12 orang")]),
        ("Perkiraan dipanggil 10.20–10.45 WIB", 32, [("Perkiraan dipanggil", ""), ("10.20-10.45 WIB",) * 2]),
        ("12 people are ahead of you", 48, [("12 people are ahead of you", "12")]),
        ("Nobody is ahead of you", 48, [("Nobody is ahead of you", "")]),
    ],
)  # fmt: skip
def test_the_figure_of_a_sentence_is_bold(sentence: str, columns: int, expected: list[tuple[str, str]]) -> None:
    content = read_slip({"number": "A-001", "ahead_line": sentence})
    found = [line for line in ticket_lines(content, columns, "cp437")[1:] if isinstance(line, TextLine)]
    assert [(line.text, line.text[slice(*line.strong)]) for line in found] == expected


def test_on_narrow_paper_the_names_of_the_day_are_shortened() -> None:
    narrow = ticket_lines(read_slip(STANDARD), 32, "cp437")
    assert TextLine("Sen, 23 Nov 2026", right="09.41 WIB") in narrow
    assert TextLine("Senin, 23 November 2026", right="09.41 WIB") in ticket_lines(read_slip(STANDARD), 33, "cp437")


def test_a_slip_has_an_end_however_long_its_content() -> None:
    texts = {str(at): "teks " * 500 for at in range(100)}
    endless = {**STANDARD, "order": ["gap"] * 5000 + list(texts), "texts": texts, "service": "x" * 100_000}
    assert len(lines(endless, *endless["order"])) < 600
