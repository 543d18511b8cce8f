"""An assessment answers a request: the authority learns that it was begun, once, and no more."""

from datetime import date
from typing import Any

import httpx
import pytest

from nisassess.assessments import service as assessments
from nisassess.assessments import tying
from nisassess.kit.clock import today
from nisassess.kit.database import Database, fetch
from nisassess.kit.errors import NotFound, StateRefused, ValidationFailed
from nisassess.kit.services import Services
from nisassess.plugins import PluginRegistry
from nisassess.requests import service
from nisassess.requests.calling import Caller
from nisassess.requests.repository import cases
from nisassess.requests.types import CaseRow, CaseState
from nisassess.submissions import service as submissions
from tests.requests import asking
from tests.support import acts
from tests.support.api import ask
from tests.support.world import NIS2_PROFILE, PASSWORD, World

DESK = """query($id: ID!, $case: ID!) {
    cases(authorityId: $id, first: 100) { edges { node {
        id state openedOn submissionId submittedAt attainment completeness officerName } } }
    case(id: $case) { id state openedOn requestTitle }
    caseCounts(authorityId: $id) { state count overdue } }"""


async def answering(services: Services, world: World, case_id: str, **changes: Any) -> str:
    row = await acts.start(
        services,
        world.coordinator.actor,
        NIS2_PROFILE,
        title="Our secret draft",
        case_id=case_id,
        **changes,
    )
    return row.id


async def case_of(world: World, case_id: str) -> CaseRow:
    row = await cases.seen(world.officer.actor, case_id)
    assert row is not None
    return row


async def test_starting_for_a_request_says_that_it_was_opened_and_nothing_of_the_draft(
    services: Services, world: World, client: httpx.AsyncClient
) -> None:
    _, case_id = await asking.asked(services, world)
    assessment = await answering(services, world, case_id)
    await acts.answer(services, world.contributor.actor, assessment, count=3)
    arguments = {"id": world.nis_authority, "case": case_id}
    answer = await ask(client, DESK, world.officer.cookie, **arguments)
    assert answer.data["case"] == {
        "id": case_id,
        "state": "OPENED",
        "openedOn": today().isoformat(),
        "requestTitle": "Before winter",
    }
    for secret in (assessment, "Our secret draft", world.contributor.actor.name):
        assert secret not in str(answer.body)
    for form in ("csv", "jsonl"):
        file = await client.get(f"/desk/cases.{form}", headers=world.officer.cookie)
        assert case_id in file.text
        assert assessment not in file.text
        assert "Our secret draft" not in file.text


async def test_discarding_or_untying_tells_the_authority_nothing(
    services: Services, world: World
) -> None:
    _, case_id = await asking.asked(services, world)
    first = await answering(services, world, case_id)
    before = await case_of(world, case_id)
    await assessments.discard(services.get(Database), world.coordinator.actor, first)
    assert await case_of(world, case_id) == before
    second = await answering(services, world, case_id)
    await tying.untie(services.get(Database), world.coordinator.actor, second)
    assert await case_of(world, case_id) == before


async def test_a_request_is_answered_by_one_open_assessment_at_a_time(
    services: Services, world: World
) -> None:
    _, case_id = await asking.asked(services, world)
    first = await answering(services, world, case_id)
    with pytest.raises(StateRefused) as told:
        await answering(services, world, case_id)
    assert told.value.code == "answered_by_another"
    database, coordinator = services.get(Database), world.coordinator.actor
    with pytest.raises(StateRefused):
        await tying.tie(database, coordinator, world.draft, case_id)
    await tying.untie(database, coordinator, first)
    tied = await tying.tie(database, coordinator, world.draft, case_id)
    assert tied.case_id == case_id


async def test_an_answer_asks_what_the_request_asks(services: Services, world: World) -> None:
    _, case_id = await asking.asked(services, world)
    year = today().year
    with pytest.raises(ValidationFailed) as told:
        await answering(services, world, case_id, period_from=date(year - 1, 1, 1))
    assert [one.path for one in told.value.issues] == ["periodFrom"]
    with pytest.raises(ValidationFailed) as told:
        await acts.start(
            services, world.coordinator.actor, "small-operators", title="Other", case_id=case_id
        )
    assert "profileId" in [one.path for one in told.value.issues]


async def test_nobody_answers_a_request_to_another_operator(
    services: Services, world: World
) -> None:
    _, case_id = await asking.asked(services, world)
    with pytest.raises(NotFound):
        await acts.start(
            services, world.other_coordinator.actor, NIS2_PROFILE, title="Ours", case_id=case_id
        )
    with pytest.raises(NotFound):
        await tying.tie(
            services.get(Database), world.other_coordinator.actor, world.other_draft, case_id
        )
    assert (await case_of(world, case_id)).state is CaseState.REQUESTED


async def test_submitting_an_answer_moves_its_case_and_goes_to_who_asked(
    services: Services, world: World
) -> None:
    _, case_id = await asking.asked(services, world)
    assessment = await answering(services, world, case_id)
    await acts.answer(services, world.contributor.actor, assessment)
    await acts.approve(services, world.approver.actor, assessment)
    found = await submissions.addressees(
        world.signatory.actor, services.get(PluginRegistry), assessment
    )
    assert [one.id for one in found or ()] == [world.nis_authority]
    submission = await acts.submit(
        services, world.signatory.actor, assessment, world.nis_authority, PASSWORD
    )
    case = await case_of(world, case_id)
    assert case.state is CaseState.SUBMITTED
    assert case.submission_id == submission.id
    assert (case.completeness, case.attainment) == (
        submission.completeness,
        submission.attainment,
    )
    with pytest.raises(StateRefused, match="answered"):
        await answering(services, world, case_id)


async def test_voluntary_submission_has_a_case_of_its_own(services: Services, world: World) -> None:
    case = await cases.of_submission(world.officer.actor, world.submission)
    assert case is not None
    assert (case.request_id, case.state) == (None, CaseState.SUBMITTED)
    assert await cases.of_submission(world.other_officer.actor, world.submission) is None


async def test_answer_to_a_withdrawn_request_is_submitted_as_voluntary(
    services: Services, world: World
) -> None:
    sent, case_id = await asking.asked(services, world)
    assessment = await answering(services, world, case_id)
    caller = services.get(Caller)
    await service.withdraw(caller, world.officer.actor, sent.id, sent.version, "Too early")
    await caller.settle()
    await acts.answer(services, world.contributor.actor, assessment)
    await acts.approve(services, world.approver.actor, assessment)
    submission = await acts.submit(
        services, world.signatory.actor, assessment, world.nis_authority, PASSWORD
    )
    own = await cases.of_submission(world.officer.actor, submission.id)
    assert own is not None
    assert (own.id == case_id, own.request_id) == (False, None)
    assert (await case_of(world, case_id)).state is CaseState.WITHDRAWN
    (row,) = await fetch("SELECT case_id FROM assessment WHERE id = $1", assessment)
    assert row["case_id"] == own.id
