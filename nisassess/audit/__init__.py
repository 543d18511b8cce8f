"""Append-only log of who did what.

Owns the log's table. Holds plain ids, so that a row outlives what it speaks of.
"""
