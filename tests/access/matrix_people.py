"""Rows of members, invitations, second factors and sessions."""

from tests.access.callers import OWN
from tests.access.row import Row, of

QUERIES = {
    "Query.members": Row(
        "query($id: ID!) { members(organisationId: $id) { id name roles } }",
        OWN,
        of("id", lambda facts: facts.world.grid),
    ),
}
MUTATIONS: dict[str, Row] = {}
