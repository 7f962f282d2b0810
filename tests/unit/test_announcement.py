from string import ascii_uppercase

import pytest

from display.announcement import STYLES, compose
from display.vocabulary import CLIPS

LEAD, GO = "nomor-antrean", "silakan-menuju"


def said(number: str, style: str, code: str = "3", name: str = "Loket 3") -> str:
    return " ".join(CLIPS[clip] for clip in compose(number, code, name, style).clips)


@pytest.mark.parametrize(
    ("number", "style", "words"),
    [
        ("A-012", "digits", "a nol satu dua"),
        ("A-012", "value", "a dua belas"),
        ("A-012", "hybrid", "a nol dua belas"),
        ("A-001", "digits", "a nol nol satu"),
        ("A-001", "hybrid", "a nol nol satu"),
        ("A-000", "hybrid", "a nol nol nol"),
        ("4K-01", "hybrid", "empat ka nol satu"),
        ("4K-01", "digits", "empat ka nol satu"),
        ("AB-115", "value", "a be seratus lima belas"),
        ("A-1000", "value", "a seribu"),
        ("A-1000", "digits", "a satu nol nol nol"),
        ("C015", "digits", "ce nol satu lima"),
        ("017", "value", "tujuh belas"),
        ("V-1234567", "value", "ve satu dua tiga empat lima enam tujuh"),
        ("VIP", "digits", "ve i pe"),
    ],
)
def test_a_number_is_read_in_the_branchs_style(number: str, style: str, words: str) -> None:
    assert said(number, style) == f"nomor antrean {words} silakan menuju loket tiga"


def test_letters_have_their_indonesian_names() -> None:
    names = " ".join(said(letter, "digits").split()[2] for letter in ascii_uppercase)
    assert names == "a be ce de e ef ge ha i je ka el em en o pe ki er es te u ve we eks ye zet"


@pytest.mark.parametrize(
    ("code", "name", "words"),
    [
        ("3", "Loket 3", "silakan menuju loket tiga"),
        ("27", "Loket 27", "silakan menuju loket dua puluh tujuh"),
        ("3", "", "silakan menuju loket tiga"),
        ("3", "3", "silakan menuju loket tiga"),
        ("2", "Meja 2", "silakan menuju meja dua"),
        ("12A", "Loket 12A", "silakan menuju loket dua belas a"),
        ("P", "Loket Prioritas", "silakan menuju loket prioritas"),
        ("r1", "RUANG Pengaduan 1", "silakan menuju ruang pengaduan satu"),
        ("2", "Lantai 2", "silakan menuju lantai dua"),
        ("rt", "Ruang Tunggu B", "silakan menuju ruang tunggu be"),
        ("x", "Loket", "silakan menuju loket eks"),
        ("", "Aula", "silakan menuju aula"),
        ("CS2", "Customer Service 2", "silakan menuju loket ce es dua"),
        ("pojok-baca", "Pojok Baca", "silakan lihat layar"),
        ("", "", "silakan lihat layar"),
        ("1", "Loket Tiga", "silakan menuju loket tiga"),
        ("1", "LOKET DUA BELAS", "silakan menuju loket dua belas"),
        ("1", "Loket No. 3", "silakan menuju loket tiga"),
        ("1", "Loket ke-3", "silakan menuju loket tiga"),
        ("1", "Loket-3", "silakan menuju loket tiga"),
        ("1", "Loket3", "silakan menuju loket tiga"),
        ("1", "Loket 3 (Prioritas)", "silakan menuju loket tiga prioritas"),
        ("1", "Ruang II", "silakan menuju ruang dua"),
        ("1", "Loket KIA", "silakan menuju loket ka i a"),
        ("1", "VIP", "silakan menuju loket ve i pe"),
        ("1", "Loket Umum", "silakan lihat layar"),
        ("1", "LOKET UMUM", "silakan lihat layar"),
        ("5", "Layanan Terpadu 5", "silakan menuju loket lima"),
        ("3", "Loket 3 - Perekaman", "silakan menuju loket tiga"),
        ("1", "Layanan Terpadu 5", "silakan lihat layar"),
        ("p3", "Layanan Terpadu 3", "silakan lihat layar"),
        ("3", "Layanan Terpadu", "silakan lihat layar"),
        ("3", "Lantai 2 Ruang Baca 3", "silakan lihat layar"),
    ],
)
def test_a_counter_is_said_by_its_name(code: str, name: str, words: str) -> None:
    assert said("A-1", "value", code, name) == f"nomor antrean a satu {words}"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Lantai Satu", "silakan menuju lantai satu"),
        ("Lantai 2", "silakan menuju lantai dua"),
        ("Lt. 2", "silakan menuju lantai dua"),
        ("Lt 2", "silakan menuju lantai dua"),
        ("Ruang Tunggu 1", "silakan menuju ruang tunggu satu"),
        ("Area Timur", "silakan menuju area timur"),
        ("Gedung B", "silakan menuju gedung be"),
        ("Lobi", "silakan lihat layar"),
        ("VIP", "silakan lihat layar"),
        ("Timur", "silakan lihat layar"),
        ("2", "silakan lihat layar"),
        ("Area Umum", "silakan lihat layar"),
    ],
)
def test_a_part_of_the_hall_is_said_only_if_its_name_tells_what_it_is(name: str, words: str) -> None:
    assert said("A-1", "value", "", name) == f"nomor antrean a satu {words}"


def test_the_caption_says_the_same_in_both_languages() -> None:
    speech = compose("A-001", "3", "Loket 3", "digits")
    assert speech.clips == (LEAD, "huruf-a", "angka-0", "angka-0", "angka-1", GO, "loket", "angka-3")
    assert speech.caption_id == "Nomor antrean A nol nol satu. Silakan menuju loket tiga."
    assert speech.caption_en == "Queue number A zero zero one, please proceed to counter three."


def test_the_caption_keeps_a_name_that_no_clip_can_say() -> None:
    speech = compose("B-012", "cs2", "Customer Service 2", "value")
    assert speech.caption_id == "Nomor antrean B dua belas. Silakan menuju loket Customer Service 2."
    assert compose("B-012", "pojok-baca", "Pojok Baca", "value").caption_en.endswith("proceed to Pojok Baca.")
    assert compose("B-012", "", "Lobi", "value").caption_id.endswith("Silakan menuju Lobi.")


@pytest.mark.parametrize(
    ("name", "indonesian", "english"),
    [
        ("Loket KIA", "Loket KIA", "counter KIA"),
        ("Loket 12A", "Loket 12A", "counter 12A"),
        ("Loket Umum 1", "Loket Umum 1", "counter Umum 1"),
        ("Lantai II", "Lantai II", "floor II"),
        ("Loket Umum", "Loket Umum", "Loket Umum"),
        ("Loket Tiga", "loket tiga", "counter three"),
        ("Loket No. 3", "loket tiga", "counter three"),
    ],
)
def test_the_caption_keeps_a_name_that_is_spelled_or_not_said_as_it_is_written(
    name: str, indonesian: str, english: str
) -> None:
    speech = compose("A-1", "1", name, "value")
    assert speech.caption_id == f"Nomor antrean A satu. Silakan menuju {indonesian}."
    assert speech.caption_en == f"Queue number A one, please proceed to {english}."


def test_an_unknown_style_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="digits, value, hybrid"):
        compose("A-1", "1", "Loket 1", "roman")


def test_every_announcement_of_a_large_hall_is_made_of_known_clips() -> None:
    numbers = [f"{letter}-{serial:03d}" for letter in ascii_uppercase for serial in range(0, 1000, 7)]
    used = {clip for number in numbers for style in STYLES for clip in compose(number, "1", "Loket 1", style).clips}
    used |= {clip for c in range(1, 81) for clip in compose("A-1", str(c), f"Loket {c}", "digits").clips}
    assert used <= CLIPS.keys()
