"""Several editors on one control at the same moment: every acknowledged save is in the history
exactly once, and what stands there last is what was acknowledged last."""

import asyncio
import random
from typing import Any

import httpx
import orjson
import pytest

from nisassess.kit.database import fetch
from tests.discussions.conftest import Place
from tests.support.api import ask
from tests.support.world import Person, World

SAVES = 12
"""Acknowledged saves of each editor."""
_STATEMENT = """mutation($input: SaveStatementInput!) { saveStatement(input: $input) {
    __typename ... on StatementSaved { statement { version justification } }
    ... on StatementConflict { current { version justification } } } }"""
_RESPONSE = """mutation($input: SaveResponseInput!) { saveResponse(input: $input) {
    __typename ... on ResponseSaved { response { version value } }
    ... on ResponseConflict { current { version value } } } }"""
_FINAL = """query($id: ID!, $control: ID!) { assessment(id: $id) { revision
    statements(controlId: $control) { partId version justification updatedBy } } }"""


class Editor:
    """Somebody who saves, is told of conflicts, takes in what stands there, and saves again."""

    def __init__(self, client: httpx.AsyncClient, person: Person, place: Place, name: str) -> None:
        self._client = client
        self._person = person
        self._place = place
        self._name = name
        self.acknowledged: list[tuple[int, str]] = []
        self.conflicts = 0

    async def work(self) -> None:
        version = 0
        pauses = random.Random(self._name)
        while len(self.acknowledged) < SAVES:
            text = f"{self._name} {len(self.acknowledged)}"
            found = await self._save(text, version)
            if found["__typename"] == "StatementSaved":
                version = found["statement"]["version"]
                self.acknowledged.append((version, text))
            else:
                assert found["__typename"] == "StatementConflict", found
                self.conflicts += 1
                version = found["current"]["version"]
            await asyncio.sleep(pauses.random() / 500)

    async def _save(self, text: str, version: int) -> Any:
        given = {
            "assessmentId": self._place.assessment,
            "partId": self._place.part,
            "controlId": self._place.other_control,
            "justification": text,
            "notApplicable": False,
            "expectedVersion": version,
        }
        answer = await ask(self._client, _STATEMENT, self._person.bearer, input=given)
        return answer.data["saveStatement"]


@pytest.mark.parametrize("count", [2, 5])
async def test_of_editors_under_load_no_acknowledged_save_is_lost_or_doubled(
    count: int, client: httpx.AsyncClient, world: World, place: Place
) -> None:
    people = [world.contributor, world.coordinator] * 3
    editors = [
        Editor(client, person, place, f"Editor {number}")
        for number, person in enumerate(people[:count])
    ]
    await asyncio.gather(*(editor.work() for editor in editors))

    acknowledged = sorted(one for editor in editors for one in editor.acknowledged)
    assert [version for version, _ in acknowledged] == list(range(1, count * SAVES + 1))
    assert sum(editor.conflicts for editor in editors) > 0  # they were in each other's way
    rows = await fetch(
        "SELECT version, value FROM change WHERE assessment_id = $1 AND part_id = $2 "
        "AND control_id = $3 AND kind = 'statement' ORDER BY version",
        place.assessment,
        place.part,
        place.other_control,
    )
    kept = [(row["version"], _justification(row["value"])) for row in rows]
    assert kept == acknowledged
    final = await ask(
        client,
        _FINAL,
        world.approver.bearer,
        id=place.assessment,
        control=place.other_control,
    )
    (statement,) = [
        one for one in final.data["assessment"]["statements"] if one["partId"] == place.part
    ]
    assert (statement["version"], statement["justification"]) == acknowledged[-1]


async def test_one_value_by_many_at_once_has_one_author_and_every_other_a_conflict(
    client: httpx.AsyncClient, world: World, place: Place
) -> None:
    async def save(value: str) -> Any:
        given = {
            "assessmentId": place.assessment,
            "partId": place.part,
            "controlId": place.other_control,
            "questionId": place.question,
            "value": value,
            "expectedVersion": 0,
        }
        answer = await ask(client, _RESPONSE, world.contributor.bearer, input=given)
        return answer.data["saveResponse"]

    answers = await asyncio.gather(*(save(str(1 + number % 3)) for number in range(12)))
    saved = [one for one in answers if one["__typename"] == "ResponseSaved"]
    values = {one["response"]["value"] for one in saved}
    assert len(values) == 1  # whoever said the same was told it is saved: it is
    assert {one["response"]["version"] for one in saved} == {1}
    current = {one["current"]["value"] for one in answers if "current" in one}
    assert current == values
    rows = await fetch(
        "SELECT version FROM change WHERE assessment_id = $1 AND part_id = $2 AND question_id = $3",
        place.assessment,
        place.part,
        place.question,
    )
    assert [row["version"] for row in rows] == [1]


def _justification(value: str) -> str:
    found: str = orjson.loads(value)["justification"]
    return found
