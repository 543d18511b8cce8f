"""Threads: start, reply, edit, delete, resolve, mention, read."""

import asyncio
from typing import Any

import pytest

from nisassess.discussions.policy import (
    LONGEST_TEXT,
    MOST_AT_ONCE,
    MOST_ENTRIES,
    MOST_MENTIONS,
    matching,
)
from nisassess.discussions.types import Colleague
from nisassess.kit.database import Database, execute, fetch
from nisassess.kit.ids import new_id
from tests.assessments.statements import counted
from tests.discussions.conftest import Place
from tests.discussions.talk import Talk
from tests.support.rows import rows
from tests.support.world import World


@pytest.fixture
async def thread(world: World, place: Place, talk: Talk) -> Any:
    return await talk.start(
        world.contributor, place.assessment, place.control, "Who keeps the list of systems?"
    )


def said(thread: Any) -> list[tuple[str, str, str]]:
    return [(one["kind"], one["author"]["name"], one["text"]) for one in thread["comments"]]


async def test_thread_is_shown_at_its_control_with_everything_said(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    await talk.reply(world.approver, thread, "Operations.\r\nSince May.  ")

    (found,) = await talk.threads(world.signatory, place.assessment, controlId=place.control)
    assert said(found) == [
        ("COMMENT", "Ada Ampère", "Who keeps the list of systems?"),
        ("COMMENT", "Alma Approver", "Operations.\nSince May."),
    ]
    assert [one["number"] for one in found["comments"]] == [1, 2]
    assert [one["mine"] for one in found["comments"]] == [False, False]
    assert (found["partId"], found["resolvedAt"], found["seen"]) == (None, None, 0)
    assert (
        await talk.threads(world.signatory, place.assessment, controlId=place.other_control) == []
    )


async def test_thread_of_a_part_becomes_one_of_the_control_when_the_part_is_removed(
    world: World, place: Place, talk: Talk
) -> None:
    started = await talk.start(
        world.contributor, place.assessment, place.control, "Here?", partId=place.part
    )
    assert started["partId"] == place.part

    await talk.get(
        world.coordinator,
        "mutation($a: ID!, $p: ID!) { removePart(assessmentId: $a, partId: $p) { __typename } }",
        a=place.assessment,
        p=place.part,
    )

    (found,) = await talk.threads(world.contributor, place.assessment)
    assert (found["id"], found["partId"]) == (started["id"], None)


async def test_edited_comment_keeps_what_it_said_before(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    (comment,) = thread["comments"]
    for version, text in ((1, "Who keeps the list?"), (2, "Who keeps it?")):
        await talk.act(
            world.contributor,
            "editComment",
            commentId=comment["id"],
            text=text,
            expectedVersion=version,
        )

    (found,) = await talk.threads(world.approver, place.assessment)
    (edited,) = found["comments"]
    assert (edited["text"], edited["version"]) == ("Who keeps it?", 3)
    assert edited["editedAt"] > edited["writtenAt"]
    query = "query($id: ID!) { commentVersions(commentId: $id) { version text } }"
    assert await talk.get(world.approver, query, id=comment["id"]) == {
        "commentVersions": [
            {"version": 1, "text": "Who keeps the list of systems?"},
            {"version": 2, "text": "Who keeps the list?"},
        ]
    }


async def test_comment_edited_in_two_windows_is_a_conflict_with_what_stands_there(
    world: World, talk: Talk, thread: Any
) -> None:
    (comment,) = thread["comments"]
    given = {"commentId": comment["id"], "expectedVersion": 1}
    answers = await asyncio.gather(
        *(talk.act(world.contributor, "editComment", text=f"Text {n}", **given) for n in range(5))
    )

    kinds = sorted(one["__typename"] for one in answers)
    assert kinds == ["CommentConflict"] * 4 + ["ThreadSaved"]
    (saved,) = [one for one in answers if one["__typename"] == "ThreadSaved"]
    current = {one["current"]["text"] for one in answers if one["__typename"] == "CommentConflict"}
    assert current == {saved["thread"]["comments"][0]["text"]}


async def test_deleted_comment_leaves_a_tombstone_and_none_of_its_words(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    (comment,) = thread["comments"]
    await talk.act(
        world.contributor, "editComment", commentId=comment["id"], text="Well", expectedVersion=1
    )
    answer = await talk.act(
        world.contributor, "deleteComment", commentId=comment["id"], expectedVersion=2
    )

    (left,) = answer["thread"]["comments"]
    assert (left["text"], left["author"]["name"]) == ("", "Ada Ampère")
    assert left["deletedAt"] is not None
    assert await rows("comment_version") == []
    stored = str([await rows(table) for table in ("comment", "audit_entry")])
    assert "list of systems" not in stored
    assert "Well" not in stored
    again = await talk.act(
        world.contributor, "editComment", commentId=comment["id"], text="No", expectedVersion=3
    )
    assert again["code"] == "deleted"


@pytest.mark.parametrize("name", ["editComment", "deleteComment"])
async def test_comment_of_somebody_else_is_left_alone(
    name: str, world: World, talk: Talk, thread: Any
) -> None:
    more = {"text": "Mine now"} if name == "editComment" else {}
    before = await rows("comment")
    answer = await talk.act(
        world.coordinator,
        name,
        commentId=thread["comments"][0]["id"],
        expectedVersion=1,
        **more,
    )
    assert (answer["__typename"], answer["code"]) == ("StateProblem", "not_yours")
    assert await rows("comment") == before


async def test_resolving_and_reopening_tell_who_and_when(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    for person, resolved in (
        (world.coordinator, True),
        (world.signatory, True),  # it is already: nothing happens
        (world.contributor, False),
    ):
        await talk.act(person, "resolveThread", threadId=thread["id"], resolved=resolved)

    (found,) = await talk.threads(world.contributor, place.assessment)
    assert [(one["kind"], one["author"]["name"]) for one in found["comments"]] == [
        ("COMMENT", "Ada Ampère"),
        ("RESOLVED", "Carl Coulomb"),
        ("REOPENED", "Ada Ampère"),
    ]
    assert found["resolvedAt"] is None


async def test_reply_to_a_thread_that_was_resolved_meanwhile_is_kept(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    await talk.act(world.coordinator, "resolveThread", threadId=thread["id"])
    replied = await talk.reply(world.contributor, thread, "One more thing")
    assert replied["resolvedAt"] is not None
    assert replied["comments"][-1]["text"] == "One more thing"


async def test_replies_at_the_same_moment_are_all_there_in_one_order(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    people = [world.contributor, world.coordinator, world.approver, world.signatory] * 3
    await asyncio.gather(
        *(talk.reply(person, thread, f"Reply {n}") for n, person in enumerate(people))
    )

    (found,) = await talk.threads(world.contributor, place.assessment)
    assert [one["number"] for one in found["comments"]] == list(range(1, 14))
    assert sorted(one["text"] for one in found["comments"][1:]) == sorted(
        f"Reply {n}" for n in range(12)
    )


async def test_mention_follows_a_person_to_a_new_name(
    world: World, place: Place, talk: Talk
) -> None:
    person = world.approver.actor.id
    await talk.start(
        world.contributor, place.assessment, place.control, f"@{{{person}}} please look"
    )
    await execute("UPDATE person SET name = 'Alma Newname' WHERE id = $1", person)

    (found,) = await talk.threads(world.contributor, place.assessment)
    assert found["comments"][0]["mentions"] == [{"id": person, "name": "Alma Newname"}]
    mine = await talk.threads(world.approver, place.assessment, state="MENTIONED")
    assert [one["id"] for one in mine] == [found["id"]]
    assert await talk.threads(world.signatory, place.assessment, state="MENTIONED") == []


@pytest.mark.parametrize("who", ["other_coordinator", "officer", "administrator", "nobody"])
async def test_mention_of_somebody_who_would_not_see_it_is_refused(
    who: str, world: World, place: Place, talk: Talk
) -> None:
    id_ = new_id("per") if who == "nobody" else getattr(world, who).actor.id
    answer = await talk.act(
        world.contributor,
        "startThread",
        assessmentId=place.assessment,
        controlId=place.control,
        text=f"Ask @{{{id_}}}",
    )
    (issue,) = answer["issues"]
    assert (issue["path"], issue["code"]) == ("text", "cannot_see")
    assert await rows("thread") == []


async def test_search_for_whom_to_mention_finds_either_name_without_accents_and_not_oneself(
    world: World, place: Place, talk: Talk
) -> None:
    async def found(person: Any, text: str) -> list[str]:
        return [one["name"] for one in await talk.mentionable(person, place, text)]

    assert await found(world.coordinator, "ampere") == ["Ada Ampère"]
    assert await found(world.coordinator, "AD") == ["Ada Ampère"]
    everybody = ["Ada Ampère", "Alma Approver", "Conny Consults", "Sigrid Signs"]
    assert await found(world.coordinator, "") == everybody
    assert await found(world.contributor, "ada") == []
    assert await found(world.contributor, "otto") == []


def test_search_finds_at_most_twenty() -> None:
    crowd = [Colleague(f"per_{n}", f"Person {n:03}") for n in range(100)]
    assert [one.name for one in matching(crowd, "person")][-1] == "Person 019"
    assert [one.name for one in matching(crowd, "09")] == [f"Person {n:03}" for n in range(90, 100)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("  \n ", "required"),
        ("x" * (LONGEST_TEXT + 1), "too_long"),
        ("\n".join("x" * 300), "too_many_lines"),
        ("a\x00b", "bad_character"),
        ("a\x1b[31mb", "bad_character"),
        (" ".join(f"@{{{new_id('per')}}}" for _ in range(MOST_MENTIONS + 1)), "too_many_mentions"),
    ],
)
async def test_text_that_cannot_be_kept_is_refused_with_the_reason(
    *, text: str, code: str, world: World, place: Place, talk: Talk, thread: Any
) -> None:
    before = await rows("comment")
    calls = (
        ("startThread", {"assessmentId": place.assessment, "controlId": place.control}),
        ("replyToThread", {"threadId": thread["id"]}),
        ("editComment", {"commentId": thread["comments"][0]["id"], "expectedVersion": 1}),
    )
    for name, given in calls:
        answer = await talk.act(world.contributor, name, text=text, **given)
        assert [(one["path"], one["code"]) for one in answer["issues"]] == [("text", code)]
    assert await rows("comment") == before


@pytest.mark.parametrize(
    "wrong",
    [
        {"controlId": "no.such-control"},
        {"controlId": "\x00"},
        {"partId": "prt_01jb2vz7aefd1v5zqw3s2m1n0k"},
        {"partId": "x"},
        {"assessmentId": "asm_01jb2vz7aefd1v5zqw3s2m1n0k"},
    ],
)
async def test_place_that_does_not_exist_is_not_found(
    wrong: dict[str, str], world: World, place: Place, talk: Talk
) -> None:
    given = {"assessmentId": place.assessment, "controlId": place.control, **wrong}
    answer = await talk.act(world.contributor, "startThread", text="Hello", **given)
    assert answer["__typename"] == "NotFoundProblem"


async def test_whoever_writes_too_fast_is_told_so_and_others_are_not(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    for number in range(MOST_AT_ONCE - 1):
        await talk.reply(world.contributor, thread, f"{number}")
    given = {"threadId": thread["id"], "text": "once more"}
    refused = await talk.act(world.contributor, "replyToThread", **given)
    assert (refused["__typename"], refused["code"]) == ("StateProblem", "too_fast")
    await talk.reply(world.coordinator, thread, "I may")

    await execute("UPDATE comment SET written_at = '2026-01-01 00:00:00+00:00'")
    assert (await talk.act(world.contributor, "replyToThread", **given))["__typename"] == (
        "ThreadSaved"
    )


async def test_full_thread_takes_no_more(world: World, talk: Talk, thread: Any) -> None:
    await execute("UPDATE thread SET entries = $1", MOST_ENTRIES)
    answer = await talk.act(world.contributor, "replyToThread", threadId=thread["id"], text="x")
    assert answer["code"] == "thread_full"


async def test_unread_is_what_others_wrote_since_one_looked(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    id_ = thread["id"]
    count = {"controlId": place.control, "open": 1}
    assert await talk.counts(world.contributor, place.assessment) == [{**count, "unread": 0}]
    assert await talk.counts(world.approver, place.assessment) == [{**count, "unread": 1}]

    await talk.read(world.approver, (id_, 1))
    assert await talk.counts(world.approver, place.assessment) == [{**count, "unread": 0}]
    await talk.reply(world.approver, thread, "Seen")
    assert await talk.counts(world.approver, place.assessment) == [{**count, "unread": 0}]
    assert await talk.counts(world.contributor, place.assessment) == [{**count, "unread": 1}]
    assert [
        one["id"] for one in await talk.threads(world.contributor, place.assessment, state="UNREAD")
    ] == [id_]


async def test_reading_never_goes_back_nor_beyond_what_is_there(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    await talk.reply(world.contributor, thread, "And?")
    for seen in (2, 1, 99, -3):
        await talk.read(world.approver, (thread["id"], seen))
    (found,) = await talk.threads(world.approver, place.assessment)
    assert found["seen"] == 2


async def test_filters_show_what_they_say(world: World, place: Place, talk: Talk) -> None:
    first = await talk.start(world.contributor, place.assessment, place.control, "One")
    second = await talk.start(world.contributor, place.assessment, place.other_control, "Two")
    await talk.act(world.contributor, "resolveThread", threadId=first["id"])

    async def ids(**narrowed: Any) -> list[str]:
        return [
            one["id"] for one in await talk.threads(world.approver, place.assessment, **narrowed)
        ]

    assert await ids() == [second["id"], first["id"]]
    assert await ids(state="OPEN") == [second["id"]]
    assert await ids(state="RESOLVED") == [first["id"]]
    assert await ids(state="OPEN", controlId=place.control) == []


async def test_threads_are_paged_newest_first(world: World, place: Place, talk: Talk) -> None:
    texts = [str(number) for number in range(5)]
    for text in texts:
        await talk.start(world.contributor, place.assessment, place.control, text)
    query = """query($id: ID!, $after: String) {
        threads(assessmentId: $id, first: 2, after: $after) {
            edges { node { comments { text } } } pageInfo { hasNextPage endCursor } } }"""
    seen: list[str] = []
    after, more = None, True
    while more:
        page = (await talk.get(world.contributor, query, id=place.assessment, after=after))[
            "threads"
        ]
        seen += [edge["node"]["comments"][0]["text"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    assert seen == texts[::-1]


async def test_discussion_goes_on_after_submission_and_moves_nothing(
    world: World, place: Place, talk: Talk
) -> None:
    watched = ("assessment", "submission", "response", "change", "approval")
    before = {table: await rows(table) for table in watched}
    thread = await talk.start(world.signatory, world.submitted, place.control, "For next year")
    await talk.reply(world.contributor, thread, "Noted")
    await talk.act(world.coordinator, "resolveThread", threadId=thread["id"])

    assert {table: await rows(table) for table in watched} == before
    assert len(await talk.threads(world.approver, world.submitted)) == 1


async def test_comment_lets_no_approval_lapse(world: World, place: Place, talk: Talk) -> None:
    before = await rows("assessment")
    await talk.start(world.contributor, world.approved, place.control, "Thanks")
    assert await rows("assessment") == before


async def test_discarded_draft_takes_its_discussion_with_it(
    world: World, place: Place, talk: Talk, thread: Any
) -> None:
    (comment,) = thread["comments"]
    await talk.act(
        world.contributor, "editComment", commentId=comment["id"], text="x", expectedVersion=1
    )
    await talk.read(world.approver, (thread["id"], 1))
    await talk.get(
        world.coordinator,
        "mutation($id: ID!) { discardAssessment(assessmentId: $id) { __typename } }",
        id=place.assessment,
    )
    for table in ("thread", "comment", "comment_version", "thread_reading"):
        assert await rows(table) == [], table


async def test_statements_do_not_grow_with_the_threads(
    world: World, place: Place, talk: Talk, database: Database
) -> None:
    taken = []
    for number in range(3):
        for _ in range(number):
            thread = await talk.start(
                world.contributor,
                place.assessment,
                place.control,
                f"@{{{world.approver.actor.id}}} look",
            )
            await talk.reply(world.coordinator, thread, "Yes")
        async with counted() as found:
            await talk.threads(world.approver, place.assessment)
            await talk.counts(world.approver, place.assessment)
        taken.append(len(found))
    assert taken[1] == taken[2] <= 10, taken
    assert (await fetch("SELECT COUNT(*) AS n FROM thread"))[0]["n"] == 3
