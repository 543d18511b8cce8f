"""All queries of reviews.

`files`, `notes`, `questions`, `rulings`, `decisions` and `events` are the authority's: they show a
case to officers of its authority alone. What an operator sees of it comes from `operators`, and
what both may download from `letters`.
"""
