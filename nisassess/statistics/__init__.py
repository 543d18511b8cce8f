"""Figures across the submissions that are addressed to an authority.

Owns the questions and how they are counted. Only the newest version of each submission counts,
and only what is addressed to the asking authority; what was imported counts the same. Everything
counted is self-declared.
"""
