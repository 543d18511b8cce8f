"""`nisassess user …`: what whoever runs the installation can do for an account."""

import asyncio
import json
import os
import sys

import httpx
import pytest

from nisassess.identity import administering, secrets
from nisassess.kit.database import Database
from nisassess.kit.errors import NotFound, StateRefused, ValidationFailed
from nisassess.kit.settings import Settings
from tests.identity.acts import sign_in, viewer
from tests.identity.people import enrol
from tests.support.rows import rows
from tests.support.world import PASSWORD, World

NEW = "four words in a row"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords that are wrong anyway need not be hashed with 64 MiB each time."""
    original = secrets._verify
    monkeypatch.setattr(
        secrets,
        "_verify",
        lambda hash_, given: given in {PASSWORD, NEW} and original(hash_, given),
    )


async def user(settings: Settings, *arguments: str) -> tuple[int, str, str]:
    """Run the command as a process; exit code, what it printed and what it complained of."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", "from nisassess.cli import main; main()", "user", *arguments),
        env={
            **os.environ,
            "NISASSESS_DATA_DIR": str(settings.data_dir),
            "NISASSESS_DATABASE_URL": settings.effective_database_url,
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    assert process.returncode is not None
    return process.returncode, out.decode(), err.decode().strip().splitlines()[-1] if err else ""


async def test_accounts_are_listed_closed_and_helped_on_the_command_line(
    settings: Settings, world: World
) -> None:
    code, _, _ = await user(settings, "deactivate", world.officer.email.upper())
    assert code == 0
    code, out, _ = await user(settings, "list", "--json")
    assert code == 0
    listed = {one["email"]: one for one in map(json.loads, out.splitlines())}
    assert listed[world.officer.email] == {
        "email": world.officer.email,
        "name": "Nina Nis",
        "active": False,
        "second_factor": False,
        "roles": [[world.nis_authority, "authority_officer"]],
    }
    assert listed[world.lead.email]["active"] is True
    code, _, told = await user(settings, "reset-second-factor", world.lead.email)
    assert (code, told) == (1, f"nisassess: {world.lead.email} has no second factor")
    code, _, told = await user(settings, "activate", "nobody@nowhere.example")
    assert (code, told) == (1, "nisassess: There is no such account, or you may not see it.")


async def test_closed_account_is_out_at_once_and_back_with_its_roles(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await administering.deactivate(database, world.coordinator.email)
    assert await viewer(client, world.coordinator.cookie) is None
    refused = await client.get("/evidence/x", headers=world.integrator)
    assert refused.status_code == 401
    out = await sign_in(client, world.coordinator.email, PASSWORD)
    assert out["__typename"] == "SignInProblem"
    await administering.activate(database, world.coordinator.email)
    back = await sign_in(client, world.coordinator.email, PASSWORD)
    assert back["__typename"] == "SignedIn"
    assert await viewer(client, world.coordinator.cookie) is None  # the old session stays ended


async def test_second_factor_that_is_lost_with_its_codes_is_reset(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    await enrol(client, world.officer)
    await administering.reset_second_factor(database, world.officer.email)
    assert await viewer(client, world.officer.cookie) is None
    again = await sign_in(client, world.officer.email, PASSWORD)
    assert again["__typename"] == "SignedIn"
    with pytest.raises(StateRefused):
        await administering.reset_second_factor(database, world.officer.email)
    with pytest.raises(NotFound):
        await administering.reset_second_factor(database, "nobody@nowhere.example")
    assert [row[3] for row in await rows("audit_entry") if row[5] == "second_factor.reset"] == [
        "system"
    ]


async def test_forgotten_password_is_set_anew(
    client: httpx.AsyncClient, database: Database, world: World
) -> None:
    with pytest.raises(ValidationFailed):
        await administering.reset_password(database, world.officer.email, "short")
    await administering.reset_password(database, world.officer.email, NEW)
    assert await viewer(client, world.officer.cookie) is None
    old = await sign_in(client, world.officer.email, PASSWORD)
    assert old["__typename"] == "SignInProblem"
    assert (await sign_in(client, world.officer.email, NEW))["__typename"] == "SignedIn"
