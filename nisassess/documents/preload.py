"""Imported once by the process that workers are forked from, so that each starts at once."""

from nisassess.documents import engine

engine.load()
