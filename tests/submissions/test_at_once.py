"""Versions and seals when several people act in the same moment."""

import asyncio

from nisassess.submissions import log, repository
from nisassess.submissions.sealing import Sealer
from tests.assessments.world import Company, Office, Stage, rows
from tests.submissions.test_versions import REVISED, revise, submitted


async def test_revised_by_several_at_once_there_is_one_next_version(
    stage: Stage, company: Company, office: Office
) -> None:
    _, first = await submitted(stage, company, office)

    answers = await asyncio.gather(*(revise(stage, company, first) for _ in range(5)))

    kinds = sorted(answer["__typename"] for answer in answers)
    assert kinds == ["RevisionStarted"] + ["StateProblem"] * 4
    assert {answer.get("code") for answer in answers} == {None, "being_revised"}
    assert [row["revises"] for row in await rows("assessment")].count(first) == 1


async def test_strangers_who_ask_at_once_get_one_key_and_change_nothing_else(
    stage: Stage, company: Company
) -> None:
    paths = ["/seal/key.pem", "/seal/head.jws"] * 4

    answers = await asyncio.gather(*(stage.client.get(path) for path in paths))

    assert [answer.status_code for answer in answers] == [200] * 8
    assert len({answer.text for answer in answers[::2]}) == 1
    (key,) = await repository.seal_keys()
    folder = stage.application.services.get(Sealer).keys.folder
    assert [file.stem for file in folder.iterdir()] == [key.id]
    assert await rows("seal_log") == []


async def test_submitted_at_once_the_log_is_one_chain(stage: Stage, office: Office) -> None:
    companies = [await stage.company(), await stage.company("Suedlicht Netz")]

    await asyncio.gather(*(submitted(stage, company, office) for company in companies))

    found = await log.check()
    assert (found.head.position, found.faults) == (2, ())


async def test_authority_revises_nothing_that_it_may_read(
    stage: Stage, company: Company, office: Office
) -> None:
    _, first = await submitted(stage, company, office)
    before = len(await rows("assessment"))

    answer = await stage.client.post(
        "/graphql",
        json={"query": REVISED, "variables": {"id": first}},
        headers=office.officer.headers,
    )

    assert answer.json()["errors"][0]["extensions"]["code"] == "FORBIDDEN"
    assert len(await rows("assessment")) == before
