"""Sealed results: what an assessment froze into, as values, canonical JSON and a digest.

Owns the format. Knows no database, no clock and no live assessment.
"""
