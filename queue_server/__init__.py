"""Antrean's queue server: the queue, its screens' states and the pages of people."""
