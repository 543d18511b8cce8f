"""One bearer token per role, minted anew at each start; those of earlier starts end."""

import asyncio
from datetime import timedelta

from nisassess.access import Actor, Role
from nisassess.audit.repository import record
from nisassess.demo import repository
from nisassess.demo.cast import cast
from nisassess.demo.people import People
from nisassess.identity import service
from nisassess.identity.secrets import new_bearer_token
from nisassess.kit.clock import now
from nisassess.kit.database import Database

NAME = "Demo start"
_LIFE = timedelta(days=1)
_OPERATOR, _AUTHORITY = "sonnkar", "at"


async def mint(database: Database, people: People) -> dict[Role, str]:
    """End the tokens of earlier starts and make new ones: role and secret."""
    holders = _holders(people)
    secrets = {role: new_bearer_token() for role in holders}
    await _end_earlier(database, {one.grants[0].organisation_id for one in holders.values()})
    await asyncio.gather(
        *(
            service.mint_token(
                database,
                actor,
                actor.grants[0].organisation_id,
                role,
                name=f"{NAME}: {role.value}",
                secret=secrets[role],
                expires_at=now() + _LIFE,
            )
            for role, actor in holders.items()
        )
    )
    return secrets


def _holders(people: People) -> dict[Role, Actor]:
    """Who makes the token of a role, in the organisation in which the token acts."""
    operator = cast().operator(_OPERATOR).people
    holders = {person.role: people.of(operator, person.role) for person in operator}
    officers, platform = cast().authority(_AUTHORITY).people, cast().platform.people
    return {
        **holders,
        Role.INTEGRATOR: holders[Role.OPERATOR_COORDINATOR],
        **{person.role: people.of(officers, person.role) for person in officers},
        Role.PLATFORM_ADMINISTRATOR: people.of(platform, Role.PLATFORM_ADMINISTRATOR),
    }


async def _end_earlier(database: Database, organisations: set[str]) -> None:
    async def work() -> None:
        for organisation_id in sorted(organisations):
            for role in Role:
                name = f"{NAME}: {role.value}"
                if await repository.revoke_tokens(name, organisation_id, now()):
                    await record(
                        service.SYSTEM,
                        "token.revoke",
                        organisation_id,
                        organisation_id=organisation_id,
                        name=name,
                    )

    await database.write(work)
