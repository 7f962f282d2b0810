"""Settings: complete, layered, and loud about what they do not know."""

import os
from pathlib import Path

import pytest

from queue_server import settings_page
from queue_server.settings import Settings, SettingsError, load_secret, load_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for key in list(os.environ):
        if key.startswith("ANTREAN_"):
            monkeypatch.delenv(key)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_defaults_are_those_of_the_wire(clean: Path) -> None:
    settings = load_settings()
    assert settings.home == clean / "var"
    assert settings.database_url == f"sqlite:///{clean}/var/antrean.db"
    assert settings.sqlite_file == clean / "var" / "antrean.db"
    assert (settings.async_mode, settings.host, settings.port) == ("eventlet", "127.0.0.1", 8080)
    assert (settings.redis_url, settings.origins, settings.limits) == (None, (), True)
    assert settings.public_url == "http://127.0.0.1:8080"


def test_command_line_wins_over_environment_over_file(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clean / "antrean.toml").write_text('ANTREAN_PORT = 1111\nANTREAN_HOST = "10.0.0.1"\nANTREAN_LIMITS = "off"\n')
    monkeypatch.setenv("ANTREAN_PORT", "2222")
    assert load_settings().port == 2222
    assert load_settings(port=3333, host=None).port == 3333
    assert load_settings().host == "10.0.0.1"
    assert load_settings().limits is False
    assert load_settings(port=3333).public_url == "http://10.0.0.1:3333"


def test_the_named_file_replaces_the_one_beside(clean: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clean / "antrean.toml").write_text("ANTREAN_PORT = 1111\n")
    named = clean / "hall.toml"
    named.write_text('ANTREAN_ORIGINS = ["https://a.example"]\nANTREAN_HOME = "data"\n')
    monkeypatch.setenv("ANTREAN_CONFIG", str(named))
    settings = load_settings()
    assert (settings.port, settings.origins, settings.home) == (8080, ("https://a.example",), clean / "data")


def test_origins_are_split_at_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANTREAN_ORIGINS", "https://a.example, http://b.example:81")
    assert load_settings().origins == ("https://a.example", "http://b.example:81")


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("ANTREAN_PORT", "eighty", "ANTREAN_PORT = “eighty” cannot be used"),
        ("ANTREAN_PORT", "70000", "ANTREAN_PORT = “70000” cannot be used"),
        ("ANTREAN_ASYNC_MODE", "gevent", "Input should be 'eventlet' or 'threading'"),
        ("ANTREAN_ASYNC_MODE", "asyncio", "ANTREAN_ASYNC_MODE = “asyncio” cannot be used"),
        ("ANTREAN_DATABASE_URL", "mysql://x", "must begin with sqlite:// or postgresql://"),
        ("ANTREAN_PUBLIC_URL", "antrean.example", "must begin with http:// or https://"),
        ("ANTREAN_ORIGINS", "https://a.example/path", "is no origin"),
        ("ANTREAN_LIMITS", "maybe", "ANTREAN_LIMITS = “maybe” cannot be used"),
        ("ANTREAN_CONFIG", "missing.toml", "missing.toml cannot be read"),
        ("ANTREAN_PROT", "1", "ANTREAN_PROT in the environment is not a setting.\nDid you mean ANTREAN_PORT?"),
        ("ANTREAN_COLOUR", "red", "Known are ANTREAN_ASYNC_MODE, ANTREAN_CONFIG"),
    ],
)
def test_a_wrong_setting_is_refused_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, key: str, value: str, says: str
) -> None:
    monkeypatch.setenv(key, value)
    with pytest.raises(SettingsError) as refusal:
        load_settings()
    assert says in str(refusal.value)
    assert refusal.value.hint


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("ANTREAN_PROT = 1\n", "Did you mean ANTREAN_PORT?"),
        ("port = 1\n", "is not a setting"),
        ("ANTREAN_PORT = \n", "is not TOML"),
        ("ANTREAN_PORT = 0\n", "ANTREAN_PORT = “0” cannot be used"),
    ],
)
def test_a_wrong_file_is_refused_with_a_sentence(clean: Path, text: str, says: str) -> None:
    (clean / "antrean.toml").write_text(text)
    with pytest.raises(SettingsError, match=says.replace("?", r"\?")):
        load_settings()


def test_the_secret_is_made_once_and_readable_by_its_owner_only(clean: Path) -> None:
    settings = load_settings()
    first = load_secret(settings)
    path = clean / "var" / "secret.key"
    assert len(first) == 32
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)
    assert load_secret(settings) == first
    assert path.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["secret.key"]


def test_a_damaged_secret_and_an_unusable_home_are_named(clean: Path) -> None:
    settings = load_settings()
    load_secret(settings)
    (clean / "var" / "secret.key").write_text("abc")
    with pytest.raises(SettingsError, match="damaged"):
        load_secret(settings)
    (clean / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be used"):
        load_secret(load_settings(home=clean / "file" / "below"))


def test_the_page_of_settings_is_the_code_s(clean: Path) -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    assert page == settings_page.render()
    for name in Settings.model_fields:
        assert f"`ANTREAN_{name.upper()}`" in page
