"""The live stream: what it tells, to whom, and when it ends."""

import asyncio
from typing import Any

import pytest
from starlette.applications import Starlette

from nisassess.assessments import service as assessments
from nisassess.assessments.types import Key
from nisassess.discussions.hub import MOST_PER_PERSON, MOST_WAITING, Hub
from nisassess.discussions.live_types import Happening, HappeningKind
from nisassess.kit.clock import now
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from tests.discussions.conftest import Place
from tests.discussions.streams import Stream, opened
from tests.discussions.talk import Talk
from tests.support import acts
from tests.support.world import PASSWORD, Person, World


def path(place: Place, more: str = "") -> str:
    return f"/assessments/{place.assessment}/events{more}"


async def save(services: Services, person: Person, place: Place, value: str, version: int) -> None:
    key = Key(place.assessment, place.part, place.other_control, place.question)
    await assessments.save_response(services.get(Database), person.actor, key, value, version)


async def test_saved_answer_is_told_by_name_and_version_and_never_by_value(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    async with opened(app, path(place), world.approver.bearer) as stream:
        hello = await stream.next("hello")
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        await save(services, world.contributor, place, "2", 0)
        told = await stream.next("changed")

    assert told.data == {
        "by": {"id": world.contributor.actor.id, "name": "Ada Ampère"},
        "revision": hello.data["revision"] + 1,
        "many": False,
        "changes": [
            {
                "kind": "response",
                "controlId": place.other_control,
                "partId": place.part,
                "questionId": place.question,
                "version": 1,
            }
        ],
    }


async def test_comment_is_told_by_place_and_never_by_its_words(
    app: Starlette, world: World, place: Place, talk: Talk
) -> None:
    async with opened(app, path(place), world.approver.bearer) as stream:
        await stream.next("presence")
        thread = await talk.start(world.contributor, place.assessment, place.control, "Hello")
        told = await stream.next()
    assert (told.name, told.data) == (
        "discussed",
        {
            "by": {"id": world.contributor.actor.id, "name": "Ada Ampère"},
            "controlId": place.control,
            "partId": None,
            "threadId": thread["id"],
        },
    )


async def test_approval_its_lapse_and_the_submission_are_told(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    here = f"/assessments/{world.approved}/events"
    async with opened(app, here, world.contributor.bearer) as stream:
        await stream.next("presence")
        await acts.explain(services, world.contributor.actor, world.approved)
        names = [(await stream.next()).name for _ in range(3)]
        assert names == ["changed", "decided", "changed"]
        await acts.approve(services, world.approver.actor, world.approved)
        assert (await stream.next()).name == "decided"
        await acts.submit(
            services, world.signatory.actor, world.approved, world.nis_authority, PASSWORD
        )
        assert (await stream.next()).name == "submitted"


async def test_write_that_fails_tells_nothing(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    await save(services, world.contributor, place, "2", 0)
    async with opened(app, path(place), world.approver.bearer) as stream:
        await stream.next("presence")
        with pytest.raises(Exception, match="Somebody else changed this"):
            await save(services, world.coordinator, place, "1", 0)
        await save(services, world.coordinator, place, "1", 1)
        assert (await stream.next()).data["changes"][0]["version"] == 2


async def test_other_assessments_tell_nothing_here(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    async with opened(app, path(place), world.approver.bearer) as stream:
        await stream.next("presence")
        await acts.answer(services, world.other_coordinator.actor, world.other_draft, count=0)
        await acts.explain(services, world.contributor.actor, world.carried)
        await save(services, world.contributor, place, "2", 0)
        told = await stream.next()
        assert told.data["changes"][0]["controlId"] == place.other_control


async def test_who_is_here_is_told_with_place_and_only_of_others(
    app: Starlette, world: World, place: Place
) -> None:
    here = f"?control={place.control}&part={place.part}"
    async with opened(app, path(place, here), world.contributor.bearer) as first:
        assert (await first.next("presence")).data == {"people": []}
        async with opened(app, path(place), world.coordinator.bearer) as second:
            assert (await second.next("presence")).data["people"] == [
                {
                    "id": world.contributor.actor.id,
                    "name": "Ada Ampère",
                    "controlId": place.control,
                    "partId": place.part,
                }
            ]
            joined = (await first.next("presence")).data["people"]
            assert [(one["name"], one["controlId"]) for one in joined] == [("Carl Coulomb", None)]
        assert (await first.next("presence")).data == {"people": []}


async def test_two_windows_of_one_person_are_one_person(
    app: Starlette, world: World, place: Place
) -> None:
    here = path(place, f"?control={place.control}")
    async with (
        opened(app, here, world.contributor.bearer),
        opened(app, here, world.contributor.bearer),
        opened(app, here, world.approver.bearer) as third,
    ):
        people = (await third.next("presence")).data["people"]
        assert [one["name"] for one in people] == ["Ada Ampère"]


async def test_bad_place_is_no_place(app: Starlette, world: World, place: Place) -> None:
    odd = path(place, "?control=%00&part=../x")
    async with (
        opened(app, odd, world.contributor.bearer),
        opened(app, path(place), world.approver.bearer) as stream,
    ):
        (one,) = (await stream.next("presence")).data["people"]
        assert (one["controlId"], one["partId"]) == (None, None)


async def test_after_a_pause_a_stream_says_at_once_whether_anything_was_missed(
    app: Starlette, services: Services, world: World, place: Place, talk: Talk
) -> None:
    async def mark(**headers: str) -> tuple[str | None, list[str]]:
        async with opened(app, path(place), {**world.approver.bearer, **headers}) as stream:
            hello = await stream.next("hello")
            await stream.next("presence")
            return hello.mark, [one.name for one in stream.waiting()]

    async def missed(**headers: str) -> bool:
        async with opened(app, path(place), {**world.approver.bearer, **headers}) as stream:
            await stream.next("hello")
            return (await stream.next()).name == "resync"

    first, _ = await mark()
    assert first is not None
    assert not await missed(**{"Last-Event-ID": first})
    await save(services, world.contributor, place, "2", 0)
    assert await missed(**{"Last-Event-ID": first})
    second, _ = await mark()
    assert second is not None
    await talk.start(world.contributor, place.assessment, place.control, "Hello")
    assert await missed(**{"Last-Event-ID": second})
    assert await missed(**{"Last-Event-ID": "\x00 nonsense"})


async def test_revoked_session_loses_the_stream(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    async with opened(app, path(place), world.approver.bearer) as stream:
        await stream.next("presence")
        assert world.approver.actor.session_id is not None
        await execute(
            "UPDATE session SET revoked_at = $1 WHERE id = $2",
            now(),
            world.approver.actor.session_id,
        )
        services.get(Hub).doubt([world.approver.actor.id])
        assert (await stream.next()).name == "bye"
        await asyncio.wait_for(stream.ended.wait(), 5)


async def test_signing_out_ends_the_stream_at_once(
    app: Starlette, services: Services, world: World, place: Place, talk: Talk
) -> None:
    async with opened(app, path(place), world.approver.bearer) as stream:
        await stream.next("presence")
        await talk.get(world.approver, "mutation { signOut { signedOut } }")
        assert (await stream.next()).name == "bye"


async def test_somebody_removed_loses_the_stream_at_the_regular_look(
    app: Starlette, services: Services, settings: Settings, world: World, place: Place
) -> None:
    services.add(settings.model_copy(update={"live_check_seconds": 0.05}))
    async with opened(app, path(place), world.approver.bearer) as stream:
        assert (await stream.next("beat")).mark is not None
        await execute("DELETE FROM membership WHERE person_id = $1", world.approver.actor.id)
        await stream.next("bye")
        await asyncio.wait_for(stream.ended.wait(), 5)


async def test_what_nobody_told_is_found_at_the_regular_look(
    app: Starlette, services: Services, settings: Settings, world: World, place: Place
) -> None:
    """As when another process wrote and could not tell, or on SQLite cannot."""
    services.add(settings.model_copy(update={"live_check_seconds": 0.05}))
    async with opened(app, path(place), world.approver.bearer) as stream:
        await stream.next("beat")
        await execute("UPDATE assessment SET revision = revision + 1")
        await stream.next("resync")


async def test_discarded_assessment_ends_its_streams(
    app: Starlette, world: World, place: Place, talk: Talk
) -> None:
    async with opened(app, path(place), world.approver.bearer) as stream:
        await stream.next("presence")
        await talk.get(
            world.coordinator,
            "mutation($id: ID!) { discardAssessment(assessmentId: $id) { __typename } }",
            id=place.assessment,
        )
        assert (await stream.next("bye")).data == {}


async def test_slow_browser_gets_a_resync_in_place_of_a_growing_queue(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    async with opened(app, path(place), world.approver.bearer) as stream:
        await stream.next("presence")
        many = [
            Happening(place.assessment, HappeningKind.DISCUSSED, thread_id=str(number))
            for number in range(3 * MOST_WAITING)
        ]
        services.get(Hub).publish(many)  # without ever letting the stream send
        names = [(await stream.next()).name for _ in range(MOST_WAITING)]
        assert "resync" in names
        assert stream.waiting() == []


async def test_too_many_streams_of_one_person_are_refused_with_the_reason(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    streams = [opened(app, path(place), world.approver.bearer) for _ in range(MOST_PER_PERSON)]
    open_ones: list[Stream] = [await one.__aenter__() for one in streams]
    for one in open_ones:
        await one.next("hello")
    async with opened(app, path(place), world.approver.bearer) as refused:
        assert refused.status == 429
        assert b"TOO_MANY" in refused.body
    async with opened(app, path(place), world.contributor.bearer) as other:
        assert other.status == 200
    for stream in streams:
        await stream.__aexit__(None, None, None)
    assert services.get(Hub).here() == {}


async def test_nothing_is_kept_of_whoever_went_away(
    app: Starlette, services: Services, world: World, place: Place
) -> None:
    for _ in range(3):
        async with opened(app, path(place), world.approver.bearer) as stream:
            await stream.next("hello")
    assert services.get(Hub).here() == {}


async def test_asking_for_the_headers_alone_opens_nothing(
    client: Any, services: Services, world: World, place: Place
) -> None:
    answer = await client.head(path(place), headers=world.approver.bearer)
    assert answer.status_code == 200
    assert services.get(Hub).here() == {}


async def test_listener_that_fails_loses_no_answer(
    services: Services, world: World, place: Place
) -> None:
    def stumbling(told: Any) -> None:
        raise RuntimeError

    services.get(Database).listen(stumbling)
    for version, value in enumerate(("2", "1", "2")):
        await save(services, world.contributor, place, value, version)
    (row,) = await fetch(
        "SELECT version FROM response "
        "WHERE assessment_id = $1 AND part_id = $2 AND question_id = $3",
        place.assessment,
        place.part,
        place.question,
    )
    assert row["version"] == 3
