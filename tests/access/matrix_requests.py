"""Rows of requests, cases and the desk."""

from tests.access.callers import OFFICERS
from tests.access.row import Row, of

QUERIES = {
    "Query.case": Row(
        "query($id: ID!) { case(id: $id) { id state operatorName } }",
        OFFICERS,
        of("id", lambda facts: facts.case),
    ),
}
MUTATIONS: dict[str, Row] = {}
