"""A consultant: of the discussion, the stream and the colleagues, what is assigned and no more.

The world's consultant is assigned the first control of the draft, in its first part.
"""

from typing import Any

import pytest
from starlette.applications import Starlette

from nisassess.assessments import service as assessments
from nisassess.assessments.types import Key
from nisassess.discussions.hub import Hub
from nisassess.kit.database import Database, execute
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from tests.discussions.conftest import Place
from tests.discussions.streams import opened
from tests.discussions.talk import Talk
from tests.support.world import Person, World


async def explain(
    services: Services, person: Person, place: Place, control: str, part: str, *, version: int = 0
) -> None:
    await assessments.save_statement(
        services.get(Database),
        person.actor,
        Key(place.assessment, part, control),
        justification=f"Version {version + 1}",
        not_applicable=False,
        not_applicable_reason=None,
        expected=version,
    )


async def test_threads_in_sight_are_those_of_what_is_assigned(
    world: World, place: Place, talk: Talk
) -> None:
    async def start(control: str, part: str | None) -> str:
        thread = await talk.start(
            world.contributor, place.assessment, control, "Secret", partId=part
        )
        return str(thread["id"])

    whole = await start(place.control, None)
    own = await start(place.control, place.part)
    hidden = [
        await start(place.control, place.other_part),
        await start(place.other_control, None),
        await start(place.other_control, place.part),
    ]

    seen = await talk.threads(world.consultant, place.assessment)
    assert [one["id"] for one in seen] == [own, whole]
    assert await talk.counts(world.consultant, place.assessment) == [
        {"controlId": place.control, "open": 2, "unread": 2}
    ]
    for id_ in hidden:
        for name, more in (("replyToThread", {"text": "Hello"}), ("resolveThread", {})):
            answer = await talk.act(world.consultant, name, threadId=id_, **more)
            assert answer["__typename"] == "NotFoundProblem", name
        answer = await talk.read(world.consultant, (id_, 1))
        assert answer["__typename"] == "NotFoundProblem"
    assert await talk.threads(world.consultant, world.submitted) is None
    assert await talk.threads(world.consultant, world.carried) is None


@pytest.mark.parametrize("where", ["control", "part", "assessment"])
async def test_thread_outside_of_what_is_assigned_cannot_be_started(
    where: str, world: World, place: Place, talk: Talk
) -> None:
    given = {"assessmentId": place.assessment, "controlId": place.control, "text": "Hello"}
    given |= {
        "control": {"controlId": place.other_control},
        "part": {"partId": place.other_part},
        "assessment": {"assessmentId": world.carried},
    }[where]
    answer = await talk.act(world.consultant, "startThread", **given)
    assert answer["__typename"] == "NotFoundProblem"


async def test_consultant_is_mentioned_only_where_the_assignment_reaches(
    world: World, place: Place, talk: Talk
) -> None:
    text = f"@{{{world.consultant.actor.id}}} please look"

    async def mention(control: str, **more: Any) -> str:
        given = {"assessmentId": place.assessment, "controlId": control, "text": text, **more}
        answer = await talk.act(world.contributor, "startThread", **given)
        issues = answer.get("issues")
        return str(issues[0]["code"] if issues else answer["__typename"])

    assert await mention(place.control) == "ThreadSaved"
    assert await mention(place.control, partId=place.part) == "ThreadSaved"
    assert await mention(place.control, partId=place.other_part) == "cannot_see"
    assert await mention(place.other_control) == "cannot_see"
    await execute("UPDATE assignment SET access_until = '2020-01-01'")
    assert await mention(place.control) == "cannot_see"


async def test_consultant_finds_coordinators_and_who_wrote_there_and_not_everybody(
    world: World, place: Place, talk: Talk
) -> None:
    async def found() -> list[str]:
        return [one["name"] for one in await talk.mentionable(world.consultant, place, "")]

    assert await found() == ["Carl Coulomb"]
    await talk.start(world.approver, place.assessment, place.other_control, "Elsewhere")
    assert await found() == ["Carl Coulomb"]
    await talk.start(world.contributor, place.assessment, place.control, "Here")
    assert await found() == ["Ada Ampère", "Carl Coulomb"]


async def test_stream_tells_a_consultant_of_no_other_place_and_nobody_who_is_there(
    app: Starlette, services: Services, world: World, place: Place, talk: Talk
) -> None:
    path = f"/assessments/{place.assessment}/events"
    elsewhere = f"{path}?control={place.other_control}&part={place.part}"
    here = f"{path}?control={place.control}&part={place.part}"
    async with (
        opened(app, elsewhere, world.contributor.bearer),
        opened(app, here, world.coordinator.bearer),
        opened(app, path, world.approver.bearer),
        opened(app, here, world.consultant.bearer) as stream,
    ):
        (one,) = (await stream.next("presence")).data["people"]
        assert (one["name"], one["controlId"]) == ("Carl Coulomb", place.control)
        await explain(services, world.contributor, place, place.other_control, place.part)
        await explain(services, world.contributor, place, place.control, place.other_part)
        await talk.start(world.contributor, place.assessment, place.other_control, "Secret")
        await talk.start(world.contributor, place.assessment, place.control, "Yours")
        told = await stream.next()
        assert (told.name, told.data["controlId"]) == ("discussed", place.control)
        await explain(services, world.contributor, place, place.control, place.part, version=1)
        told = await stream.next("changed")
        assert [one["controlId"] for one in told.data["changes"]] == [place.control]


async def test_place_that_a_consultant_may_not_see_is_not_told_as_its_place(
    app: Starlette, world: World, place: Place
) -> None:
    odd = f"/assessments/{place.assessment}/events?control={place.other_control}"
    async with (
        opened(app, odd, world.consultant.bearer),
        opened(app, f"/assessments/{place.assessment}/events", world.approver.bearer) as stream,
    ):
        (one,) = (await stream.next("presence")).data["people"]
        assert one["controlId"] is None


async def test_consultant_whose_assignment_ends_loses_the_stream(
    app: Starlette, services: Services, settings: Settings, world: World, place: Place
) -> None:
    services.add(settings.model_copy(update={"live_check_seconds": 0.05}))
    path = f"/assessments/{place.assessment}/events?control={place.control}"
    async with opened(app, path, world.consultant.bearer) as stream:
        await stream.next("beat")
        await execute("DELETE FROM assignment")
        await stream.next("bye")
    assert services.get(Hub).here() == {}


async def test_stream_tells_a_consultant_neither_how_much_is_done_nor_how_it_stands(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    path = f"/assessments/{place.assessment}/events"
    for version in range(3):
        await explain(
            services, world.contributor, place, place.other_control, place.part, version=version
        )
    async with (
        opened(app, path, world.contributor.bearer) as whole,
        opened(app, path, world.consultant.bearer) as stream,
    ):
        assert (await whole.next("hello")).data["revision"] > 3
        hello = await stream.next("hello")
        assert hello.data == {"revision": 1}
        assert hello.mark is not None
        assert "draft" not in hello.mark
        await explain(services, world.contributor, place, place.control, place.part, version=1)
        assert (await whole.next("changed")).data["revision"] > 4
        assert (await stream.next("changed")).data["revision"] is None
    async with opened(app, f"{path}?since={hello.mark}", world.consultant.bearer) as stream:
        assert (await stream.next("hello")).mark != hello.mark
        await stream.next("resync")


async def test_thread_of_a_part_that_is_gone_comes_into_no_other_sight(
    app: Starlette, world: World, place: Place, talk: Talk
) -> None:
    async def start(part: str | None) -> str:
        thread = await talk.start(
            world.contributor, place.assessment, place.control, "Here", partId=part
        )
        return str(thread["id"])

    hidden, whole = await start(place.other_part), await start(None)
    await talk.get(
        world.coordinator,
        "mutation($a: ID!, $p: ID!) { removePart(assessmentId: $a, partId: $p) { __typename } }",
        a=place.assessment,
        p=place.other_part,
    )

    seen = await talk.threads(world.contributor, place.assessment)
    assert [one["id"] for one in seen] == [whole, hidden]
    seen = await talk.threads(world.consultant, place.assessment)
    assert [one["id"] for one in seen] == [whole]
    assert await talk.counts(world.consultant, place.assessment) == [
        {"controlId": place.control, "open": 1, "unread": 1}
    ]
    answer = await talk.act(world.consultant, "replyToThread", threadId=hidden, text="Hello")
    assert answer["__typename"] == "NotFoundProblem"
    mention = {"threadId": hidden, "text": f"@{{{world.consultant.actor.id}}} look"}
    answer = await talk.act(world.contributor, "replyToThread", **mention)
    assert answer["__typename"] == "ValidationProblem"
    path = f"/assessments/{place.assessment}/events"
    async with opened(app, path, world.consultant.bearer) as stream:
        await stream.next("hello")
        for id_ in (hidden, whole):
            await talk.act(world.contributor, "replyToThread", threadId=id_, text="More")
        assert (await stream.next("discussed")).data["threadId"] == whole
