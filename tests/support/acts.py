"""Whole acts of people, done through the services: start, answer, approve, submit."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date
from typing import Any

from nisassess.access import Actor, Permission
from nisassess.assessments import approving, assigning, carrying_over
from nisassess.assessments import service as assessments
from nisassess.assessments.planning import MeasureInput, save_measure
from nisassess.assessments.repository import reads
from nisassess.assessments.types import (
    AssessmentRow,
    AssignmentRow,
    CostClass,
    Key,
    MemberValue,
    PartRow,
)
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.types import PinnedProfile
from nisassess.evidence.service import EvidenceService, describe_file
from nisassess.evidence.types import EvidenceRow, UploadPlace
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from nisassess.plugins import PluginRegistry
from nisassess.sdk import ScopeKind
from nisassess.submissions.sealing import Sealer
from nisassess.submissions.service import Submitter
from nisassess.submissions.types import StatusReader, SubmissionRow
from tests.support.answers import best, worst

ORGANISATION = ("Whole organisation",)


async def start(
    services: Services,
    actor: Actor,
    profile_id: str,
    *,
    title: str = "Self-assessment",
    parts: tuple[str, ...] = ORGANISATION,
    **changes: Any,
) -> AssessmentRow:
    """Start an assessment in the actor's first organisation."""
    year = today().year
    given: dict[str, Any] = {
        "operator_id": actor.grants[0].organisation_id,
        "profile_id": profile_id,
        "title": title,
        "scope_kind": ScopeKind.ORGANISATION,
        "scope_name": "The whole operator",
        "scope_description": None,
        "period_from": date(year, 1, 1),
        "period_until": date(year, 12, 31),
        "parts": [(part, None) for part in parts],
        **changes,
    }
    return await assessments.start(
        services.get(Database),
        services.get(PluginRegistry),
        actor,
        assessments.StartInput(**given),
    )


async def carry_over(
    services: Services, actor: Actor, assessment_id: str, profile_id: str
) -> AssessmentRow:
    """Start next year's assessment from an earlier one."""
    year = today().year + 1
    return await carrying_over.carry_over(
        services.get(Database),
        services.get(PluginRegistry),
        actor,
        carrying_over.CarryInput(
            assessment_id, profile_id, "Carried over", date(year, 1, 1), date(year, 12, 31)
        ),
    )


async def content(actor: Actor, assessment_id: str) -> tuple[PinnedProfile, tuple[PartRow, ...]]:
    """What is asked, and of which parts."""
    row = await seen(actor, assessment_id)
    return await profiles.pinned(row.profile_digest), await reads.parts(row)


async def seen(actor: Actor, assessment_id: str) -> AssessmentRow:
    """The assessment as the actor sees it."""
    row = await reads.assessment(actor, assessment_id, Permission.ASSESSMENT_READ)
    assert row is not None
    return row


async def answer(
    services: Services,
    actor: Actor,
    assessment_id: str,
    *,
    count: int | None = None,
    missed: tuple[str, ...] = (),
) -> None:
    """Answer the first `count` questions, or all, for every part; `missed`: controls below."""
    profile, parts = await content(actor, assessment_id)
    asked = list(profile.questions.values())[:count]
    database = services.get(Database)
    await asyncio.gather(
        *(
            assessments.save_response(
                database,
                actor,
                Key(assessment_id, part.id, control.id, question.id),
                worst(question) if control.id in missed else best(question),
                0,
            )
            for part in parts
            for control, question in asked
        )
    )


async def explain(services: Services, actor: Actor, assessment_id: str) -> None:
    """Justify the first control of the first part, and plan a measure for it."""
    profile, parts = await content(actor, assessment_id)
    key = Key(assessment_id, parts[0].id, next(iter(profile.controls)))
    database = services.get(Database)
    await assessments.save_statement(
        database,
        actor,
        key,
        justification="We looked at every system.",
        not_applicable=False,
        not_applicable_reason=None,
        expected=0,
    )
    measure = MeasureInput("Look again", "Ada Ampère", today(), CostClass.LOW)
    await save_measure(database, actor, key, measure, 0)


async def assign(
    services: Services, actor: Actor, assessment_id: str, person_id: str, **terms: Any
) -> AssignmentRow:
    """Assign the first control of the first part to somebody."""
    profile, parts = await content(actor, assessment_id)
    given = assigning.AssignInput(
        assessment_id,
        (person_id,),
        (),
        (next(iter(profile.controls)),),
        (parts[0].id,),
        assigning.Terms(**terms),
    )
    done = await assigning.assign(services.get(Database), actor, given)
    return done.assignments[0]


async def upload(
    services: Services,
    actor: Actor,
    assessment_id: str,
    content_: bytes = b"%PDF-1.7 risk analysis",
    filename: str = "risk-analysis.pdf",
) -> EvidenceRow:
    """Attach a file to the first control of the first part."""
    profile, parts = await content(actor, assessment_id)
    place = UploadPlace(assessment_id, parts[0].id, next(iter(profile.controls)))

    async def chunks() -> AsyncIterator[bytes]:
        yield content_

    file = describe_file(filename, None, "application/pdf", len(content_))
    done = await services.get(EvidenceService).upload(actor, place, file, chunks())
    return done.evidence


def decision(**changes: Any) -> approving.Decision:
    """The management body approves, unless told otherwise."""
    usual: dict[str, Any] = {
        "approve": True,
        "body": "Board of directors",
        "resolution": "2026/14",
        "resolved_on": today(),
        "reasons": None,
        "reservations": None,
        "members": (MemberValue("Grace Hopper", "Chair", today()), MemberValue("Jo", None, None)),
    }
    return approving.Decision(**{**usual, **changes})


async def approve(
    services: Services, approver: Actor, assessment_id: str, **changes: Any
) -> AssessmentRow:
    """Decide on the revision as it stands; the assessment afterwards."""
    row = await seen(approver, assessment_id)
    await approving.decide(
        services.get(Database),
        services.get(PluginRegistry).methods,
        approver,
        assessment_id,
        row.revision,
        decision=decision(**changes),
    )
    return await seen(approver, assessment_id)


async def submit(
    services: Services, signatory: Actor, assessment_id: str, addressee_id: str, password: str
) -> SubmissionRow:
    """Release the revision as it stands."""
    row = await seen(signatory, assessment_id)
    submitter = Submitter(
        services.get(Database),
        services.get(PluginRegistry),
        services.get(StatusReader),
        services.get(Sealer),
    )
    return await submitter.submit(signatory, assessment_id, row.revision, addressee_id, password)
