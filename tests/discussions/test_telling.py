"""Who is told of a comment: those who are mentioned, and those who wrote in the thread."""

from typing import Any

from nisassess.kit.database import fetch
from tests.discussions.conftest import Place
from tests.discussions.talk import Talk
from tests.support.world import Person, World


async def notices(world: World) -> list[tuple[str, str]]:
    """Kind and recipient of each notice of a discussion, oldest first."""
    names = {
        getattr(world, who).actor.id: who
        for who in ("contributor", "coordinator", "approver", "signatory", "consultant")
    }
    rows = await fetch(
        "SELECT kind, person_id FROM notice WHERE kind IN ('mentioned', 'replied') ORDER BY id"
    )
    return [(row["kind"], names[row["person_id"]]) for row in rows]


def at(person: Person) -> str:
    return f"@{{{person.actor.id}}}"


async def test_mention_tells_whom_it_names_and_where_and_none_of_the_words(
    world: World, place: Place, talk: Talk
) -> None:
    text = f"{at(world.approver)} and {at(world.contributor)}: Zitronenfalter"
    thread = await talk.start(
        world.contributor, place.assessment, place.control, text, partId=place.part
    )

    assert await notices(world) == [("mentioned", "approver")]  # nobody is told of oneself
    (row,) = await fetch("SELECT * FROM notice WHERE kind = 'mentioned'")
    assert row["path"] == (
        f"/assessments/{place.assessment}/controls/{place.control}"
        f"?thread={thread['id']}&part={place.part}"
    )
    assert "Zitronenfalter" not in str(dict(row))


async def test_reply_tells_those_who_wrote_before_and_each_once(
    world: World, place: Place, talk: Talk
) -> None:
    thread = await talk.start(world.contributor, place.assessment, place.control, "One")
    await talk.reply(world.coordinator, thread, "Two")
    await talk.reply(world.approver, thread, f"{at(world.coordinator)} three")

    assert sorted(await notices(world)) == [
        ("mentioned", "coordinator"),
        ("replied", "contributor"),
        ("replied", "contributor"),
    ]


async def test_edit_tells_only_whom_it_newly_mentions(
    world: World, place: Place, talk: Talk
) -> None:
    thread = await talk.start(
        world.contributor, place.assessment, place.control, f"{at(world.approver)} look"
    )
    given: dict[str, Any] = {"commentId": thread["comments"][0]["id"], "expectedVersion": 1}
    await talk.act(
        world.contributor,
        "editComment",
        text=f"{at(world.approver)} and {at(world.signatory)} look",
        **given,
    )
    assert await notices(world) == [("mentioned", "approver"), ("mentioned", "signatory")]


async def test_refused_comment_tells_nobody(world: World, place: Place, talk: Talk) -> None:
    answer = await talk.act(
        world.contributor,
        "startThread",
        assessmentId=place.assessment,
        controlId=place.control,
        text=f"{at(world.approver)} {at(world.officer)}",
    )
    assert answer["__typename"] == "ValidationProblem"
    assert await notices(world) == []
