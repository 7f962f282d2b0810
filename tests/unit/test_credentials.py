"""Tokens and passwords."""

from __future__ import annotations

import re

import pytest

from queue_server.application import credentials
from queue_server.domain.errors import Refusal


def test_tokens_have_256_bits_and_never_repeat() -> None:
    tokens = {credentials.new_token() for _ in range(200)}
    assert len(tokens) == 200
    assert all(len(token) == 43 for token in tokens)


def test_codes_have_no_letter_that_looks_like_another() -> None:
    for _ in range(200):
        assert re.fullmatch(r"[A-HJ-KM-NP-Z2-9]{8}", credentials.new_code())


def test_only_the_holder_of_a_secret_is_given_its_token() -> None:
    first = credentials.derived_token(b"k" * 32, "device", "rahasia")
    assert first == credentials.derived_token(b"k" * 32, "device", "rahasia")
    assert first != credentials.derived_token(b"k" * 32, "device", "rahasib")
    assert first != credentials.derived_token(b"l" * 32, "device", "rahasia")
    assert len(first) == 43


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("pendek7", "password_short"),
        ("", "password_short"),
        ("x" * 257, "password_long"),
        ("12345678", "password_common"),
        ("PASSWORD", "password_common"),
        ("indonesia", "password_common"),
        ("aaaaaaaaaa", "password_common"),
        ("sari.loket", "password_common"),
    ],
)
def test_passwords_that_are_guessed_first_are_refused(password: str, reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        credentials.require_strong(password, "Sari.Loket")
    assert (refused.value.code, refused.value.reason) == ("weak_password", reason)


@pytest.mark.parametrize("password", ["kopi hitam", "rumahku9", "ängström-8", "a b c d e f"])
def test_length_is_enough(password: str) -> None:
    credentials.require_strong(password, "sari")


def test_hashes_are_argon2id_and_tell_right_from_wrong() -> None:
    stored = credentials.hash_password("kopi hitam")
    assert stored.startswith("$argon2id$")
    assert credentials.verify_password(stored, "kopi hitam")
    assert not credentials.verify_password(stored, "kopi putih")
    assert not credentials.verify_password(None, "kopi hitam")
    assert not credentials.verify_password("no hash at all", "kopi hitam")
