"""Lock three: every guarded field, as everybody; refusals leave no trace."""

import httpx
import pytest

from nisassess.kit.services import Services
from nisassess.schema import build_schema, guards
from tests.access.callers import AUTHORITIES, EVERYBODY, headers
from tests.access.facts import SAID, Facts, gather
from tests.access.matrix import MATRIX, MUTATIONS, QUERIES
from tests.access.row import Row
from tests.support.api import Answer, ask
from tests.support.rows import differences, everything
from tests.support.world import World

REFUSALS = {"UNAUTHENTICATED", "FORBIDDEN"}
GUARDS = dict(guards(build_schema()))
PUBLIC = [
    name for name in MUTATIONS if GUARDS[name].permission is None and not GUARDS[name].is_account
]


@pytest.fixture
async def facts(world: World, client: httpx.AsyncClient, services: Services) -> Facts:
    return await gather(world, services)


async def call(client: httpx.AsyncClient, row: Row, caller: str, facts: Facts) -> Answer:
    return await ask(client, row.query, headers(facts.world, caller), **row.variables(facts))


def outcome(row: Row, answer: Answer, facts: Facts) -> str:
    """`allowed`, `invisible`, or the code of the refusal."""
    if answer.codes:
        (code,) = answer.codes
        data = answer.body["data"]
        assert data is None or list(data.values()) == [None]
        return code
    return "allowed" if row.shown(answer.data, facts) else "invisible"


def expected(name: str, row: Row, caller: str, facts: Facts) -> str:
    """Whoever holds the permission elsewhere learns only that there is no such thing."""
    if caller in row.allowed:
        return "allowed"
    root = name if name in QUERIES and name.startswith("Query.") else _root(name)
    permission = GUARDS[root].permission
    if permission is None and not GUARDS[root].is_account:
        return "invisible"
    if caller == "anonymous":
        return "UNAUTHENTICATED"
    if caller == "integrator" or permission is None:
        return "FORBIDDEN"
    actor = getattr(facts.world, caller).actor
    return "invisible" if actor.may(permission) else "FORBIDDEN"


def _root(name: str) -> str:
    """The root field through which a row asks for a field below."""
    type_ = name.partition(".")[0]
    return _ROOTS.get(type_, name)


_ROOTS = {
    "Assessment": "Query.assessment",
    "Submission": "Query.submission",
    "Review": "Query.review",
    "ReviewControl": "Query.review",
    "Proceeding": "Query.proceeding",
}


def test_every_guarded_field_has_its_row_in_the_matrix() -> None:
    assert sorted(MATRIX) == sorted(GUARDS)


@pytest.mark.parametrize("name", QUERIES)
async def test_query_shows_its_thing_to_those_allowed_and_to_nobody_else(
    name: str, client: httpx.AsyncClient, facts: Facts, services: Services
) -> None:
    row = QUERIES[name]
    await row.prepare(facts, services)
    strangers = sorted(EVERYBODY - row.allowed)
    before = await everything()
    found = {
        caller: outcome(row, await call(client, row, caller, facts), facts) for caller in strangers
    }
    assert differences(before, await everything()) == {}
    found |= {
        caller: outcome(row, await call(client, row, caller, facts), facts)
        for caller in sorted(row.allowed)
    }
    assert found == {caller: expected(name, row, caller, facts) for caller in sorted(EVERYBODY)}
    # That the authority read a submission is noted for its operator.
    assert set(differences(before, await everything())) <= {"reading"}


@pytest.mark.parametrize("name", MUTATIONS)
async def test_mutation_by_those_not_allowed_is_refused_and_changes_nothing(
    name: str, client: httpx.AsyncClient, facts: Facts, services: Services
) -> None:
    row = MUTATIONS[name]
    await row.prepare(facts, services)
    strangers = sorted(EVERYBODY - row.allowed)
    before = await everything()
    found = {
        caller: outcome(row, await call(client, row, caller, facts), facts) for caller in strangers
    }
    assert found == {caller: expected(name, row, caller, facts) for caller in strangers}
    assert differences(before, await everything()) == {}


@pytest.mark.parametrize(
    ("name", "caller"),
    [
        (name, caller)
        for name, row in MUTATIONS.items()
        if name not in PUBLIC
        for caller in sorted(row.acting or row.allowed)
    ],
)
async def test_mutation_by_somebody_allowed_acts_and_is_on_record(
    name: str, caller: str, client: httpx.AsyncClient, facts: Facts, services: Services
) -> None:
    row = MUTATIONS[name]
    await row.prepare(facts, services)
    before = await everything()
    assert outcome(row, await call(client, row, caller, facts), facts) == "allowed"
    changed = differences(before, await everything())
    assert changed["audit_entry"] >= 1
    assert len(changed) >= 2


@pytest.mark.parametrize("name", PUBLIC)
async def test_public_mutation_answers_everybody(
    name: str, client: httpx.AsyncClient, facts: Facts
) -> None:
    row = MUTATIONS[name]
    callers = sorted(row.allowed)
    found = {
        caller: outcome(row, await call(client, row, caller, facts), facts) for caller in callers
    }
    assert found == dict.fromkeys(EVERYBODY, "allowed")


@pytest.mark.parametrize("caller", sorted(AUTHORITIES | {"administrator"}))
async def test_drafts_are_in_no_answer_to_an_authority_or_an_administrator(
    caller: str, client: httpx.AsyncClient, facts: Facts
) -> None:
    world = facts.world
    answers = [await call(client, row, caller, facts) for row in QUERIES.values()]
    told = "".join(str(answer.body) for answer in answers)
    secrets = [world.draft, world.approved, world.other_draft, world.carried, world.evidence]
    assert [secret for secret in secrets if secret in told] == []
    assert "Office IT" not in told
    assert SAID not in told
    assert "'DRAFT'" not in told
    assert "'APPROVED'" not in told
