"""Operators' details and the indicative NIS2 status that follows from them.

Owns what an operator says it is. Does not own the authority's listing (supervision).
"""
