"""What a team says stays inside: it is in no document, no export, and in no authority's answer."""

import io
import zipfile
from dataclasses import dataclass

import httpx
import pytest
from pypdf import PdfReader

from nisassess.kit.services import Services
from nisassess.submissions import repository as submissions
from tests.access.callers import headers
from tests.access.facts import gather
from tests.access.matrix import MATRIX
from tests.access.routes import ROUTES
from tests.discussions.conftest import Place
from tests.discussions.talk import Talk
from tests.support import acts
from tests.support.api import ask
from tests.support.world import NIS2_PROFILE, PASSWORD, World

SAID = "Zitronenfalter: between us, nobody has tested the restore."
ENDINGS = ("pdf", "json", "oscal.json", "poam.json", "csv", "xlsx")


@dataclass(frozen=True)
class Discussed:
    """An assessment that was discussed before it was submitted, and after."""

    assessment: str
    submission: str


@pytest.fixture
async def discussed(services: Services, world: World, talk: Talk) -> Discussed:
    coordinator = world.coordinator.actor
    started = await acts.start(services, coordinator, NIS2_PROFILE, title="Discussed")
    profile, _ = await acts.content(coordinator, started.id)
    controls = list(profile.controls)
    await acts.answer(services, world.contributor.actor, started.id, missed=(controls[1],))
    for control in controls[:3]:
        await talk.start(world.contributor, started.id, control, SAID)
    await acts.approve(services, world.approver.actor, started.id)
    row = await acts.submit(
        services, world.signatory.actor, started.id, world.nis_authority, PASSWORD
    )
    await talk.start(world.contributor, started.id, controls[0], SAID)
    return Discussed(started.id, row.id)


def holds(content: bytes) -> bool:
    """Whether the words are in a document, packed or not."""
    word = "Zitronenfalter"
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        texts = [page.extract_text() for page in reader.pages]
        attached = [data for files in reader.attachments.values() for data in files]
        return word in "".join(texts) or any(word.encode() in data for data in attached)
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return any(word.encode() in archive.read(name) for name in archive.namelist())
    return word.encode() in content


async def test_no_document_of_a_submission_holds_a_comment(
    client: httpx.AsyncClient, world: World, discussed: Discussed
) -> None:
    for ending in ENDINGS:
        for person in (world.officer, world.coordinator):
            answer = await client.get(
                f"/submissions/{discussed.submission}.{ending}", headers=person.bearer
            )
            assert answer.status_code == 200, ending
            assert len(answer.content) > 500, ending
            assert not holds(answer.content), ending


async def test_the_sealed_results_and_the_workbook_hold_no_comment(
    client: httpx.AsyncClient, world: World, discussed: Discussed
) -> None:
    found = await submissions.sealed_content(discussed.submission)
    assert found is not None
    assert "Zitronenfalter" not in found.document
    workbook = f"/assessments/{discussed.assessment}/workbook.xlsx"
    answer = await client.get(workbook, headers=world.coordinator.bearer)
    assert answer.status_code == 200
    assert not holds(answer.content)


async def test_no_answer_of_the_whole_api_tells_an_outsider_a_word(
    client: httpx.AsyncClient, services: Services, world: World, place: Place, talk: Talk
) -> None:
    facts = await gather(world, services)
    await talk.start(world.contributor, place.assessment, facts.control, SAID)
    await talk.start(world.contributor, world.submitted, facts.control, SAID)
    for caller in ("officer", "other_coordinator", "integrator"):
        for name, row in MATRIX.items():
            answer = await ask(client, row.query, headers(world, caller), **row.variables(facts))
            assert "Zitronenfalter" not in str(answer.body), (caller, name)
        for name, way in ROUTES.items():
            method = name.partition(" ")[0]
            if method != "GET" or way.path(facts).endswith(".pdf"):
                continue
            told = await client.get(way.path(facts), headers=headers(world, caller))
            assert b"Zitronenfalter" not in told.content, (caller, name)


async def test_next_years_assessment_begins_without_what_was_said(
    services: Services, world: World, place: Place, talk: Talk
) -> None:
    await talk.start(world.contributor, world.submitted, place.control, SAID)
    carried = await acts.carry_over(
        services, world.coordinator.actor, world.submitted, NIS2_PROFILE
    )
    assert await talk.threads(world.contributor, carried.id) == []
