"""Every number of every letter to every counter, in the three styles, against words that others wrote down."""

import json
from itertools import product
from string import ascii_uppercase

import pytest
from num2words import num2words

from display.announcement import STYLES, compose, say_number
from display.audio.render import FOLDER, FORMATS, MANIFEST
from display.place_names import say_place
from display.said import Said
from display.vocabulary import CLIPS

LETTER_NAMES = "a be ce de e ef ge ha i je ka el em en o pe ki er es te u ve we eks ye zet"
LETTERS = dict(zip(ascii_uppercase, LETTER_NAMES.split(), strict=True))
DIGITS = ("nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan")
DIGITS_EN = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
SERIALS = range(1, 1000)
COUNTERS = range(1, 81)

KNOWN = json.loads((FOLDER / MANIFEST).read_text(encoding="utf-8"))
WORDS = {n: num2words(n, lang="id") for n in SERIALS}
WORDS_EN = {n: num2words(n, lang="en").replace("-", " ") for n in SERIALS}


def expected(serial: int, style: str) -> tuple[str, str]:
    """How Indonesians and the English read a serial number of three digits."""
    padded = f"{serial:03d}"
    if style == "digits":
        return " ".join(DIGITS[int(d)] for d in padded), " ".join(DIGITS_EN[int(d)] for d in padded)
    zeros = 3 - len(str(serial)) if style == "hybrid" else 0
    return " ".join(["nol"] * zeros + [WORDS[serial]]), " ".join(["zero"] * zeros + [WORDS_EN[serial]])


def heard(said: Said) -> tuple[str, str]:
    return " ".join(CLIPS[clip] for clip in said.clips), " ".join(CLIPS[clip] for clip in said.clips_en)


@pytest.mark.parametrize("style", STYLES)
def test_every_number_of_every_letter_is_read_from_clips_that_exist(style: str) -> None:
    wrong, used = [], set()
    for serial in SERIALS:
        words, words_en = expected(serial, style)
        for letter, name in LETTERS.items():
            said = say_number(f"{letter}-{serial:03d}", style)
            used.update(said.clips, said.clips_en)
            letter_en = "zed" if letter == "Z" else letter.lower()
            if heard(said) != (f"{name} {words}", f"{letter_en} {words_en}"):
                wrong.append((letter, serial, heard(said)))
    assert wrong == []
    assert used <= KNOWN.keys()


def test_every_counter_is_said_from_clips_that_exist() -> None:
    for counter in COUNTERS:
        said = say_place(str(counter), f"Loket {counter}")
        assert heard(said) == (
            f"silakan menuju loket {WORDS[counter]}",
            f"please proceed to counter {WORDS_EN[counter]}",
        )
        assert {*said.clips, *said.clips_en} <= KNOWN.keys()


def test_a_sentence_is_its_number_and_its_place() -> None:
    for letter, serial, counter in product("ACFZ", range(1, 1000, 83), range(1, 81, 13)):
        for style in STYLES:
            number, place = f"{letter}-{serial:03d}", f"Loket {counter}"
            sentence = compose(number, str(counter), place, style)
            called, goal = say_number(number, style), say_place(str(counter), place)
            assert sentence.clips == ("nomor-antrean", *called.clips, *goal.clips)
            assert sentence.clips_en == ("en-nomor-antrean", *called.clips_en, *goal.clips_en)


@pytest.mark.parametrize(
    ("number", "style", "place", "indonesian", "english"),
    [
        (
            "A-001",
            "digits",
            "Loket 3",
            "nomor antrean a nol nol satu silakan menuju loket tiga",
            "queue number a zero zero one please proceed to counter three",
        ),
        (
            "A-012",
            "digits",
            "Loket 11",
            "nomor antrean a nol satu dua silakan menuju loket sebelas",
            "queue number a zero one two please proceed to counter eleven",
        ),
        (
            "A-012",
            "value",
            "Loket 20",
            "nomor antrean a dua belas silakan menuju loket dua puluh",
            "queue number a twelve please proceed to counter twenty",
        ),
        (
            "A-012",
            "hybrid",
            "Loket 80",
            "nomor antrean a nol dua belas silakan menuju loket delapan puluh",
            "queue number a zero twelve please proceed to counter eighty",
        ),
        (
            "4K-01",
            "hybrid",
            "Meja 2",
            "nomor antrean empat ka nol satu silakan menuju meja dua",
            "queue number four k zero one please proceed to desk two",
        ),
        (
            "C-111",
            "value",
            "Lantai 2",
            "nomor antrean ce seratus sebelas silakan menuju lantai dua",
            "queue number c one hundred and eleven please proceed to floor two",
        ),
        (
            "B-100",
            "hybrid",
            "Gedung B",
            "nomor antrean be seratus silakan menuju gedung be",
            "queue number b one hundred please proceed to building b",
        ),
        (
            "Z-1000",
            "value",
            "Ruang Tunggu 1",
            "nomor antrean zet seribu silakan menuju ruang tunggu satu",
            "queue number zed one thousand please proceed to waiting room one",
        ),
        (
            "D-199",
            "value",
            "Loket Prioritas",
            "nomor antrean de seratus sembilan puluh sembilan silakan menuju loket prioritas",
            "queue number d one hundred and ninety nine please proceed to the priority counter",
        ),
        (
            "E-020",
            "hybrid",
            "Zona Timur",
            "nomor antrean e nol dua puluh silakan menuju zona timur",
            "queue number e zero twenty please proceed to the east zone",
        ),
        (
            "E-002",
            "value",
            "Ruang Tunggu",
            "nomor antrean e dua silakan menuju ruang tunggu",
            "queue number e two please proceed to the waiting room",
        ),
        (
            "E-002",
            "value",
            "Sayap Selatan",
            "nomor antrean e dua silakan lihat layar",
            "queue number e two please look at the screen",
        ),
    ],
)
def test_whole_sentences_are_what_a_person_would_say(
    number: str, style: str, place: str, indonesian: str, english: str
) -> None:
    # places of a hall come without a code, so that nothing is spelled as if it were a counter's
    speech = compose(number, "", place, style)
    assert " ".join(CLIPS[clip] for clip in speech.clips) == indonesian
    assert " ".join(CLIPS[clip] for clip in speech.clips_en) == english


def test_every_clip_is_there_in_both_formats() -> None:
    missing = [(name, end) for name in KNOWN for end in FORMATS if not (FOLDER / f"{name}.{end}").is_file()]
    assert missing == []
