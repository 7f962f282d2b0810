"""The hall's voice as files: how they are made, and what is committed under ``clips/``."""
