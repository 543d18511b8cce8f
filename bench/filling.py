"""Fills an installation with one large assessment, and with 500 of other operators."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from tortoise.backends.base.executor import EXECUTOR_CACHE

from bench.content import PROFILE, registry
from nisassess.access import Actor, Role
from nisassess.assessments import approving, service
from nisassess.assessments.models import Change, EvidenceLink, Measure, Response, Statement
from nisassess.assessments.repository import reads
from nisassess.assessments.types import AssessmentRow, MemberValue
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.types import PinnedControl
from nisassess.evidence.models import Evidence
from nisassess.identity import repository as identity
from nisassess.identity import service as people
from nisassess.identity.secrets import new_secret, secret_hash
from nisassess.identity.types import OrganisationKind
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.ids import new_id
from nisassess.kit.migrating import migrate
from nisassess.kit.settings import Settings
from nisassess.operators import service as operators
from nisassess.operators.types import OperatorDetails
from nisassess.sdk import ScopeKind
from nisassess.submissions import repository as submissions
from nisassess.submissions.keys import seal_keys
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.service import Submitter
from nisassess.submissions.types import StatusFact, StatusReader

PASSWORD = "a password for measuring"
PARTS = ("Office IT", "Control centre", "Substations")
_ROLES = (Role.OPERATOR_COORDINATOR, Role.OPERATOR_APPROVER, Role.SIGNATORY)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled installation: who may read it, and what is in it."""

    cookie: str
    operator: str
    authority: str
    assessments: dict[int, str]
    """Ids by number of parts."""


def settings(folder: Path, url: str | None) -> Settings:
    """Settings of the installation in a folder, on SQLite unless an URL is given."""
    return Settings(data_dir=folder, database_url=url)


async def fill(given: Settings, part_counts: tuple[int, ...] = (1, 3)) -> Filled:
    """Migrate and fill an empty database: an assessment for each number of parts."""
    given.data_dir.mkdir(parents=True, exist_ok=True)
    EXECUTOR_CACHE.clear()  # it holds statements in the dialect of an earlier database
    await migrate(given.effective_database_url)
    database = Database(given.effective_database_url)
    await database.open()
    try:
        return await _fill(database, part_counts)
    finally:
        await database.close()


async def _fill(database: Database, part_counts: tuple[int, ...]) -> Filled:
    offered = registry()
    details = OperatorDetails(name="Measured Grid", country="AT", entity_type=_ENTITY_TYPE)
    operator = await operators.create_operator(database, people.SYSTEM, offered, details)
    authority = await people.create_organisation(
        database, OrganisationKind.AUTHORITY, "Authority", "AT"
    )
    await people.add_competence(database, authority, "AT", "nis2", "*")
    person = await people.create_person(
        database, "p@bench.example", "Petra", PASSWORD, [(operator, role) for role in _ROLES]
    )
    cookie = new_secret()
    await identity.add_session(
        id=new_id("ses"),
        token_hash=secret_hash(cookie),
        person_id=person,
        created_at=now(),
        expires_at=now() + timedelta(hours=12),
    )
    actor = await actor_of(cookie)
    made = {}
    for count in part_counts:
        row = await start(database, actor, operator, PARTS[:count])
        await answer(row)
        made[count] = row.id
    return Filled(cookie, operator, authority, made)


_ENTITY_TYPE = "energy.electricity.distribution-system-operator"


async def actor_of(cookie: str) -> Actor:
    """The person behind the cookie."""
    actor = await identity.actor_of_session(secret_hash(cookie))
    assert actor is not None
    return actor


async def start(
    database: Database, actor: Actor, operator: str, parts: tuple[str, ...]
) -> AssessmentRow:
    """Start an assessment of all 350 controls."""
    given = service.StartInput(
        operator_id=operator,
        profile_id=PROFILE,
        title="Self-assessment",
        scope_kind=ScopeKind.ORGANISATION,
        scope_name="The whole house",
        scope_description="Everything that the service depends on.",
        period_from=date(2026, 1, 1),
        period_until=date(2026, 12, 31),
        parts=[(name, None) for name in parts],
    )
    return await service.start(database, registry(), actor, given)


async def answer(row: AssessmentRow) -> None:
    """Answer everything: statements everywhere, measures in the gaps, evidence elsewhere."""
    profile = await profiles.pinned(row.profile_digest)
    pieces = [
        (part.id, number, control)
        for part in await reads.parts(row)
        for number, control in enumerate(profile.controls.values())
    ]
    responses = [r for p in pieces for r in _responses(row, *p)]
    files = [_evidence(row, number) for number in range(len(profile.controls) // 2)]
    await Response.bulk_create(responses, batch_size=1000)
    await Change.bulk_create([_change(row, response) for response in responses], batch_size=1000)
    await Statement.bulk_create([_statement(row, *p) for p in pieces], batch_size=1000)
    await Measure.bulk_create([_measure(row, *p) for p in pieces if _gap(p[1])], batch_size=1000)
    await Evidence.bulk_create(files, batch_size=1000)
    links = [_link(row, files, *p) for p in pieces if not _gap(p[1])]
    await EvidenceLink.bulk_create(links, batch_size=1000)


def _gap(number: int) -> bool:
    return number % 3 == 0


def _saved(prefix: str, row: AssessmentRow, part: str, control: PinnedControl) -> dict[str, Any]:
    return {
        "id": new_id(prefix),
        "assessment_id": row.id,
        "part_id": part,
        "control_id": control.id,
        "version": 1,
        "updated_at": now(),
        "updated_by": "Petra",
    }


def _responses(
    row: AssessmentRow, part: str, number: int, control: PinnedControl
) -> Iterator[Response]:
    values = (str(1 if _gap(number) else 3), "no" if _gap(number) else "yes")
    for question, value in zip(control.questions, values, strict=True):
        yield Response(**_saved("ans", row, part, control), question_id=question.id, value=value)


def _change(row: AssessmentRow, response: Response) -> Change:
    return Change(
        id=new_id("chg"),
        assessment_id=row.id,
        kind="response",
        part_id=response.part_id,  # type: ignore[attr-defined]
        control_id=response.control_id,
        question_id=response.question_id,
        version=1,
        value="{}",
        at=response.updated_at,
        by_id="per_bench",
        by_name="Petra",
    )


def _statement(row: AssessmentRow, part: str, number: int, control: PinnedControl) -> Statement:
    return Statement(
        **_saved("ans", row, part, control),
        justification=f"The procedure of 12 March is followed; record {number} shows it. " * 3,
        not_applicable=False,
    )


def _measure(row: AssessmentRow, part: str, number: int, control: PinnedControl) -> Measure:
    return Measure(
        **_saved("ans", row, part, control),
        what=f"Close gap {number}: write the procedure, train the shift, test it in a drill.",
        who="Head of operations",
        until=date(2026, 6, 30),
        cost_class="low",
    )


def _evidence(row: AssessmentRow, number: int) -> Evidence:
    return Evidence(
        id=new_id("evd"),
        operator_id=row.operator_id,
        kind="file",
        title=f"Procedure {number}",
        filename=f"procedure-{number}.pdf",
        media_type="application/pdf",
        size=123_456,
        digest=f"{number:064x}",
        revision=1,
        added_at=now(),
        added_by_id="per_bench",
        added_by_name="Petra",
    )


def _link(
    row: AssessmentRow, files: list[Evidence], part: str, number: int, control: PinnedControl
) -> EvidenceLink:
    return EvidenceLink(
        id=new_id("lnk"),
        assessment_id=row.id,
        part_id=part,
        control_id=control.id,
        evidence_id=files[number % len(files)].id,
        attached_at=now(),
        attached_by="Petra",
    )


async def submit(given: Settings, filled: Filled, assessment_id: str) -> tuple[str, str]:
    """Approve and submit an assessment; the submission's id and its canonical results."""
    database = Database(given.effective_database_url)
    await database.open()
    try:
        actor = await actor_of(filled.cookie)
        decision = approving.Decision(
            approve=True,
            body="Board",
            resolution="1/2026",
            resolved_on=date(2026, 1, 2),
            reasons=None,
            reservations=None,
            members=(MemberValue("Mara", "chair", None),),
        )
        await approving.decide(
            database, registry().methods, actor, assessment_id, 0, decision=decision
        )
        submitter = Submitter(
            database, registry(), StatusReader(_essential), Sealer(seal_keys(given))
        )
        row = await submitter.submit(actor, assessment_id, 0, filled.authority, PASSWORD)
        return row.id, (await submissions.documents(actor, [row.id]))[row.id]
    finally:
        await database.close()


async def _essential(_: Actor, __: str) -> StatusFact:
    return StatusFact("essential", "indicative", "size", "NIS2 Art. 3(1)(a)")
