"""Tokens and passwords: how they are made, hashed and judged.

Tokens have 256 random bits, so their SHA-256 needs no salt. Passwords are hashed with argon2id, which
costs 20 ms of CPU: never inside a unit of work.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from functools import cache
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from queue_server.domain.errors import Refusal

TOKEN_BYTES = 32
PASSWORD_LEAST = 8
PASSWORD_MOST = 256
CODE_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 8
CONSONANTS, VOWELS = "bdgjklmnprstwz", "aeiou"
COMMON = Path(__file__).with_name("common_passwords.txt")

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def new_token() -> str:
    """Return 256 random bits, URL-safe."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def fingerprint(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def readable_password() -> str:
    """Return 49 random bits that people can read aloud and type: ``bado-kise-tuma-reli``."""
    syllables = [secrets.choice(CONSONANTS) + secrets.choice(VOWELS) for _ in range(8)]
    return "-".join(first + second for first, second in zip(syllables[::2], syllables[1::2], strict=True))


def derived_token(key: bytes, purpose: str, secret: str) -> str:
    """Return the token that only a holder of ``secret`` can ask this server for."""
    digest = hmac.new(key, f"{purpose}:{secret}".encode("utf-8", "surrogatepass"), hashlib.sha256).digest()
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


def new_code() -> str:
    """Return a short code to read from a screen: no letter that looks like another."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))


def require_strong(password: str, username: str = "") -> None:
    """Refuse a password that is short, guessed first, or the username again."""
    if len(password) < PASSWORD_LEAST:
        raise Refusal("weak_password", "password_short", least=PASSWORD_LEAST)
    if len(password) > PASSWORD_MOST:
        raise Refusal("weak_password", "password_long", most=PASSWORD_MOST)
    folded = password.casefold()
    if folded in _common() or folded == username.casefold() or len(set(folded)) == 1:
        raise Refusal("weak_password", "password_common")


@cache
def _common() -> frozenset[str]:
    lines = COMMON.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


def hash_password(password: str) -> str:
    """Return the argon2id hash to store."""
    return _hasher.hash(password)


@cache
def _hash_of_nobody() -> str:
    return _hasher.hash(new_token())


def verify_password(stored: str | None, password: str) -> bool:
    """Say whether the password belongs to the hash; without a hash it takes as long and says no."""
    try:
        _hasher.verify(stored or _hash_of_nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None
