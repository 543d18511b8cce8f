"""A profile that was looked at with some of its controls only is scored in full afterwards."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from nisassess.assessments.scoring import score
from nisassess.assessments.types import AssessmentRow, AssessmentState, PartRow, Snapshot
from nisassess.catalogues.resolve import resolve
from nisassess.plugins import register
from nisassess.sdk import ScopeKind
from nisassess.sdk.scoring import METHODS
from tests.assessments.small import ONE, PROFILE, THREE, TWO, candidate, content

pytestmark = pytest.mark.database_free
AT = datetime(2026, 5, 4, tzinfo=UTC)


def whole() -> Snapshot:
    registry = register([candidate("small", content())])
    row = AssessmentRow(
        id="asm_1",
        operator_id="opr_1",
        profile_digest="looked at in part",
        title="Self-assessment",
        scope_kind=ScopeKind.ORGANISATION,
        scope_name="All",
        scope_description=None,
        period_from=date(2026, 1, 1),
        period_until=date(2026, 12, 31),
        state=AssessmentState.DRAFT,
        revision=1,
        submission_id=None,
        created_at=AT,
        updated_at=AT,
    )
    profile = resolve(registry, registry.profiles[PROFILE])
    return Snapshot(row, profile, (PartRow("prt_1", "Office", None),), (), (), (), ())


def test_profile_scored_in_part_first_is_scored_in_full_afterwards() -> None:
    full = whole()
    first = full.profile.groups[0]
    part = replace(full.profile, groups=(replace(first, controls=first.controls[:1]),))

    in_part = score(replace(full, profile=part), METHODS)
    in_full = score(full, METHODS)

    assert [found.control for found in in_part.controls] == [ONE]
    assert [found.control for found in in_full.controls] == [ONE, TWO, THREE]
