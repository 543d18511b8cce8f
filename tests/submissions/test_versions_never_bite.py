"""A control is removed, the plugin upgraded, then uninstalled: what was submitted never moves."""

import shutil
from typing import Any

import pytest

from nisassess.catalogues import repository as profiles
from nisassess.kit.settings import Settings
from nisassess.plugins import register
from nisassess.sdk import ChangeKind, ControlChange, VersionChanges
from tests.assessments.small import ONE, PROFILE, THREE, TWO, Content, candidate, real_candidates
from tests.assessments.world import Company, Office, Stage, rows
from tests.sdk import builders
from tests.submissions.full import fill

READ = """query($id: ID!, $submission: ID!) {
    assessment(id: $id) { state groups { id controls { id statement target
        questions { id prompt choices { value label } } } } responses { questionId value } }
    score(assessmentId: $id) { total { met below attainment attainmentTrace { rule result } }
        controls { controlId level trace { rule inputs { ref value } result } } }
    submission(id: $submission) { digest document controls { controlId level target state } }
}"""


def _without_two() -> Content:
    """The next version: the second control is gone, with it the whole second group."""
    removed = ControlChange(ChangeKind.REMOVED)
    changes = VersionChanges(
        "2.0", "1.0", {ONE: ControlChange(ChangeKind.CHANGED), TWO: removed, THREE: removed}
    )
    catalogue = builders.catalogue(
        builders.group(builders.control(ONE, statement="It is otherwise."), id_="small-first"),
        id="small-catalogue",
        version="2.0",
        changes=(changes,),
    )
    profile = builders.profile(
        id=PROFILE,
        version="2.0",
        catalogues=("small-catalogue",),
        groups={"small-first": 3},
    )
    return Content(builders.sector(id="small", title="Small"), (catalogue,), (profile,))


def _upgrade(stage: Stage) -> None:
    registry = register((*real_candidates(), candidate("small", _without_two(), "2.0.0")))
    assert registry.refused == ()
    stage.application.services.add(registry)
    profiles._cache.clear()


def _uninstall(stage: Stage) -> None:
    stage.application.services.add(register(real_candidates()))
    profiles._cache.clear()


async def _pdf(stage: Stage, office: Office, submission: str) -> bytes:
    """The PDF rendered anew, not the one that was kept; without its signature, made anew too."""
    shutil.rmtree(stage.application.services.get(Settings).data_dir / "pdf", ignore_errors=True)
    answer = await stage.client.get(
        f"/submissions/{submission}.pdf", headers=office.officer.headers
    )
    assert answer.status_code == 200
    content: bytes = answer.content
    rendered, end, signature = content.partition(b"%%EOF\n")
    assert b"/ByteRange" in signature  # it stands behind what was rendered
    return rendered + end


@pytest.mark.parametrize("steps", [(_upgrade, _uninstall)])
async def test_submitted_assessment_reads_scores_and_renders_byte_for_byte_as_before(
    stage: Stage, company: Company, office: Office, steps: Any
) -> None:
    full = await fill(stage, company, office)
    await stage.approve(company, full.started)
    sealed = await stage.submit(company, full.started, office)
    given = {"id": full.started.id, "submission": sealed.id}
    before = await stage.get(company.coordinator, READ, given)
    stored = await rows("resolved_profile"), await rows("submission")
    pdf = await _pdf(stage, office, sealed.id)

    for step in steps:
        step(stage)

        assert await stage.get(company.coordinator, READ, given) == before
        assert (await rows("resolved_profile"), await rows("submission")) == stored
        assert await _pdf(stage, office, sealed.id) == pdf
