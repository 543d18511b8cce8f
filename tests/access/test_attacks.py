"""Ways around the approval, the limits and the connection that were tried once, and stay shut."""

import sqlite3
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date

import httpx
import pytest

from nisassess.assessments import attaching
from nisassess.assessments.repository import reads
from nisassess.assessments.types import AssessmentState, Key
from nisassess.evidence.service import EvidenceService, describe_file
from nisassess.evidence.types import PushPlace
from nisassess.identity import repository as identity
from nisassess.identity.secrets import secret_hash
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.errors import StateRefused, ValidationFailed
from nisassess.kit.services import Services
from nisassess.kit.sqlite_backend import PRAGMAS
from nisassess.operators import service as operators
from nisassess.operators.types import OperatorChange
from nisassess.plugins import PluginRegistry
from nisassess.submissions.service import check_filter
from nisassess.submissions.types import SubmissionFilter
from tests.support import acts
from tests.support.databases import on_postgres
from tests.support.world import PASSWORD, World


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def test_a_repeated_push_that_takes_evidence_off_lapses_the_approval(
    services: Services, world: World
) -> None:
    evidence, database = services.get(EvidenceService), services.get(Database)
    token = await identity.actor_of_token(secret_hash(world.integrator_token))
    assert token is not None
    person, assessment = world.contributor.actor, world.approved
    profile, parts = await acts.content(person, assessment)
    control = next(iter(profile.controls))
    place = PushPlace(world.grid, control, "ci/scan", assessment=assessment)
    described = describe_file("scan.txt", None, None, None)
    first = await evidence.push(token, place, described, _bytes(b"the bad scan"))
    await evidence.push(token, place, described, _bytes(b"the clean scan"))
    key = Key(assessment, parts[0].id, control)
    await attaching.attach(database, person, key, first.evidence.id)
    await acts.approve(services, world.approver.actor, assessment)

    await evidence.push(token, place, described, _bytes(b"the clean scan"))

    row = await acts.seen(person, assessment)
    attached = [one.evidence.id for one in await reads.evidence(row)]
    assert row.state is AssessmentState.DRAFT
    assert first.evidence.id not in attached
    kept = await fetch(
        "SELECT value FROM change WHERE assessment_id = $1 ORDER BY id DESC LIMIT 1", assessment
    )
    assert first.evidence.id in kept[0]["value"]


async def test_details_changed_after_the_approval_stop_the_release(
    services: Services, world: World
) -> None:
    registry = services.get(PluginRegistry)
    coordinator = world.coordinator.actor
    await acts.approve(services, world.approver.actor, world.approved)
    row = await operators.operator(coordinator, registry, world.grid)
    assert row is not None
    renamed = replace(row.details, name="Another Name GmbH")
    change = OperatorChange(world.grid, row.version, renamed)
    await operators.update_operator(services.get(Database), coordinator, registry, change)

    with pytest.raises(StateRefused, match="details changed after") as refused:
        await acts.submit(
            services, world.signatory.actor, world.approved, world.nis_authority, PASSWORD
        )

    assert refused.value.code == "operator_changed"


async def test_repeated_introspection_is_too_complex(client: httpx.AsyncClient) -> None:
    types = "{ types { fields { args { name } } } }"
    query = "{" + " ".join(f"a{number}: __schema {types}" for number in range(4)) + "}"

    answer = await client.post("/graphql", json={"query": query})

    assert answer.json()["errors"][0]["extensions"]["code"] == "TOO_COMPLEX"


async def test_a_page_size_given_as_a_float_counts_as_much(client: httpx.AsyncClient) -> None:
    fields = "id number title digest country sector subsector entityType met below pdfUrl"
    lists = " ".join(
        f"a{number}: submissions(first: $n) {{ edges {{ node {{ {fields} }} }} }}"
        for number in range(50)
    )

    answer = await client.post(
        "/graphql",
        json={"query": f"query($n: Int!) {{ {lists} }}", "variables": {"n": 100.0}},
    )

    assert answer.json()["errors"][0]["extensions"]["code"] == "TOO_COMPLEX"


def test_filters_of_no_calendar_and_no_end_are_refused() -> None:
    with pytest.raises(ValidationFailed) as refused:
        check_filter(SubmissionFilter(search="%" * 201, submitted_until=date(9999, 12, 31)))

    assert [issue.path for issue in refused.value.issues] == [
        "filter.search",
        "filter.submittedUntil",
    ]


@pytest.mark.skipif(on_postgres(), reason="about SQLite's one writer")
async def test_a_database_locked_by_another_frees_the_connection_again(
    database: Database,
) -> None:
    assert PRAGMAS["busy_timeout"] == "10000"
    await execute("PRAGMA busy_timeout=200")
    stranger = sqlite3.connect(database.url.removeprefix("sqlite://"), isolation_level=None)
    stranger.execute("BEGIN IMMEDIATE")

    async def work() -> int:
        return await execute("UPDATE person SET name = name")

    with pytest.raises(Exception, match="locked"):
        await database.write(work)
    stranger.execute("ROLLBACK")
    stranger.close()

    assert await fetch("SELECT 1 AS one") == [{"one": 1}]
    await database.write(work)


async def test_the_way_back_through_earlier_submissions_is_no_way_to_millions(
    client: httpx.AsyncClient, world: World
) -> None:
    inside = "earlier { " * 9 + "id" + " }" * 9
    query = f'{{ submission(id: "{world.submission}") {{ {inside} }} }}'

    answer = await client.post("/graphql", json={"query": query}, headers=world.officer.cookie)

    assert answer.json()["errors"][0]["extensions"]["code"] == "TOO_COMPLEX"


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ('bestChange(assessmentId: "{draft}") {{ words }}', 4),
        ('coverage(assessmentId: "{draft}") {{ framework }}', 24),
        ('carryOverPreview(assessmentId: "{draft}", profileId: "p") {{ controlId }}', 49),
        ('mappedControls(assessmentId: "{draft}", controlId: "c") {{ controlId }}', 49),
        ('submissionDifferences(before: "{submission}", after: "{submission}") {{ same }}', 9),
    ],
)
async def test_work_that_takes_long_is_not_asked_for_many_times_at_once(
    client: httpx.AsyncClient, world: World, field: str, most: int
) -> None:
    asked = field.format(draft=world.draft, submission=world.submission)

    async def codes(count: int) -> list[str]:
        query = "{" + " ".join(f"a{number}: {asked}" for number in range(count)) + "}"
        answer = await client.post(
            "/graphql", json={"query": query}, headers=world.coordinator.cookie
        )
        return [error["extensions"]["code"] for error in answer.json().get("errors", [])]

    assert await codes(most) == []
    assert await codes(most + 1) == ["TOO_COMPLEX"]
