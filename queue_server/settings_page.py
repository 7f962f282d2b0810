"""Writes ``docs/settings.md`` from the settings themselves: ``python -m queue_server.settings_page``."""

import sys

from queue_server.settings import CONFIG_FILE, CONFIG_KEY, PREFIX, SECRET_BYTES, Settings

_HEAD = f"""# Settings

Each key may stand in the environment or, spelled the same, in one TOML file: the one that `{CONFIG_KEY}` names,
else `./{CONFIG_FILE}` where it exists. The command line (`--host`, `--port`) wins over the environment, the environment
over the file. A key that is not in this table, or a value that cannot be used, stops the start with a sentence.

| key | default | meaning |
|---|---|---|
"""

_TAIL = f"""
```toml
# antrean.toml
ANTREAN_HOME = "/var/lib/antrean"
ANTREAN_HOST = "0.0.0.0"
ANTREAN_PUBLIC_URL = "https://antrean.example.go.id"
ANTREAN_ORIGINS = ["https://dinas.example.go.id"]
```

The secret key is no setting: the first start makes it ({SECRET_BYTES} bytes, `ANTREAN_HOME/secret.key`, mode 0600).
Only one server may run on a SQLite file; `branch load`, `user add`, `device add` and `close-day` may run beside it.
"""

_DEFAULTS = {"home": "`./var`", "database_url": "SQLite in `ANTREAN_HOME`", "public_url": "`http://HOST:PORT`"}


def render() -> str:
    """Return the page as Markdown."""
    rows = []
    for name, field in Settings.model_fields.items():
        default = _DEFAULTS.get(name) or _shown(field.default)
        rows.append(f"| `{PREFIX}{name.upper()}` | {default} | {field.description} |\n")
    return _HEAD + "".join(rows) + _TAIL


def _shown(default: object) -> str:
    if default is True:
        return "`on`"
    return f"`{default}`" if default else "unset"


if __name__ == "__main__":
    sys.stdout.write(render())
