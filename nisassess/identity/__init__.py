"""Organisations, people, memberships, sessions and access tokens.

Owns who somebody is and to which organisation they belong, and an authority's competence. Does
not own what an operator is in law (operators) nor what anybody may do (access).
"""
