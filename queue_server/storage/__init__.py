"""Where the truth lies: SQLAlchemy, and only here."""
