"""The invented operator, its one person, and an assessment of each profile."""

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from secrets import token_urlsafe

from nisassess.access import Actor, Role
from nisassess.assessments import service
from nisassess.assessments.types import Key, OpeningFact, Snapshot
from nisassess.identity import repository as people
from nisassess.identity import service as identity
from nisassess.identity import signing_in
from nisassess.identity.secrets import secret_hash
from nisassess.identity.signing_in import Door
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.errors import ExpectedProblem
from nisassess.operators.service import create_operator
from nisassess.operators.types import OperatorDetails, YearFigures
from nisassess.plugins import PluginRegistry
from nisassess.sdk import Profile

EMAIL = "preview@nisassess.example"
_OPERATOR = "Invented operator"
_ROLES = (Role.OPERATOR_COORDINATOR, Role.OPERATOR_APPROVER, Role.SIGNATORY)
_HOURS = 24
_HEADCOUNT, _TURNOVER, _BALANCE = 400, 80_000_000.0, 60_000_000.0
"""Above medium size, so that an entity of Annex I is essential."""


@dataclass
class World:
    """What is in the throw-away installation."""

    database: Database
    password: str = field(default_factory=lambda: token_urlsafe(24))
    actor: Actor | None = None
    operator: str = ""
    assessments: dict[str, str] = field(default_factory=dict)
    """Id of the assessment of each profile."""
    moved: dict[str, str] = field(default_factory=dict)
    """Earlier assessments: by which they were replaced."""

    async def settle(self, registry: PluginRegistry, profiles: tuple[Profile, ...]) -> None:
        """Start an assessment of each profile; what was answered before is answered again."""
        if self.actor is None:
            await self._found(registry, profiles)
        before, self.assessments = self.assessments, {}
        for profile in profiles:
            old = before.pop(profile.id, None)
            self.assessments[profile.id] = await self._renewed(registry, profile, old)
        for gone in before.values():
            await self._discard(gone)

    async def session(self) -> str:
        """Sign the person in; the secret for the cookie."""
        door = Door(origin="preview", hours=_HOURS, fresh_for=timedelta(hours=_HOURS))
        signed_in = await signing_in.sign_in(self.database, EMAIL, self.password, door=door)
        if isinstance(signed_in, signing_in.HalfSignedIn):
            message = "nobody sets up a second factor in a preview"
            raise TypeError(message)
        return signed_in.secret

    def now_at(self, assessment_id: str) -> str:
        """The assessment that stands in the place of an earlier one."""
        while assessment_id in self.moved:
            assessment_id = self.moved[assessment_id]
        return assessment_id

    async def _found(self, registry: PluginRegistry, profiles: tuple[Profile, ...]) -> None:
        details = OperatorDetails(
            name=_OPERATOR,
            country="AT",
            entity_type=entity_type(registry, profiles),
            figures=(YearFigures(today().year - 1, _HEADCOUNT, _TURNOVER, _BALANCE),),
        )
        self.operator = await create_operator(self.database, identity.SYSTEM, registry, details)
        roles = [(self.operator, role) for role in _ROLES]
        await identity.create_person(self.database, EMAIL, "Preview", self.password, roles)
        self.actor = await people.actor_of_session(secret_hash(await self.session()))

    def _who(self) -> Actor:
        if self.actor is None:
            message = "nobody has settled here yet"
            raise RuntimeError(message)
        return self.actor

    async def _renewed(self, registry: PluginRegistry, profile: Profile, old: str | None) -> str:
        actor, database = self._who(), self.database
        row = await service.start(database, registry, actor, self._start(profile))
        if old is not None:
            before = await service.snapshot(actor, old)
            await self._answer_again(before, await service.snapshot(actor, row.id))
            await self._discard(old)
            self.moved[old] = row.id
        return row.id

    async def _discard(self, assessment_id: str) -> None:
        """Take a draft away; what was submitted in the preview stays until its end."""
        with suppress(ExpectedProblem):
            await service.discard(self.database, self._who(), assessment_id)

    def _start(self, profile: Profile) -> service.StartInput:
        year = today().year
        opening = profile.opening
        fact = (
            OpeningFact(opening.options[0].id, "Invented authority", _lately()) if opening else None
        )
        parts: list[tuple[str, str | None]] = [(name, None) for name in profile.suggested_parts]
        return service.StartInput(
            operator_id=self.operator,
            profile_id=profile.id,
            title=profile.title,
            scope_kind=profile.scope_kinds[0],
            scope_name="Whole operation",
            scope_description=None,
            period_from=date(year, 1, 1),
            period_until=date(year, 12, 31),
            parts=parts or [("Whole operation", None)],
            opening=fact,
        )

    async def _answer_again(self, before: Snapshot, after: Snapshot) -> None:
        """Answers whose question and part are still there; others are gone with their question."""
        names = {part.id: part.name for part in before.parts}
        parts = {part.name: part.id for part in after.parts}
        for row in before.responses:
            part = parts.get(names[row.part_id])
            if part is None or row.value is None:
                continue
            key = Key(after.assessment.id, part, row.control_id, row.question_id)
            with suppress(ExpectedProblem):
                await service.save_response(self.database, self._who(), key, row.value, 0)


def _lately() -> date:
    return today() - timedelta(days=30)


def entity_type(registry: PluginRegistry, profiles: tuple[Profile, ...]) -> str | None:
    """An entity type that the first of the profiles is for."""
    for profile in profiles:
        for id_, kind in registry.entity_types.items():
            fits = not profile.entity_types or any(
                id_ == one or id_.startswith(f"{one}.") for one in profile.entity_types
            )
            if fits and kind.regime is profile.regime:
                return id_
    return None
