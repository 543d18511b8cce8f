"""Evidence: files kept under their digest, and references to files that stay with the operator.

Owns artefacts and their revisions. Does not own which control they support (assessments).
"""
