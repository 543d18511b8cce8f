"""Queries of second factors, recovery codes and the policies that demand them."""

from collections.abc import Iterable
from datetime import datetime

from nisassess.access import Actor, Permission, Role
from nisassess.identity.models import RecoveryCode, SecondFactor, SecondFactorPolicy
from nisassess.identity.types import FactorRow
from nisassess.kit.database import execute, fetch
from nisassess.kit.ids import new_id

_USE_STEP = """
UPDATE second_factor SET last_step = $1
WHERE person_id = $2 AND enrolled_at IS NOT NULL AND (last_step IS NULL OR last_step < $1)
"""

_USE_CODE = """
UPDATE recovery_code SET used_at = $1 WHERE person_id = $2 AND code_hash = $3 AND used_at IS NULL
"""

_ENROL = """
UPDATE second_factor SET enrolled_at = $1, last_step = $2
WHERE person_id = $3 AND enrolled_at IS NULL AND id = $4
"""

_DEMANDED = """
SELECT 1 AS demanded FROM membership m
JOIN second_factor_policy y ON y.organisation_id = m.organisation_id AND y.role = m.role
WHERE m.person_id = $1 LIMIT 1
"""


async def factor(person_id: str) -> FactorRow | None:
    """A person's second factor, enrolled or begun."""
    columns = ("id", "secret", "begun_at", "enrolled_at", "last_step")
    rows = await SecondFactor.filter(person_id=person_id).limit(1).values_list(*columns)
    return FactorRow(*rows[0]) if rows else None


async def has_factor(person_id: str) -> bool:
    """Whether a person's sign-in takes two steps."""
    return await SecondFactor.filter(person_id=person_id, enrolled_at__isnull=False).exists()


async def begin(id_: str, person_id: str, secret: str, at: datetime) -> None:
    """Put a secret in the place of one that was begun and never enrolled."""
    await SecondFactor.filter(person_id=person_id, enrolled_at=None).delete()
    await SecondFactor.create(id=id_, person_id=person_id, secret=secret, begun_at=at)


async def enrol(person_id: str, factor_id: str, at: datetime, step: int) -> bool:
    """Make the begun factor count; False when it is there no more."""
    return await execute(_ENROL, at, step, person_id, factor_id) == 1


async def use_step(person_id: str, step: int) -> bool:
    """Use up a time step; False when it, or a later one, was used before."""
    return await execute(_USE_STEP, step, person_id) == 1


async def remove(person_id: str) -> bool:
    """Take a person's second factor and recovery codes away; whether there was one."""
    await RecoveryCode.filter(person_id=person_id).delete()
    return await SecondFactor.filter(person_id=person_id).delete() > 0


async def renew_codes(person_id: str, hashes: Iterable[str]) -> None:
    """Put new recovery codes in the place of all there were."""
    await RecoveryCode.filter(person_id=person_id).delete()
    await RecoveryCode.bulk_create(
        RecoveryCode(id=new_id("rec"), person_id=person_id, code_hash=one) for one in hashes
    )


async def use_code(person_id: str, code_hash: str, at: datetime) -> bool:
    """Use up a recovery code; False when there is none such, or it was used."""
    return await execute(_USE_CODE, at, person_id, code_hash) == 1


async def codes_left(person_id: str) -> int:
    """How many recovery codes were not used yet."""
    return await RecoveryCode.filter(person_id=person_id, used_at=None).count()


async def is_demanded(person_id: str) -> bool:
    """Whether a policy demands a second factor of this person."""
    return bool(await fetch(_DEMANDED, person_id))


async def policy(actor: Actor, organisation_id: str) -> tuple[Role, ...] | None:
    """Roles for which an organisation demands a second factor; None for who may not manage it."""
    if not actor.may(Permission.MEMBER_MANAGE, organisation_id):
        return None
    rows = await SecondFactorPolicy.filter(organisation_id=organisation_id).order_by("role")
    return tuple(Role(row.role) for row in rows)


async def set_policy(actor: Actor, organisation_id: str, roles: Iterable[Role]) -> None:
    """Demand a second factor for these roles and no others, where the actor may."""
    if not actor.may(Permission.MEMBER_MANAGE, organisation_id):
        return
    await SecondFactorPolicy.filter(organisation_id=organisation_id).delete()
    await SecondFactorPolicy.bulk_create(
        SecondFactorPolicy(id=new_id("sfp"), organisation_id=organisation_id, role=role.value)
        for role in roles
    )
