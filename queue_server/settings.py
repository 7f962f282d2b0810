"""Typed settings from the environment and one TOML file; complete, and loud about what it does not know.

Every key is written ``ANTREAN_…``, in the environment or, spelled the same, in one TOML file
(``ANTREAN_CONFIG``, else ``./antrean.toml`` where it exists). The environment wins over the file.
"""

from __future__ import annotations

import difflib
import os
import secrets
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, ValidationInfo, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PREFIX = "ANTREAN_"
CONFIG_KEY = PREFIX + "CONFIG"
CONFIG_FILE = Path("antrean.toml")
SECRET_BYTES = 32

AsyncMode = Literal["eventlet", "threading"]


class SettingsError(Exception):
    """A setting that cannot be used: ``sentence`` says which and why, ``hint`` what to do."""

    def __init__(self, sentence: str, hint: str) -> None:
        """Keep both parts; ``str()`` shows them one below the other."""
        super().__init__(f"{sentence}\n{hint}")
        self.sentence = sentence
        self.hint = hint


class Settings(BaseSettings):
    """What a server needs to know before it starts; each field is ``ANTREAN_`` plus its name in capitals."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    home: Path = Field(Path("var"), description="Data directory: database, secret key, backups.")
    database_url: str = Field(
        "",
        description="`sqlite:///FILE`. Default: the file `antrean.db` in `ANTREAN_HOME`. "
        "This version cannot serve from `postgresql://…` yet.",
    )
    redis_url: str | None = Field(
        None,
        description="Not used yet: `redis://…`, for several server processes that share one PostgreSQL.",
    )
    async_mode: AsyncMode = Field(
        "eventlet",
        description="How connections are carried: `eventlet` for a hall, `threading` for tests and small sites.",
    )
    host: str = Field("127.0.0.1", min_length=1, description="Address to listen on.")
    port: int = Field(8080, ge=1, le=65535, description="Port to listen on.")
    public_url: str = Field(
        "", description="What the QR on a ticket leads to. Default: `http://HOST:PORT`, which no phone can reach."
    )
    origins: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Further origins whose pages may connect, separated by commas (a list in TOML). "
        "The server's own address and `ANTREAN_PUBLIC_URL` are always allowed.",
    )
    limits: bool = Field(
        default=True, description="`on`, or `off` for load tests only: rate limits and numbers of sockets."
    )

    @field_validator("home", mode="after")
    @classmethod
    def _absolute(cls, value: Path) -> Path:
        return value.expanduser().resolve()

    @field_validator("origins", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("origins", mode="after")
    @classmethod
    def _bare_origins(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for origin in value:
            parts = urlsplit(origin)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path or parts.query:
                message = f"“{origin}” is no origin; write it like https://antrean.example.go.id, without a path"
                raise ValueError(message)
        return value

    @field_validator("database_url", "redis_url", "public_url", mode="after")
    @classmethod
    def _known_scheme(cls, value: str | None, info: ValidationInfo) -> str | None:
        allowed = _SCHEMES[str(info.field_name)]
        if value and not value.startswith(tuple(f"{scheme}://" for scheme in allowed)):
            message = f"it must begin with {' or '.join(f'{scheme}://' for scheme in allowed)}"
            raise ValueError(message)
        return value.rstrip("/") if value and info.field_name == "public_url" else value

    @model_validator(mode="before")
    @classmethod
    def _defaults(cls, values: dict[str, Any]) -> dict[str, Any]:
        home = Path(values.get("home") or "var").expanduser().resolve()
        host, port = values.get("host") or "127.0.0.1", values.get("port") or 8080
        shown = f"[{host}]" if ":" in str(host) else host
        return {
            **values,
            "database_url": values.get("database_url") or f"sqlite:///{home / 'antrean.db'}",
            "public_url": values.get("public_url") or f"http://{shown}:{port}",
            "redis_url": values.get("redis_url") or None,
        }

    @property
    def is_behind_proxy(self) -> bool:
        """Whether only a TLS proxy of this machine reaches the server, so that its headers tell the truth."""
        return self.public_url.startswith("https://") and self.host in {"127.0.0.1", "::1", "localhost"}

    @property
    def sqlite_file(self) -> Path | None:
        """The database file, or None where the database is a server of its own."""
        if not self.database_url.startswith("sqlite"):
            return None
        return Path(self.database_url.partition(":///")[2].partition("?")[0]).resolve()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Command line, then environment, then the TOML file."""
        from_file = InitSettingsSource(settings_cls, init_kwargs=_read_file(_config_path(os.environ)))
        return init_settings, env_settings, from_file


_SCHEMES = {
    "database_url": ("sqlite", "postgresql"),
    "redis_url": ("redis", "rediss", "unix"),
    "public_url": ("http", "https"),
}


def load_settings(**command_line: object) -> Settings:
    """Read and check all settings; ``command_line`` wins (None: not given). Raises ``SettingsError``."""
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {CONFIG_KEY}
    for key in os.environ:
        if key.startswith(PREFIX) and key not in known:
            raise _unknown(key, known, "the environment")
    try:
        return Settings(**{name: value for name, value in command_line.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        raise _explain(error) from None


def load_secret(settings: Settings) -> bytes:
    """Return the server's 32 secret bytes; the first start makes them in ``ANTREAN_HOME``, mode 0600."""
    path = settings.home / "secret.key"
    try:
        settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _write_secret(path)
        path.chmod(0o600)
        secret = bytes.fromhex(path.read_text("ascii").strip())
    except OSError as error:
        sentence = f"The data directory {settings.home} cannot be used: {error.strerror}."
        raise SettingsError(sentence, "Set ANTREAN_HOME to a directory that this account may write.") from None
    except ValueError:
        secret = b""
    if len(secret) != SECRET_BYTES:
        hint = "Restore it from a backup, or remove it: with a new one only the codes on reprints of old tickets fail."
        sentence = f"The secret key in {path} is damaged."
        raise SettingsError(sentence, hint)
    return secret


def _write_secret(path: Path) -> None:
    """Write under another name first: two first starts at once must not read half a key."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, secrets.token_hex(SECRET_BYTES).encode("ascii") + b"\n")
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _config_path(environment: Mapping[str, str]) -> Path | None:
    named = environment.get(CONFIG_KEY)
    if named:
        return Path(named).expanduser()
    return CONFIG_FILE if CONFIG_FILE.exists() else None


def _read_file(path: Path | None) -> dict[str, object]:
    if path is None:
        return {}
    try:
        entries = tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        sentence = f"The settings file {path} cannot be read: {error.strerror}."
        raise SettingsError(sentence, f"Correct {CONFIG_KEY}, or unset it.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        sentence = f"The settings file {path} is not TOML: {error}."
        raise SettingsError(sentence, 'Each line looks like ANTREAN_PORT = 8080 or ANTREAN_HOST = "0.0.0.0".') from None
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for key in entries:
        if key not in known:
            raise _unknown(key, known, f"the settings file {path}")
    return {key.removeprefix(PREFIX).lower(): value for key, value in entries.items()}


def _unknown(key: str, known: set[str], where: str) -> SettingsError:
    names = [name.removeprefix(PREFIX) for name in known]
    near = difflib.get_close_matches(key.upper().removeprefix(PREFIX), names, n=1)
    hint = f"Did you mean {PREFIX}{near[0]}?" if near else f"Known are {', '.join(sorted(known))}."
    return SettingsError(f"{key} in {where} is not a setting.", hint)


def _explain(error: ValidationError) -> SettingsError:
    first = error.errors(include_url=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    reason = first["msg"].removeprefix("Value error, ")
    sentence = f"{PREFIX}{name.upper()} = “{first['input']}” cannot be used: {reason}."
    field = Settings.model_fields.get(name)
    return SettingsError(sentence, (field.description if field else None) or "See docs/settings.md.")
