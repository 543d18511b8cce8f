"""Self-assessments: scope, parts, responses, statements, measures, evidence links, approvals.

Owns the state of an assessment and the one definition of *frozen*. Does not own what was
submitted (submissions) nor the content it is answered against (catalogues).
"""
