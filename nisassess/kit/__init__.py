"""Settings, database, errors, ids and pagination: no domain nouns."""
