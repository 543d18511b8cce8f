"""Time-stamps over seals, by an authority on loopback."""

import base64
import time
from dataclasses import replace

import pytest
from starlette.applications import Starlette

from nisassess.kit.settings import Settings
from nisassess.plugins import PluginRegistry
from nisassess.results.timestamps import TimestampFault, read_timestamp
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.service import Submitter
from nisassess.submissions.timestamping import Timestamper, request_timestamp
from nisassess.submissions.types import StatusReader, SubmissionRow
from tests.assessments.world import PASSWORD, Company, Office, Stage, rows
from tests.results.authority import STAMPED_AT, authority, served
from tests.submissions.test_release import APPROVED, ready


async def submit(
    stage: Stage, company: Company, office: Office, timestamper: Timestamper
) -> SubmissionRow:
    """Submit with a time-stamp authority."""
    started = await ready(stage, company)
    services = stage.application.services
    submitter = Submitter(
        stage.database,
        stage.registry,
        services.get(StatusReader),
        services.get(Sealer),
        timestamper=timestamper,
    )
    return await submitter.submit(
        company.signatory.actor, started.id, APPROVED, office.id, PASSWORD
    )


def at(stage: Stage, url: str) -> Timestamper:
    return Timestamper(stage.database, url, pauses=(0.0, 0.0))


async def kept() -> str | None:
    (row,) = await rows("submission")
    token: str | None = row["timestamp"]
    return token


async def test_seal_is_stamped_after_the_submission(
    stage: Stage, company: Company, office: Office
) -> None:
    with served(authority()) as (url, asked):
        timestamper = at(stage, url)
        row = await submit(stage, company, office, timestamper)
        await timestamper.settle()

    token = await kept()
    assert token is not None
    assert row.seal is not None
    stamp = read_timestamp(base64.b64decode(token), row.seal.encode())
    assert (stamp.at, stamp.authority) == (STAMPED_AT, "Time of the tests")
    assert len(asked) == 1
    assert row.seal.encode() not in asked[0]
    answer = await stage.get(
        office.officer, "query($id: ID!) { submission(id: $id) { timestampedAt } }", {"id": row.id}
    )
    assert answer["submission"]["timestampedAt"] == STAMPED_AT.isoformat()
    (told,) = (await stage.client.get(f"/verify/{row.digest}")).json()["sealedHere"]
    assert told["timestamp"] == {
        "at": STAMPED_AT.isoformat(),
        "authority": "Time of the tests",
    }


async def test_authority_that_fails_first_is_asked_again(
    stage: Stage, company: Company, office: Office
) -> None:
    with served(authority(), 500, b"no answer at all") as (url, asked):
        timestamper = at(stage, url)
        await submit(stage, company, office, timestamper)
        await timestamper.settle()

    assert len(asked) == 3
    assert await kept() is not None


async def test_authority_that_keeps_failing_costs_the_submission_nothing(
    stage: Stage, company: Company, office: Office
) -> None:
    with served(authority(), *[503] * 9) as (url, asked):
        timestamper = at(stage, url)
        began = time.monotonic()
        row = await submit(stage, company, office, timestamper)
        assert time.monotonic() - began < 20
        await timestamper.settle()

        assert len(asked) == 3
        assert await kept() is None
        assert row.seal is not None
        assert await timestamper.fetch_all() == (0, 1)
    with served(authority()) as (url, _):
        later = replace(timestamper, url=url)
        later.catch_up()
        await later.settle()
        assert await kept() is not None
        assert await later.fetch_all() == (0, 0)


async def test_nobody_is_asked_without_an_address(
    stage: Stage, company: Company, office: Office
) -> None:
    timestamper = Timestamper(stage.database, None)
    await submit(stage, company, office, timestamper)
    timestamper.catch_up()
    await timestamper.settle()

    assert await kept() is None


@pytest.mark.database_free
def test_answer_to_another_request_is_refused() -> None:
    stamper = authority()
    with served(stamper) as (url, asked):
        token, _ = request_timestamp(url, b"one")
        first = asked[0]
    from tests.results.authority import answer

    with (
        served(stamper, answer(stamper, first)) as (url, _),
        pytest.raises(TimestampFault, match="belongs to another request"),
    ):
        request_timestamp(url, b"one")
    with pytest.raises(TimestampFault, match="it stamps something else"):
        read_timestamp(token, b"other")


@pytest.mark.database_free
@pytest.mark.parametrize("url", ["ftp://tsa.example", "tsa.example", "http://", "file:///etc"])
def test_address_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ValueError, match="timestamp_url"):
        Settings(timestamp_url=url)


async def test_start_catches_up_and_the_end_does_not_wait(
    settings: Settings, registry: PluginRegistry
) -> None:
    from nisassess.app import compose

    with served(authority()) as (url, _):
        made = compose(settings.model_copy(update={"timestamp_url": url}), registry)
        assert isinstance(made.asgi, Starlette)
        async with made.asgi.router.lifespan_context(made.asgi):
            pass
    assert made.services.get(Timestamper)._tasks == set()
