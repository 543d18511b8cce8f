"""Everybody who may knock: each role of the own operator, and strangers of every kind."""

from tests.support.world import World

OWN = frozenset({"contributor", "coordinator", "approver", "signatory"})
"""Roles of the operator that everything in the table belongs to."""
WRITERS = frozenset({"contributor", "coordinator"})
LIMITED = frozenset({"consultant"})
"""Sees of the operator's assessments the first control of the first part of the draft."""
STRANGERS = frozenset({"other_coordinator", "bank_coordinator", "bank_approver", "bank_signatory"})
OFFICERS = frozenset({"officer", "lead"})
"""Of the authority that the operator's things are addressed to; the lead manages its members."""
AUTHORITIES = OFFICERS | {"other_officer", "financial_officer"}
PEOPLE = OWN | LIMITED | STRANGERS | AUTHORITIES | {"administrator"}
EVERYBODY = PEOPLE | {"anonymous", "integrator"}


def headers(world: World, caller: str) -> dict[str, str]:
    """What a request of the caller carries."""
    if caller == "anonymous":
        return {}
    if caller == "integrator":
        return world.integrator
    found: dict[str, str] = getattr(world, caller).bearer
    return found
