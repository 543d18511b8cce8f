"""The explorer's saved examples run as they are, for an officer who has something to see."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.api import ask
from tests.support.world import NIS2_PROFILE, World

EXAMPLES = Path(__file__).parents[2] / "frontend/src/explorer/examples"
VARIABLES: dict[str, dict[str, Any]] = {
    "distribution-of-request": {},
    "weakest-controls": {"first": 20, "filter": {"subsector": "energy.electricity"}},
    "not-applicable-by-reason": {"first": 50},
    "late-cases": {"first": 50},
    "evolution": {"profileId": NIS2_PROFILE},
    "late-measures": {"first": 50},
    "addressed-to-me": {"first": 20},
}


@pytest.mark.parametrize("name", VARIABLES)
async def test_example_answers_an_officer(
    client: httpx.AsyncClient, world: World, name: str
) -> None:
    query = (EXAMPLES / f"{name}.graphql").read_text(encoding="utf-8")
    answer = await ask(client, query, world.officer.cookie, **VARIABLES[name])
    (value,) = answer.data.values()
    assert value is not None
    assert re.search(r"\bquery [A-Z]", query)
