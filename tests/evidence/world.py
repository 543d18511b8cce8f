"""Two operators with their people, tokens and assessments, as the evidence routes see them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from tortoise import connections

from nisassess.access import Actor, ActorKind, Grant, Role
from nisassess.evidence.linking import LinkOutcome, PushOutcome, UploadTarget
from nisassess.evidence.types import EvidenceRow, PushPlace, UploadPlace
from nisassess.identity import repository as identity
from nisassess.identity.authentication import COOKIE
from nisassess.identity.models import Organisation
from nisassess.identity.secrets import new_bearer_token, new_secret, secret_hash
from nisassess.kit.clock import now
from nisassess.kit.errors import NotFound, StateRefused
from nisassess.kit.ids import new_id
from nisassess.operators.models import Operator

CONTROL = "nis.risk-analysis"
LIMIT = 3 * 1024 * 1024
PDF = b"%PDF-1.7 " + b"risk analysis " * 100
OTHER_PDF = b"%PDF-1.7 the next month"


@dataclass
class FakeAssessment:
    operator_id: str
    parts: dict[str, str]
    submitted: bool = False
    revision: int = 0
    links: dict[tuple[str, str], list[EvidenceRow]] = field(default_factory=dict)


@dataclass
class FakeLinker:
    """Answers as assessments do, from memory; `ask` sees every row handed over."""

    assessments: dict[str, FakeAssessment] = field(default_factory=dict)
    controls: frozenset[str] = frozenset({CONTROL, "nis.security-policy"})
    sealed_meanwhile: bool = False
    calls: list[str] = field(default_factory=list)

    async def check_upload(self, actor: Actor, place: UploadPlace) -> UploadTarget:
        self.calls.append("check")
        return UploadTarget(self._open(actor, place).operator_id)

    async def attach_upload(
        self, actor: Actor, place: UploadPlace, evidence: EvidenceRow
    ) -> LinkOutcome:
        self.calls.append("attach")
        assessment = self._open(actor, place)
        self._link(assessment, place.part, place.control, evidence)
        return LinkOutcome(assessment.revision)

    async def assigned(self, actor: Actor, evidence_id: str) -> EvidenceRow | None:
        return None  # nobody here is limited

    async def check_push(self, actor: Actor, place: PushPlace) -> None:
        self.calls.append("check")
        self._meant(place)

    async def attach_push(
        self, actor: Actor, place: PushPlace, evidence: EvidenceRow
    ) -> PushOutcome:
        self.calls.append("attach")
        if self.sealed_meanwhile:
            raise StateRefused("submitted", "The assessment is submitted.")
        meant = self._meant(place)
        for assessment in meant.values():
            for part in self._parts(assessment, place.part):
                self._link(assessment, part, place.control, evidence)
        return PushOutcome(tuple(meant))

    def attached(self, assessment_id: str, part: str, control: str = CONTROL) -> list[str]:
        rows = self.assessments[assessment_id].links.get((part, control), [])
        return [row.id for row in rows]

    def _open(self, actor: Actor, place: UploadPlace) -> FakeAssessment:
        assessment = self.assessments.get(place.assessment)
        mine = {grant.organisation_id for grant in actor.grants}
        if assessment is None or assessment.operator_id not in mine:
            raise NotFound("assessment")
        if place.part not in assessment.parts:
            raise NotFound("part")
        if place.control not in self.controls:
            raise NotFound("control")
        if assessment.submitted:
            raise StateRefused("submitted", "The assessment is submitted.")
        return assessment

    def _meant(self, place: PushPlace) -> dict[str, FakeAssessment]:
        if place.control not in self.controls:
            raise NotFound("control")
        own = {k: v for k, v in self.assessments.items() if v.operator_id == place.operator}
        if place.assessment is None:
            still_open = {k: v for k, v in own.items() if not v.submitted}
            if not still_open:
                raise StateRefused("submitted", "The assessment is submitted.")
            return still_open
        if place.assessment not in own:
            raise NotFound("assessment")
        if own[place.assessment].submitted:
            raise StateRefused("submitted", "The assessment is submitted.")
        self._parts(own[place.assessment], place.part)
        return {place.assessment: own[place.assessment]}

    def _parts(self, assessment: FakeAssessment, wanted: str | None) -> list[str]:
        if wanted is None:
            return list(assessment.parts)
        found = [k for k, name in assessment.parts.items() if wanted in {k, name}]
        if not found:
            raise NotFound("part")
        return found

    def _link(self, assessment: FakeAssessment, part: str, control: str, row: EvidenceRow) -> None:
        links = assessment.links.setdefault((part, control), [])
        if row.id in {link.id for link in links}:
            return
        links[:] = [link for link in links if link.series != row.series or link.id == row.id]
        links.append(row)
        assessment.revision += 1


@dataclass
class World:
    """Ids, and headers that let a request speak for somebody."""

    operator: str
    other_operator: str
    contributor: dict[str, str]
    approver: dict[str, str]
    stranger: dict[str, str]
    officer: dict[str, str]
    integrator: dict[str, str]
    expired: dict[str, str]
    revoked: dict[str, str]
    assessment: str
    part: str
    other_assessment: str
    other_part: str
    linker: FakeLinker
    folder: Path

    def upload_query(self, **changes: str | None) -> dict[str, str]:
        values: dict[str, str | None] = {
            "assessment": self.assessment,
            "part": self.part,
            "control": CONTROL,
            "filename": "risk.pdf",
            **changes,
        }
        return {name: value for name, value in values.items() if value is not None}

    def push_path(self, key: str = "ci/risk", control: str = CONTROL, operator: str = "") -> str:
        return f"/evidence/operators/{operator or self.operator}/controls/{control}/{key}"

    def files(self) -> list[str]:
        """Every file in the store, whether kept or being received."""
        return sorted(path.name for path in self.folder.rglob("*") if path.is_file())


async def rows(table: str = "evidence") -> list[dict]:
    return await connections.get("default").execute_query_dict(f"SELECT * FROM {table} ORDER BY id")


async def nothing_happened(world: World) -> bool:
    entries = [r for r in await rows("audit_entry") if r["action"].startswith("evidence.")]
    return not (world.files() or await rows() or entries)


async def build(folder: Path) -> World:
    linker = FakeLinker()
    operator, other = await _operator("Nordlicht Netz"), await _operator("Südwind Netz")
    contributor, headers = await _person(operator, "opr", Role.OPERATOR_CONTRIBUTOR)
    assessment, part = new_id("asm"), new_id("prt")
    other_assessment, other_part = new_id("asm"), new_id("prt")
    linker.assessments[assessment] = FakeAssessment(
        operator, {part: "Office IT", new_id("prt"): "Control centre"}
    )
    linker.assessments[other_assessment] = FakeAssessment(other, {other_part: "Office IT"})
    day = timedelta(days=1)
    return World(
        operator=operator,
        other_operator=other,
        contributor=headers,
        approver=(await _person(operator, "opr", Role.OPERATOR_APPROVER))[1],
        stranger=(await _person(other, "opr", Role.OPERATOR_CONTRIBUTOR))[1],
        officer=(await _person(await _authority(), "aut", Role.AUTHORITY_OFFICER))[1],
        integrator=await token(operator, contributor, now() + day),
        expired=await token(operator, contributor, now() - day),
        revoked=await token(operator, contributor, now() + day, revoked=True),
        assessment=assessment,
        part=part,
        other_assessment=other_assessment,
        other_part=other_part,
        linker=linker,
        folder=folder,
    )


async def _operator(name: str) -> str:
    operator = new_id("opr")
    await identity.add_organisation(
        id=operator, kind="operator", name=name, country="DE", created_at=now()
    )
    await Operator.create(
        id=operator,
        organisation=await Organisation.get(id=operator),
        name=name,
        country="DE",
        countries=[],
        figures=[],
        linked_enterprises=[],
        special_cases=[],
        services=[],
        updated_at=now(),
    )
    return operator


async def _authority() -> str:
    authority = new_id("aut")
    await identity.add_organisation(
        id=authority, kind="authority", name="Agency", country="DE", created_at=now()
    )
    return authority


async def _person(organisation: str, kind: str, role: Role) -> tuple[str, dict[str, str]]:
    person, secret = new_id("per"), new_secret()
    await identity.add_person(
        id=person,
        email=f"{person}@{kind}.example",
        name="Ada Ampère",
        password_hash="unused",
        created_at=now(),
    )
    await identity.add_membership(
        id=new_id("mem"), person_id=person, organisation_id=organisation, role=role.value
    )
    await identity.add_session(
        id=new_id("ses"),
        token_hash=secret_hash(secret),
        person_id=person,
        created_at=now(),
        expires_at=now() + timedelta(hours=1),
    )
    return person, {"Cookie": f"{COOKIE}={secret}", "X-Nisassess-Client": "web"}


async def token(
    operator: str, person: str, expires_at: datetime, *, revoked: bool = False
) -> dict[str, str]:
    secret = new_bearer_token()
    await identity.add_token(
        id=new_id("tok"),
        token_hash=secret_hash(secret),
        prefix=secret[:16],
        name="nightly pipeline",
        organisation_id=operator,
        role=Role.INTEGRATOR.value,
        created_by_id=person,
        created_at=now(),
        expires_at=expires_at,
        revoked_at=now() if revoked else None,
    )
    return {"Authorization": f"Bearer {secret}"}


def actor(organisation: str, *roles: Role, kind: ActorKind = ActorKind.PERSON) -> Actor:
    grant = Grant(organisation, "Nordlicht Netz", "operator", "DE", frozenset(roles))
    return Actor(kind, new_id("per"), "Ada Ampère", None, (grant,))
