import pytest
from num2words import num2words

from display.number_words import LARGEST, english, indonesian

VECTORS = {
    0: "nol",
    1: "satu",
    9: "sembilan",
    10: "sepuluh",
    11: "sebelas",
    12: "dua belas",
    19: "sembilan belas",
    20: "dua puluh",
    21: "dua puluh satu",
    99: "sembilan puluh sembilan",
    100: "seratus",
    101: "seratus satu",
    110: "seratus sepuluh",
    111: "seratus sebelas",
    115: "seratus lima belas",
    120: "seratus dua puluh",
    190: "seratus sembilan puluh",
    199: "seratus sembilan puluh sembilan",
    200: "dua ratus",
    999: "sembilan ratus sembilan puluh sembilan",
    1000: "seribu",
    1001: "seribu satu",
    2000: "dua ribu",
    11_011: "sebelas ribu sebelas",
    100_000: "seratus ribu",
    111_111: "seratus sebelas ribu seratus sebelas",
}


@pytest.mark.parametrize(("number", "words"), list(VECTORS.items()))
def test_a_number_is_said_as_indonesians_say_it(number: int, words: str) -> None:
    assert " ".join(indonesian(number)) == words


def test_every_number_to_9999_agrees_with_num2words() -> None:
    assert [n for n in range(10_000) if " ".join(indonesian(n)) != num2words(n, lang="id")] == []
    plain = {n: num2words(n, lang="en").replace("-", " ").replace(",", "") for n in range(10_000)}
    assert [n for n, words in plain.items() if " ".join(english(n)) != words] == []


def test_one_of_a_power_is_never_satu() -> None:
    said = {" ".join(indonesian(n)) for n in range(10_000)}
    wrong = ("satu puluh", "satu belas", "satu ratus")
    assert [words for words in said if any(f" {words} ".find(f" {error} ") >= 0 for error in wrong)] == []
    assert not any(words.startswith("satu ribu") for words in said)


@pytest.mark.parametrize("number", [-1, LARGEST + 1])
def test_what_is_beyond_speaking_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 999999"):
        indonesian(number)
    with pytest.raises(ValueError, match="from 0 to 999999"):
        english(number)
