"""Rows of requests, cases and the desk."""

from datetime import timedelta
from typing import Any

from nisassess.kit.clock import today
from tests.access.callers import OFFICERS, OWN
from tests.access.facts import Facts
from tests.access.row import Row, Variables, listed, mutation, of
from tests.support.world import GRID, NIS2_PROFILE

COORDINATOR = frozenset({"coordinator"})
OFFICER = frozenset({"officer"})
_authority = of("id", lambda facts: facts.world.nis_authority)
_draft = of("id", lambda facts: facts.requested.draft)
_sent = of("id", lambda facts: facts.requested.sent)
_received = of("id", lambda facts: facts.requested.received)


def _some(data: Any, facts: Facts) -> bool:
    """Whether a plain list holds something."""
    (value,) = data.values()
    return bool(value)


def _holds(own: Any) -> Any:
    def shown(data: Any, facts: Facts) -> bool:
        (value,) = data.values()
        return value is not None and own(facts) in str(value)

    return shown


def _entity(data: Any, facts: Facts) -> bool:
    (value,) = data.values()
    return value is not None and [edge["node"]["operatorId"] for edge in value["edges"]] == [
        facts.world.grid
    ]


def _selected(facts: Facts) -> dict[str, Any]:
    ids = [facts.requested.received]
    return {"authorityId": facts.world.nis_authority, "caseIds": ids, "expected": 1}


QUERIES = {
    "Query.case": Row(
        "query($id: ID!) { case(id: $id) { id operatorName } }",
        OFFICERS,
        of("id", lambda facts: facts.case),
    ),
    "Query.cases": Row(
        "query($id: ID!) { cases(authorityId: $id, first: 9) { edges { node { id } } } }",
        OFFICERS,
        _authority,
        listed(lambda facts: facts.requested.received),
    ),
    "Query.caseCounts": Row(
        "query($id: ID!) { caseCounts(authorityId: $id) { count overdue } }",
        OFFICERS,
        _authority,
        _some,
    ),
    "Query.deskViews": Row(
        "query($id: ID!) { deskViews(authorityId: $id) { id name } }",
        OFFICERS,
        _authority,
        _holds(lambda facts: facts.requested.view),
    ),
    "Query.request": Row("query($id: ID!) { request(id: $id) { id title } }", OFFICERS, _draft),
    "Query.requests": Row(
        "query($id: ID!) { requests(authorityId: $id, first: 9) { edges { node { id } } } }",
        OFFICERS,
        _authority,
        listed(lambda facts: facts.requested.draft),
    ),
    "Query.requestedEntities": Row(
        "query($id: ID!) { requestedEntities(requestId: $id, first: 9) "
        "{ edges { node { operatorId } } } }",
        OFFICERS,
        _sent,
        _entity,
    ),
    "Query.requestedEntityCounts": Row(
        "query($id: ID!) { requestedEntityCounts(requestId: $id) { count } }",
        OFFICERS,
        _sent,
        _some,
    ),
    "Query.requestPreview": Row(
        "query($id: ID!) { requestPreview(requestId: $id) { named willGet } }", OFFICERS, _draft
    ),
    "Query.entitiesFitting": Row(
        "query($id: ID!, $filter: EntityFilter!) "
        "{ entitiesFitting(requestId: $id, filter: $filter) }",
        OFFICERS,
        lambda facts: {"id": facts.requested.draft, "filter": {}},
    ),
    "Query.requestableProfiles": Row(
        "query($id: ID!) { requestableProfiles(authorityId: $id) { id } }", OFFICERS, _authority
    ),
    "Query.receivedRequests": Row(
        "query($id: ID!) { receivedRequests(operatorId: $id) { caseId } }",
        OWN,
        of("id", lambda facts: facts.world.grid),
        _holds(lambda facts: facts.requested.received),
    ),
    "Query.receivedRequest": Row(
        "query($id: ID!) { receivedRequest(caseId: $id) { caseId title purpose } }",
        OWN,
        _received,
    ),
    "Query.answers": Row(
        "query($id: ID!) { answers(caseId: $id) { assessmentId } }",
        OWN,
        _received,
        _holds(lambda facts: facts.world.draft),
    ),
}


def _save(facts: Facts) -> dict[str, Any]:
    return {
        "authorityId": facts.world.nis_authority,
        "title": "Next year",
        "purpose": "To see more",
        "legalBasis": "Invented Act, section 3",
        "pointsEssential": ["f"],
        "pointsImportant": ["e"],
        "profileId": NIS2_PROFILE,
        "scopeKind": "ORGANISATION",
        "periodFrom": "2026-01-01",
        "periodUntil": "2026-12-31",
        "dueOn": (today() + timedelta(days=60)).isoformat(),
    }


def _with(request: str, **more: Any) -> Variables:
    return lambda facts: {"id": getattr(facts.requested, request), **more}


MUTATIONS = {
    "Mutation.saveRequest": mutation("saveRequest", "SaveRequestInput", OFFICERS, _save),
    "Mutation.discardRequest": Row(
        "mutation($id: ID!) { discardRequest(id: $id) { __typename } }", OFFICERS, _draft
    ),
    "Mutation.nameEntities": Row(
        "mutation($id: ID!, $ids: [ID!]!) "
        "{ nameEntities(requestId: $id, operatorIds: $ids) { __typename } }",
        OFFICERS,
        lambda facts: {"id": facts.requested.empty, "ids": [facts.world.grid]},
    ),
    "Mutation.nameEntitiesByFilter": Row(
        "mutation($id: ID!, $filter: EntityFilter!) "
        "{ nameEntitiesByFilter(requestId: $id, filter: $filter) { __typename } }",
        OFFICERS,
        lambda facts: {"id": facts.requested.empty, "filter": {"entityType": GRID}},
    ),
    "Mutation.importEntities": Row(
        "mutation($id: ID!, $csv: String!) "
        "{ importEntities(requestId: $id, csv: $csv) { __typename } }",
        OFFICERS,
        lambda facts: {"id": facts.requested.empty, "csv": f"id\n{facts.world.grid}\n"},
    ),
    "Mutation.removeEntities": Row(
        "mutation($id: ID!) { removeEntities(requestId: $id) { __typename } }", OFFICERS, _draft
    ),
    "Mutation.sendRequest": Row(
        "mutation($id: ID!) { sendRequest(id: $id, expectedVersion: 1) { __typename } }",
        OFFICERS,
        _draft,
    ),
    "Mutation.withdrawRequest": Row(
        "mutation($id: ID!, $reason: String!) "
        "{ withdrawRequest(id: $id, expectedVersion: 1, reason: $reason) { __typename } }",
        OFFICERS,
        _with("sent", reason="Asked twice"),
    ),
    "Mutation.extendRequest": Row(
        "mutation($id: ID!, $due: Date!) "
        "{ extendRequest(id: $id, expectedVersion: 1, dueOn: $due) { __typename } }",
        OFFICERS,
        _with("sent", due=(today() + timedelta(days=60)).isoformat()),
    ),
    "Mutation.remindCases": mutation("remindCases", "CaseSelectionInput", OFFICERS, _selected),
    "Mutation.assignCases": Row(
        "mutation($input: CaseSelectionInput!, $officer: ID!) "
        "{ assignCases(input: $input, officerId: $officer) { __typename } }",
        OFFICERS,
        lambda facts: {"input": _selected(facts), "officer": facts.world.officer.actor.id},
    ),
    "Mutation.saveDeskView": mutation(
        "saveDeskView",
        "SaveDeskViewInput",
        OFFICERS,
        lambda facts: {
            "authorityId": facts.world.nis_authority,
            "name": "Late ones",
            "query": [{"name": "overdue", "value": "true"}],
        },
    ),
    "Mutation.removeDeskView": Row(
        "mutation($id: ID!) { removeDeskView(id: $id) { __typename } }",
        OFFICER,
        of("id", lambda facts: facts.requested.own_view),
    ),
    "Mutation.setDefaultDeskView": Row(
        "mutation($authority: ID!, $view: ID!) "
        "{ setDefaultDeskView(authorityId: $authority, viewId: $view) { __typename } }",
        OFFICERS,
        lambda facts: {"authority": facts.world.nis_authority, "view": facts.requested.view},
    ),
    "Mutation.tieAssessment": Row(
        "mutation($id: ID!, $case: ID!) "
        "{ tieAssessment(assessmentId: $id, caseId: $case) { __typename } }",
        COORDINATOR,
        lambda facts: {"id": facts.world.draft, "case": facts.requested.received},
    ),
    "Mutation.untieAssessment": Row(
        "mutation($id: ID!) { untieAssessment(assessmentId: $id) { __typename } }",
        COORDINATOR,
        of("id", lambda facts: facts.requested.tied),
    ),
}
