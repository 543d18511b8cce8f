"""Procurement annexes over HTTP: whose profile, in which language, made how often."""

import asyncio

import httpx
import pytest

from nisassess.documents.annex import style_hash
from nisassess.documents.pool import PdfPool
from nisassess.kit.services import Services
from tests.support.world import NIS2_PROFILE, Person, World, settings, world

__all__ = ["settings", "world"]
PAGE = f"/profiles/{NIS2_PROFILE}/annex.html"


async def get(client: httpx.AsyncClient, person: Person, path: str) -> httpx.Response:
    return await client.get(path, headers=person.bearer)


async def test_page_of_an_installed_profile_allows_nothing_but_its_own_style(
    client: httpx.AsyncClient, world: World
) -> None:
    answer = await get(client, world.officer, PAGE)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == (
        f"default-src 'none'; style-src '{style_hash()}'; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    assert '<html lang="en">' in answer.text


@pytest.mark.parametrize("language", ["en", "fr", "de"])
async def test_page_comes_in_the_language_asked_for(
    language: str, client: httpx.AsyncClient, world: World
) -> None:
    answer = await get(client, world.officer, f"{PAGE}?language={language}")

    assert f'<html lang="{language}">' in answer.text


@pytest.mark.parametrize("language", ["xx", "", "EN", "../en"])
async def test_language_that_there_is_not_is_refused_with_those_there_are(
    language: str, client: httpx.AsyncClient, world: World
) -> None:
    answer = await get(client, world.officer, f"{PAGE}?language={language}")

    assert answer.status_code == 400
    assert answer.json()["error"]["message"] == "language: must be one of de, en, fr"


async def test_profile_that_is_not_installed_is_not_found(
    client: httpx.AsyncClient, world: World
) -> None:
    for path in ("/profiles/none/annex.html", "/profiles/none/annex.pdf"):
        answer = await get(client, world.officer, path)
        assert (answer.status_code, answer.json()["error"]["code"]) == (404, "NOT_FOUND")


async def test_profile_that_an_assessment_pinned_is_for_those_who_see_the_assessment(
    client: httpx.AsyncClient, world: World
) -> None:
    pinned = f"{PAGE}?assessment={world.draft}"
    never = f"{PAGE}?assessment={world.draft[:-4]}zzzz"

    assert (await get(client, world.contributor, pinned)).status_code == 200
    for person in (world.other_coordinator, world.officer, world.administrator):
        answers = [await get(client, person, path) for path in (pinned, never)]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert answers[0].json() == answers[1].json()


async def test_pinned_profile_is_found_under_its_own_id_only(
    client: httpx.AsyncClient, world: World
) -> None:
    path = f"/profiles/small-operators/annex.html?assessment={world.draft}"

    assert (await get(client, world.contributor, path)).status_code == 404


async def test_pdf_is_made_once_for_all_who_ask_at_a_time(
    client: httpx.AsyncClient, world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool, made = services.get(PdfPool), []
    render = pool.render

    async def counted(job: object) -> bytes:
        made.append(job)
        return await render(job)  # type: ignore[arg-type]

    monkeypatch.setattr(pool, "render", counted)
    path = "/profiles/small-operators/annex.pdf?language=fr"

    answers = await asyncio.gather(*(get(client, world.officer, path) for _ in range(3)))
    again = await get(client, world.contributor, path)

    assert {answer.status_code for answer in (*answers, again)} == {200}
    assert {answer.content for answer in answers} == {again.content}
    assert again.content.startswith(b"%PDF-1.7")
    assert again.headers["content-disposition"] == (
        'attachment; filename="nisassess-annex-small-operators-fr.pdf"'
    )
    assert len(made) == 1


async def test_pdf_that_cannot_be_made_is_told_and_tried_anew(
    client: httpx.AsyncClient, world: World, services: Services
) -> None:
    await services.get(PdfPool).close()

    answer = await get(client, world.officer, "/profiles/small-operators/annex.pdf")

    assert answer.status_code == 503
    assert answer.json()["error"] == {
        "code": "RENDERING_FAILED",
        "message": "The annex could not be made: the renderers are closed. Try again later.",
    }


async def test_annexes_beyond_those_being_made_are_told_to_come_again(
    client: httpx.AsyncClient, world: World, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = asyncio.Event()

    async def held(job: object) -> bytes:
        await ready.wait()
        return b"%PDF-"

    monkeypatch.setattr(services.get(PdfPool), "render", held)
    profiles = ("small-operators", NIS2_PROFILE)
    paths = [
        f"/profiles/{id_}/annex.pdf?language={own}" for id_ in profiles for own in ("en", "fr")
    ]
    first = [asyncio.create_task(get(client, world.officer, path)) for path in paths]
    await asyncio.sleep(0.5)

    late = await get(client, world.officer, f"/profiles/{NIS2_PROFILE}/annex.pdf?language=de")
    ready.set()

    assert late.status_code == 503
    assert late.json()["error"]["message"] == (
        "Several annexes are being made already. Try again in a minute."
    )
    assert {answer.status_code for answer in await asyncio.gather(*first)} == {200}
