"""Submissions: sealed results handed to the competent authority.

Owns the sealed document, its digest and the columns that authorities query by. Exposes sealed
results only, never the live assessment.
"""
