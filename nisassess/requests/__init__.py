"""Requests: an authority's calls for assessments, and the case that each of them opens.

Owns requests, the entities that they name, cases and their desk, and saved views. A case is what
an authority knows of one operator's assessment: that it was asked for, that it was begun, what was
submitted and what became of it. It holds nothing of a draft; the assessment that answers it points
here, never the other way.
"""
