"""All queries of assessments: `reads` filter by the actor, `writes` pass the one gate."""
