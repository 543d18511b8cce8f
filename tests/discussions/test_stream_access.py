"""Who is let onto the live stream, as everybody; a refusal is as of an assessment that is not."""

import pytest
from starlette.applications import Starlette

from tests.access.callers import EVERYBODY, LIMITED, OWN, headers
from tests.discussions.conftest import Place
from tests.discussions.streams import opened
from tests.support.rows import differences, everything
from tests.support.world import World


@pytest.mark.parametrize("caller", sorted(EVERYBODY))
async def test_stream_is_open_to_the_operators_people_alone(
    caller: str, app: Starlette, world: World, place: Place
) -> None:
    before = await everything()
    path = f"/assessments/{place.assessment}/events"
    async with opened(app, path, headers(world, caller)) as stream:
        if caller in OWN | LIMITED:
            assert stream.status == 200
            await stream.next("hello")
        else:
            assert stream.status in ({401} if caller == "anonymous" else {403, 404})
            assert place.control.encode() not in stream.body
    assert differences(before, await everything()) == {}


@pytest.mark.parametrize("caller", ["other_coordinator", "contributor"])
async def test_stream_of_what_is_not_ones_own_is_as_of_one_that_never_was(
    caller: str, app: Starlette, world: World
) -> None:
    theirs = world.draft if caller == "other_coordinator" else world.other_draft
    found = []
    for id_ in (theirs, theirs[:-4] + "zzzz", "x"):
        async with opened(app, f"/assessments/{id_}/events", headers(world, caller)) as stream:
            found.append((stream.status, stream.body))
    assert found == [found[0]] * 3
    assert found[0][0] == 404
