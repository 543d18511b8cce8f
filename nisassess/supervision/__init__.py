"""The authority's desk: its register of entities with its own NIS2 status decision.

Owns listings. Does not own operators' details nor submissions.
"""
