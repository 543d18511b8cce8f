"""GraphQL of mappings: what an assessment answers elsewhere, and what is answered already."""

from datetime import date

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.assessments import reusing, service
from nisassess.assessments.graphql_score import ControlState
from nisassess.assessments.graphql_types import AttachedEvidence, Part
from nisassess.assessments.types import AssessmentState
from nisassess.kit.errors import NotFound
from nisassess.plugins import PluginRegistry
from nisassess.sdk import MappingRelation


@strawberry.type
class CoveringControl:
    """A control with what it covers of the entry, and where it stands."""

    control_id: strawberry.ID
    label: str | None
    title: str
    relation: MappingRelation
    state: ControlState
    level: int | None


@strawberry.type
class FrameworkEntry:
    """An entry of a framework, e.g. `Art. 21(2)(a)`, with the controls mapped to it."""

    target: str
    controls: list[CoveringControl]


@strawberry.type
class FrameworkCoverage:
    """A framework with every entry that a control of the assessment is mapped to."""

    framework: str
    entries: list[FrameworkEntry]


@strawberry.type
class MappedPart:
    """What one part of the other assessment says."""

    part: Part
    state: ControlState
    level: int | None
    justification: str | None
    not_applicable_reason: str | None
    evidence: list[AttachedEvidence]


@strawberry.type
class MappedControl:
    """A control of another assessment; `relation` is what it covers of the one asked about."""

    assessment_id: strawberry.ID
    assessment_title: str
    assessment_state: AssessmentState
    period_from: date
    period_until: date
    profile_title: str
    control_id: strawberry.ID
    label: str | None
    title: str
    relation: MappingRelation
    state: ControlState
    level: int | None
    level_name: str | None
    parts: list[MappedPart]


@strawberry.type
class Query:
    """Mappings, for members of the operator."""

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def coverage(
        self, info: Info, assessment_id: strawberry.ID
    ) -> list[FrameworkCoverage] | None:
        """Which entries of other frameworks the assessment's controls cover something of."""
        try:
            taken = await service.snapshot(info.context.actor, assessment_id)
        except NotFound:
            return None
        methods = info.context.get(PluginRegistry).methods
        return [_framework(found) for found in reusing.frameworks(taken, methods)]

    @access.field(requires=Permission.ASSESSMENT_READ)
    async def mapped_controls(
        self, info: Info, assessment_id: strawberry.ID, control_id: strawberry.ID
    ) -> list[MappedControl] | None:
        """What the operator's other assessments say of controls mapped to this one."""
        methods = info.context.get(PluginRegistry).methods
        try:
            found = await reusing.mapped_controls(
                info.context.actor, methods, assessment_id, control_id
            )
        except NotFound:
            return None
        return [_mapped(one) for one in found]


def _framework(found: reusing.Framework) -> FrameworkCoverage:
    return FrameworkCoverage(
        framework=found.name,
        entries=[
            FrameworkEntry(
                target=entry.target,
                controls=[
                    CoveringControl(
                        control_id=strawberry.ID(one.control.id),
                        label=one.control.label,
                        title=one.control.title,
                        relation=one.relation,
                        state=one.score.state,
                        level=one.score.level,
                    )
                    for one in entry.covering
                ],
            )
            for entry in found.entries
        ],
    )


def _mapped(found: reusing.MappedControl) -> MappedControl:
    return MappedControl(
        assessment_id=strawberry.ID(found.assessment.id),
        assessment_title=found.assessment.title,
        assessment_state=found.assessment.state,
        period_from=found.assessment.period_from,
        period_until=found.assessment.period_until,
        profile_title=found.profile_title,
        control_id=strawberry.ID(found.control.id),
        label=found.control.label,
        title=found.control.title,
        relation=found.relation,
        state=found.state,
        level=found.level,
        level_name=found.level_name,
        parts=[
            MappedPart(
                part=Part.of(one.part),
                state=one.state,
                level=one.level,
                justification=one.statement.justification if one.statement else None,
                not_applicable_reason=one.statement.not_applicable_reason
                if one.statement
                else None,
                evidence=[AttachedEvidence.of(row) for row in one.evidence],
            )
            for one in found.parts
        ],
    )
