"""Use cases of the second factor: one-time codes (RFC 6238) and recovery codes."""

import asyncio
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import pyotp
import segno
import structlog

from nisassess.access import Actor
from nisassess.audit.repository import record
from nisassess.identity.codes import (
    code_hash,
    is_one_time_code,
    is_recovery_code,
    new_recovery_codes,
    tidy,
)
from nisassess.identity.confirming import require_fresh
from nisassess.identity.repository import accounts
from nisassess.identity.repository import factors as stored_factors
from nisassess.identity.types import FactorRow
from nisassess.identity.vault import Unreadable, Vault
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import new_id

STEP_SECONDS = 30
_DRIFT_STEPS = 1
"""How far a telephone's clock may be off, in steps of `STEP_SECONDS`."""
_BEGUN_FOR = timedelta(minutes=30)

_log = structlog.get_logger("nisassess.identity")


class Spent(StrEnum):
    """What stood for the second factor."""

    CODE = "code"
    RECOVERY_CODE = "recovery_code"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What an authenticator takes in, shown to its owner only."""

    secret: str = field(repr=False)
    """Base 32, for typing."""
    uri: str = field(repr=False)
    qr: str = field(repr=False)
    """The URI as a picture: a `data:` address of an SVG."""


@dataclass(frozen=True, slots=True)
class SecondFactors:
    """Keeps people's second factors; the secrets are encrypted in the vault."""

    database: Database
    vault: Vault
    issuer: str
    """What the authenticator shows beside the address."""

    async def begin(self, actor: Actor) -> Enrolment:
        """Make a secret to be enrolled; raises StateRefused (there is one; not at the keyboard)."""
        require_fresh(actor)
        secret = pyotp.random_base32()
        shut = await asyncio.to_thread(self.vault.shut, secret, actor.id)

        async def work() -> None:
            await self._claim(actor)
            found = await stored_factors.factor(actor.id)
            if found is not None and found.enrolled_at is not None:
                message = "There is a second factor already; remove it before you set up another."
                raise StateRefused("enrolled", message)
            await stored_factors.begin(new_id("sfa"), actor.id, shut, now())
            await record(actor, "second_factor.begin", actor.id)

        await self.database.write(work)
        uri = pyotp.TOTP(secret).provisioning_uri(
            name=actor.email or actor.name, issuer_name=self.issuer
        )
        picture = segno.make(uri, error="m", micro=False)
        return Enrolment(secret, uri, picture.svg_data_uri(scale=5, border=4, light="white"))

    async def enrol(self, actor: Actor, code: str) -> tuple[str, ...]:
        """Prove that the authenticator works; returns the recovery codes, shown this once.

        Sign-ins of before ended with the password alone: all sessions but this one end. Raises
        ValidationFailed at `code` and StateRefused.
        """
        require_fresh(actor)
        codes = new_recovery_codes()

        async def work() -> None:
            await self._claim(actor)
            found = await stored_factors.factor(actor.id)
            at = now()
            if found is None or found.enrolled_at is not None or found.begun_at < at - _BEGUN_FOR:
                message = "Begin again: no second factor is being set up, or it was begun long ago."
                raise StateRefused("not_begun", message)
            step = self._step(actor.id, found, code, at)
            if step is None:
                message = "is not the code that the authenticator shows now; check its clock"
                raise ValidationFailed([Issue("code", "wrong_code", message)])
            await stored_factors.enrol(actor.id, found.id, at, step)
            await stored_factors.renew_codes(actor.id, map(code_hash, codes))
            await accounts.end_sessions(actor.id, at, but=actor.session_id)
            await record(actor, "second_factor.enrol", actor.id)

        await self.database.write(work)
        return codes

    async def renew_codes(self, actor: Actor) -> tuple[str, ...]:
        """New recovery codes in the place of all before, shown this once."""
        require_fresh(actor)
        codes = new_recovery_codes()

        async def work() -> None:
            await self._claim(actor)
            if not await stored_factors.has_factor(actor.id):
                raise StateRefused("not_enrolled", "There is no second factor yet.")
            await stored_factors.renew_codes(actor.id, map(code_hash, codes))
            await record(actor, "recovery_codes.renew", actor.id)

        await self.database.write(work)
        return codes

    async def remove(self, actor: Actor) -> None:
        """Sign in with the password alone from now on; refused where a policy demands more."""
        require_fresh(actor)

        async def work() -> None:
            await self._claim(actor)
            if await stored_factors.is_demanded(actor.id):
                message = "An organisation that you belong to demands a second factor."
                raise StateRefused("demanded", message)
            if await stored_factors.remove(actor.id):
                await record(actor, "second_factor.remove", actor.id)

        await self.database.write(work)

    async def spend(self, person_id: str, code: str) -> Spent | None:
        """Inside a write: use up a code of the authenticator, or a recovery code; None: neither.

        Each counts once, whoever else uses it at the same moment.
        """
        found = await stored_factors.factor(person_id)
        if found is None or found.enrolled_at is None:
            return None
        at = now()
        if is_recovery_code(code):
            used = await stored_factors.use_code(person_id, code_hash(code), at)
            return Spent.RECOVERY_CODE if used else None
        step = self._step(person_id, found, code, at)
        if step is None or not await stored_factors.use_step(person_id, step):
            return None
        return Spent.CODE

    def _step(self, person_id: str, row: FactorRow, code: str, at: datetime) -> int | None:
        """The time step whose code this is, near the present one; None for a wrong code."""
        if not is_one_time_code(code):
            return None
        try:
            secret = self.vault.open(row.secret, person_id)
        except Unreadable as error:
            # Nobody is let in by a factor that cannot be checked; recovery codes still count.
            _log.error("second_factor_unreadable", person=person_id, reason=str(error))
            return None
        code_at = pyotp.TOTP(secret).generate_otp
        present = int(at.timestamp()) // STEP_SECONDS
        for step in range(present - _DRIFT_STEPS, present + _DRIFT_STEPS + 1):
            if hmac.compare_digest(code_at(step), tidy(code)):
                return step
        return None

    async def _claim(self, actor: Actor) -> None:
        if await accounts.claim_person(actor.id) is None:
            raise NotFound("account")
