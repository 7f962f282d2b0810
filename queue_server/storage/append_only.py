"""Events are never changed nor removed; the database itself refuses it, with a sentence."""

from __future__ import annotations

REFUSAL = "events are append-only: record a new event instead"

SQLITE = tuple(
    f"CREATE TRIGGER events_refuse_{deed} BEFORE {deed.upper()} ON events BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for deed in ("update", "delete")
)
FUNCTION = f"""CREATE FUNCTION events_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"""
TRIGGER = """CREATE TRIGGER events_refuse_change BEFORE UPDATE OR DELETE ON events
FOR EACH ROW EXECUTE FUNCTION events_refuse()"""
POSTGRESQL = (FUNCTION, TRIGGER)
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
