"""Alembic's home; ``storage.migrate`` drives it."""
