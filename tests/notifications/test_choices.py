"""What people chose: kept, checked, in conflict told, and what cannot be switched off."""

from typing import Any

import httpx
import pytest

from nisassess.kit.database import Database
from tests.notifications.acts import assign
from tests.notifications.rows import mails, told
from tests.support.api import ask
from tests.support.world import Person, World

FIELDS = """timeZone language digestHour mail version mailSent email
    kinds { kind title inApp mail alwaysInApp }"""
READ = f"query($language: String!) {{ noticeSettings(language: $language) {{ {FIELDS} }} }}"
CHANGE = f"""mutation($input: NoticeSettingsInput!) {{ changeNoticeSettings(input: $input) {{
    __typename ... on NoticeSettingsChanged {{ settings {{ {FIELDS} }} }}
    ... on NoticeSettingsConflict {{ current {{ {FIELDS} }} }}
    ... on ValidationProblem {{ issues {{ path code }} }} }} }}"""
GUESS = """mutation($zone: String!, $language: String!) {
    guessNoticeSettings(timeZone: $zone, language: $language) { kept } }"""


async def settings_of(client: httpx.AsyncClient, person: Person, language: str = "en") -> Any:
    return (await ask(client, READ, person.cookie, language=language)).data["noticeSettings"]


def sent(**given: Any) -> dict[str, Any]:
    return {
        "expectedVersion": 0,
        "timeZone": "Europe/Athens",
        "language": "en",
        "digestHour": 8,
        "mail": True,
        "kinds": [],
        **given,
    }


async def change(client: httpx.AsyncClient, person: Person, **given: Any) -> Any:
    headers = {**person.cookie, "x-nisassess-client": "test"}
    answer = await ask(client, CHANGE, headers, input=sent(**given))
    return answer.data["changeNoticeSettings"]


async def guess(client: httpx.AsyncClient, person: Person, zone: str, language: str) -> bool:
    headers = {**person.cookie, "x-nisassess-client": "test"}
    answer = await ask(client, GUESS, headers, zone=zone, language=language)
    return bool(answer.data["guessNoticeSettings"]["kept"])


async def test_whoever_chose_nothing_is_told_quietly(
    client: httpx.AsyncClient, world: World
) -> None:
    found = await settings_of(client, world.contributor)

    assert (found["timeZone"], found["language"]) == ("Europe/Brussels", "en")
    assert (found["digestHour"], found["mail"], found["version"]) == (8, True, 0)
    assert found["mailSent"] is False
    assert {(kind["inApp"], kind["mail"]) for kind in found["kinds"]} == {(True, "DIGEST")}
    assert sorted(kind["kind"] for kind in found["kinds"] if kind["alwaysInApp"]) == [
        "NOT_APPLICABLE_REJECTED",
        "QUESTION_ASKED",
        "REQUESTED",
        "SUBMISSION_RETURNED",
    ]


async def test_each_kind_of_organisation_chooses_among_what_it_may_be_told(
    client: httpx.AsyncClient, world: World
) -> None:
    operator = {kind["kind"] for kind in (await settings_of(client, world.contributor))["kinds"]}
    officer = {kind["kind"] for kind in (await settings_of(client, world.officer))["kinds"]}
    platform = await settings_of(client, world.administrator)

    assert "ASSIGNED" in operator
    assert "SUBMITTED" not in operator
    assert "SUBMITTED" in officer
    assert "ASSIGNED" not in officer
    assert platform["kinds"] == []


async def test_what_was_chosen_holds_for_what_comes(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    kinds = [{"kind": "ASSIGNED", "inApp": False, "mail": "NOW"}]
    done = await change(client, world.contributor, kinds=kinds, digestHour=17, language="fr")
    assert done["__typename"] == "NoticeSettingsChanged"
    (chosen,) = [one for one in done["settings"]["kinds"] if one["kind"] == "ASSIGNED"]
    assert (chosen["inApp"], chosen["mail"]) == (False, "NOW")
    assert (done["settings"]["digestHour"], done["settings"]["version"]) == (17, 1)

    await assign(database, world)

    assert len(await mails()) == 1


async def test_no_mail_at_all_holds_over_every_kind(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    kinds = [{"kind": "ASSIGNED", "inApp": True, "mail": "NOW"}]
    await change(client, world.contributor, kinds=kinds, mail=False)

    await assign(database, world)

    assert await mails() == []
    assert len(await told()) == 1


async def test_change_of_an_older_version_is_a_conflict_with_what_holds(
    client: httpx.AsyncClient, world: World
) -> None:
    await change(client, world.contributor, digestHour=7)
    await change(client, world.contributor, expectedVersion=1, digestHour=9)

    for stale in (0, 1):
        refused = await change(client, world.contributor, expectedVersion=stale, digestHour=22)
        assert refused["__typename"] == "NoticeSettingsConflict"
        assert refused["current"]["digestHour"] == 9

    assert (await settings_of(client, world.contributor))["digestHour"] == 9


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"timeZone": "Europe/Atlantis"}, {"path": "timeZone", "code": "unknown"}),
        ({"timeZone": "../../etc/passwd"}, {"path": "timeZone", "code": "unknown"}),
        ({"timeZone": "\x00"}, {"path": "timeZone", "code": "unknown"}),
        ({"timeZone": "x" * 10_000}, {"path": "timeZone", "code": "unknown"}),
        ({"language": "xx"}, {"path": "language", "code": "unknown"}),
        ({"digestHour": 24}, {"path": "digestHour", "code": "out_of_range"}),
        ({"digestHour": -1}, {"path": "digestHour", "code": "out_of_range"}),
        (
            {"kinds": [{"kind": "SUBMITTED", "inApp": True, "mail": "OFF"}]},
            {"path": "kinds.0.kind", "code": "unknown"},
        ),
        (
            {"kinds": [{"kind": "SUBMISSION_RETURNED", "inApp": False, "mail": "OFF"}]},
            {"path": "kinds.0.inApp", "code": "required"},
        ),
    ],
)
async def test_faulty_choice_is_refused_at_its_path_and_changes_nothing(
    given: dict[str, Any], expected: dict[str, str], client: httpx.AsyncClient, world: World
) -> None:
    refused = await change(client, world.contributor, **given)

    assert refused == {"__typename": "ValidationProblem", "issues": [expected]}
    assert (await settings_of(client, world.contributor))["version"] == 0


async def test_browser_is_believed_once_and_never_over_a_choice(
    client: httpx.AsyncClient, world: World
) -> None:
    assert await guess(client, world.contributor, "Europe/Lisbon", "de-AT")
    assert not await guess(client, world.contributor, "Europe/Athens", "fr")

    found = await settings_of(client, world.contributor)
    assert (found["timeZone"], found["language"]) == ("Europe/Lisbon", "de")


@pytest.mark.parametrize("zone", ["Etc/Unknown", "\x00", "", "../../etc"])
async def test_browser_that_says_what_nobody_knows_leaves_the_default(
    zone: str, client: httpx.AsyncClient, world: World
) -> None:
    assert await guess(client, world.contributor, zone, "pt")

    found = await settings_of(client, world.contributor)
    assert (found["timeZone"], found["language"]) == ("Europe/Brussels", "en")


async def test_titles_of_kinds_come_in_the_language_asked_for(
    client: httpx.AsyncClient, world: World
) -> None:
    found = await settings_of(client, world.contributor, "fr")

    titles = {kind["kind"]: kind["title"] for kind in found["kinds"]}
    assert titles["MENTIONED"] == "Quelqu’un me mentionne"
