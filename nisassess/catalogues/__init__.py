"""Resolved profiles: what an assessment pins, as one canonical document with one digest.

Owns the pinned documents and the choice of profiles that plugins offer. Does not own content.
"""
