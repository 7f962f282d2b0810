"""The board as plain HTML: what it says for every state of the day, and that a text browser can follow it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from display.text_board import make_text_blueprint, view_of
from queue_server.domain.errors import Refusal
from queue_server.protocol import BoardCounter, BoardState, BoardZone, Texts
from tests.fakes import board_server
from tests.fakes.board_server import SHARED, dress
from tests.fakes.board_states import BRANCH, MORNING, board, called, counters

NEWEST = called(90, "C-015", "3", at=MORNING)
EARLIER = called(80, "A-023", "2", at=MORNING, ago_s=180)
BUSY = board(NEWEST, EARLIER)
CLOSED = replace(BUSY, day_status="closed", opens_at=MORNING + timedelta(days=1))
NOT_OPEN = board(day_status="not_open", opens_at=MORNING + timedelta(minutes=19), issuing=True)

Hang = Callable[[BoardState], FlaskClient]


@pytest.fixture
def hang() -> Hang:
    """Serve one state as the board of ``pkl``."""

    def serve(state: BoardState) -> FlaskClient:
        def board_of(branch: str, zone: str | None, counter: str | None) -> BoardState:
            if branch != "pkl":
                raise Refusal("not_found", "unknown_branch", branch=branch)
            return replace(state, zone=zone, counter=counter)

        app = Flask(board_server.__name__, template_folder=f"{SHARED}/templates")
        app.register_blueprint(make_text_blueprint(board_of, lambda: MORNING))
        dress(app)
        app.testing = True
        return app.test_client()

    return serve


def words(html: str) -> str:
    """What is left of a page without its tags, as a text browser reads it."""
    return " ".join(re.sub(r"<title>.*?</title>|<[^>]+>", " ", html).replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_newest_call_comes_first_and_as_a_sentence(hang: Hang) -> None:
    html = hang(BUSY).get("/board/pkl").text
    said = words(html)
    assert "Panggilan terbaru, pukul 09.41 C-015 Loket 3 Nomor antrean C nol satu lima." in said
    assert "Kartu Keluarga" in said
    assert "Keadaan pukul 09.41.10 WIB. Halaman ini memperbarui diri tiap 15 detik." in said
    assert said.index("C-015") < said.index("A-023 Loket 2 09.38") < said.index("Semua loket")
    assert "<title>C-015, Loket\N{NO-BREAK SPACE}3 · Layar antrean Dindukcapil Kota Pekalongan</title>" in html


def test_every_table_says_what_it_is_and_what_its_columns_and_rows_are(hang: Hang) -> None:
    html = hang(BUSY).get("/board/pkl").text
    tables = re.findall(r"<table>.*?</table>", html, re.DOTALL)
    assert len(tables) == 3
    for table in tables:
        assert table.count("<caption>") == 1
        assert all('scope="' in cell for cell in re.findall(r"<th\b[^>]*>", table))
        head, body = table.split("</thead>")
        columns = head.count('scope="col"')
        assert all(row.count("<td") + row.count('scope="row"') == columns for row in body.split("<tr>")[1:])


def test_there_is_no_script_and_the_page_asks_again_by_itself_as_often_as_wished(hang: Hang) -> None:
    pages = hang(BUSY)
    html = pages.get("/board/pkl").text
    assert "<script" not in html
    assert "style=" not in html
    assert '<meta http-equiv="refresh" content="15">' in html
    assert '<meta http-equiv="refresh" content="60">' in pages.get("/board/pkl?every=60").text
    assert '<meta http-equiv="refresh" content="15">' in pages.get("/board/pkl?every=1").text
    at_rest = pages.get("/board/pkl?every=0&lang=en")
    assert "http-equiv" not in at_rest.text
    assert 'href="?lang=en&amp;every=60"' in at_rest.text
    assert at_rest.headers["Cache-Control"] == "no-store"


def test_the_language_is_the_branchs_first_unless_asked_for(hang: Hang) -> None:
    pages = hang(replace(BUSY, branch=replace(BRANCH, languages=["en", "id"])))
    english = pages.get("/board/pkl", headers={"Accept-Language": "id"})
    assert '<html lang="en">' in english.text
    assert "Newest call, 09.41" in words(english.text)
    assert "Queue number C zero one five" in words(english.text)
    indonesian = pages.get("/board/pkl?lang=id&zone=atas").text
    assert "Panggilan terbaru" in indonesian
    assert 'href="?lang=en&amp;zone=atas" lang="en" hreflang="en"' in indonesian


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (NOT_OPEN, "Panggilan dimulai pukul 10.00. Nomor sudah bisa diambil di kios."),
        (board(day_status="not_open"), "Loket belum dibuka. Kios membagikan nomor begitu kantor buka."),
        (replace(NOT_OPEN, opens_at=MORNING + timedelta(days=1)), "Buka lagi Selasa, 24 November 2026 pukul 09.41."),
        (CLOSED, "Pelayanan hari ini selesai. Buka lagi Selasa, 24 November 2026, pukul 09.41. Terima kasih"),
        (board(), "Belum ada panggilan."),
    ],
)
def test_a_day_without_calls_says_why_and_what_comes(hang: Hang, state: BoardState, sentence: str) -> None:
    assert sentence in words(hang(state).get("/board/pkl").text)


def test_after_closing_the_last_call_is_called_the_last(hang: Hang) -> None:
    said = words(hang(CLOSED).get("/board/pkl").text)
    assert "Panggilan terakhir, pukul 09.41 C-015" in said
    assert "Panggilan terbaru" not in said


def test_a_counter_says_its_state_in_a_word_and_keeps_an_officers_own_words_to_the_staff(hang: Hang) -> None:
    rows = [
        BoardCounter("1", "Loket 1", None, "paused", None, None, None, "prayer"),
        BoardCounter("2", "Loket 2", None, "paused", None, None, None, "rapat dengan atasan"),
        BoardCounter("3", "Loket 3", None, "serving", "C-015", "C", None),
        BoardCounter("4", "Loket 4", None, "closing", "A-001", "A", None),
        BoardCounter("5", "Loket 5", None, "closing", None, None, None),
        BoardCounter("6", "Loket 6", None, "open", None, None, None),
    ]
    said = words(hang(replace(BUSY, counters=rows)).get("/board/pkl").text)
    assert (
        "Loket 1 Salat – Loket 2 Istirahat – Loket 3 Melayani C-015 Loket 4 Melayani A-001 Loket 5 Tutup – "
        "Loket 6 Siap –" in said
    )


def test_who_waits_is_counted_by_service_and_announcements_stand_below(hang: Hang) -> None:
    said = words(hang(BUSY).get("/board/pkl").text)
    assert "Menunggu: 6 orang" in said
    assert "D KIA 3" in said
    assert "Pengumuman Blangko KIA sedang kosong" in said
    assert "Saran dan pengaduan: WA 0811 2600 222 · lapor.go.id" in said


def test_a_hall_of_several_parts_leads_to_each_and_names_the_part_of_a_counter(hang: Hang) -> None:
    parts = [BoardZone("bawah", "Lantai 1"), BoardZone("atas", "Lantai 2")]
    seats = [replace(counter, zone="atas") for counter in counters(2)]
    html = hang(replace(BUSY, zones=parts, counters=seats)).get("/board/pkl").text
    assert 'href="?zone=atas">Lantai 2</a>' in html
    assert "Loket 1 Lantai 2 Siap" in words(html)


def test_a_part_of_the_hall_is_called_by_its_name_and_leads_to_the_others(hang: Hang) -> None:
    parts = [BoardZone("bawah", "Lantai 1"), BoardZone("atas", "Lantai 2")]
    seats = [replace(counter, zone="atas") for counter in counters(2)]
    html = hang(replace(BUSY, zones=parts, counters=seats)).get("/board/pkl?zone=atas").text
    assert "<h1>Dindukcapil Kota Pekalongan, Lantai 2</h1>" in html
    assert '<b aria-current="true">Lantai 2</b>' in html
    assert 'href="?zone=bawah">Lantai 1</a>' in html
    assert "Lantai 2 · Layar antrean" in html
    assert "Loket 1 Siap" in words(html)


def test_a_number_called_again_says_how_often(hang: Hang) -> None:
    said = words(hang(board(replace(NEWEST, count=3))).get("/board/pkl").text)
    assert "Ini panggilan ke-3." in said


def test_names_of_people_and_marks_of_html_stay_text(hang: Hang) -> None:
    html = hang(replace(BUSY, ticker=[Texts("<b>Awas</b> & hati-hati")])).get("/board/pkl").text
    assert "&lt;b&gt;Awas&lt;/b&gt; &amp; hati-hati" in html


@pytest.mark.parametrize(
    ("counter", "said", "number"),
    [
        (BoardCounter("3", "Loket 3", None, "called", "C-015", "C", None), "Silakan maju", "C-015"),
        (BoardCounter("3", "Loket 3", None, "serving", "C-015", "C", None), "Sedang dilayani", "C-015"),
        (BoardCounter("3", "Loket 3", None, "paused", None, None, None, "break"), "Istirahat", None),
        (BoardCounter("3", "Loket 3", None, "open", None, None, None), "Siap", None),
        (BoardCounter("3", "Loket 3", None, "closed", None, None, None), "Tutup", None),
    ],
)
def test_the_counters_own_page_shows_its_number_or_its_state(
    hang: Hang, counter: BoardCounter, said: str, number: str | None
) -> None:
    html = hang(replace(BUSY, counters=[counter])).get("/board/pkl/counters/3").text
    assert '<meta http-equiv="refresh" content="5">' in html
    assert words(html).startswith(f"Loket 3 {said} {number or said}")
    assert f'<body class="meja {counter.status}">' in html


def test_a_long_number_is_written_smaller(hang: Hang) -> None:
    seat = BoardCounter("3", "Loket 3", None, "called", "KTP-0123", "C", None)
    assert "muka panjang" in hang(replace(BUSY, counters=[seat])).get("/board/pkl/counters/3").text


def test_an_unknown_branch_is_refused_by_whoever_knows(hang: Hang) -> None:
    with pytest.raises(Refusal):
        hang(BUSY).get("/board/nowhere")


def test_a_service_that_is_gone_and_an_english_text_that_is_missing_leave_no_hole() -> None:
    view = view_of(replace(BUSY, waiting=[], ticker=[Texts("Hanya Indonesia"), Texts("")]), MORNING, "en")
    assert view.newest is not None
    assert view.newest.service == ""
    assert view.notices == ["Hanya Indonesia"]
