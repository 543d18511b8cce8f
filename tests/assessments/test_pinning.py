"""An assessment stands on what it pinned, whatever becomes of the plugin."""

import hashlib
import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from nisassess.assessments.models import Assessment
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.types import PinnedProfile
from nisassess.plugins import register
from nisassess.results.canonical import canonical_value
from nisassess.sdk.scoring import METHODS
from tests.assessments.calls import call, document, place, response, statement
from tests.assessments.small import (
    BEST,
    LADDER,
    ONE,
    PROFILE,
    candidate,
    content,
    real_candidates,
)
from tests.assessments.test_bad_answers import no_such
from tests.assessments.world import PASSWORD, Company, Stage, Started, dump, rows

WHOLE = """query($id: ID!) {
    assessment(id: $id) {
        title state revision
        profile { id version digest scoringMethod scoringVersion levels catalogues { id version } }
        approvalBasis { citation }
        groups { id title controls { id statement target references { citation }
            questions { id prompt choices { value label } } } }
        responses { questionId value version }
    }
    score(assessmentId: $id) { method methodVersion selfDeclared
        total { met below open completeness attainment attainmentTrace { rule result } }
        controls { controlId state level trace { rule inputs { ref value } result } } }
    readiness(assessmentId: $id) { ready items { code controlId } }
}"""
SCORE = "query($id: ID!) { score(assessmentId: $id) { revision } }"
READINESS = "query($id: ID!) { readiness(assessmentId: $id) { ready } }"
ANSWERS = """query($id: ID!) { assessment(id: $id) {
    profile { scoringVersion } responses { value } statements { justification } } }"""


def _gone(stage: Stage) -> None:
    stage.application.services.add(register(real_candidates()))


def _faulty(stage: Stage) -> None:
    broken = content(groups={"small-first": 9})
    registry = register((*real_candidates(), candidate("small", broken)))
    assert [refused.name for refused in registry.refused] == ["small"]
    stage.application.services.add(registry)


def _changed(stage: Stage) -> None:
    newer = content(version="2.0", statement="It is otherwise.", groups={"small-first": 1})
    registry = register((*real_candidates(), candidate("small", newer)))
    assert registry.refused == ()
    stage.application.services.add(registry)


CHANGES = pytest.mark.parametrize("change", [_gone, _faulty, _changed])


@CHANGES
async def test_assessment_reads_and_scores_as_before(
    stage: Stage, company: Company, change: Any
) -> None:
    started = await stage.start(company)
    await stage.answer(company, started, {**BEST, LADDER: "1"})
    before = await stage.get(company.contributor, WHOLE, {"id": started.id})
    assert before["score"]["total"]["below"] == 1

    change(stage)
    profiles._cache.clear()  # as in a process that has just started

    assert await stage.get(company.contributor, WHOLE, {"id": started.id}) == before


@CHANGES
async def test_assessment_is_answered_approved_and_submitted_as_before(
    stage: Stage, company: Company, change: Any
) -> None:
    office = await stage.office("NIS authority of Austria")
    started = await stage.start(company)
    change(stage)

    answer = await call(stage, company.contributor, "saveResponse", **response(started, "3"))
    assert answer["response"]["version"] == 1
    rest = {question: value for question, value in BEST.items() if question != LADDER}
    await stage.answer(company, started, rest)
    await stage.approve(company, started)
    given = {
        "assessmentId": started.id,
        "revision": 4,
        "addresseeId": office.id,
        "password": PASSWORD,
    }
    submitted = await call(stage, company.signatory, "submitAssessment", **given)

    assert submitted["__typename"] == "AssessmentSubmitted"
    (row,) = await rows("submission")
    sealed = json.loads(row["document"])
    assert sealed["profile"]["version"] == "1.0"
    assert sealed["groups"][0]["controls"][0]["statement"] == "It is so."
    if change is _gone:  # once is enough: rendering takes its time
        url = f"/submissions/{row['id']}.pdf"
        pdf = await stage.client.get(url, headers=office.officer.headers)
        assert pdf.content.startswith(b"%PDF-")


async def test_new_assessment_pins_the_new_version_and_the_old_one_keeps_its_own(
    stage: Stage, company: Company
) -> None:
    old = await stage.start(company)
    _changed(stage)
    newer = Stage(stage.application, stage.client)

    new = await newer.start(company)

    query = """query($id: ID!) { assessment(id: $id) {
        profile { version digest } groups { controls { statement target } } } }"""
    found = [
        (await stage.get(company.contributor, query, {"id": one.id}))["assessment"]
        for one in (old, new)
    ]
    assert [one["profile"]["version"] for one in found] == ["1.0", "2.0"]
    firsts = [one["groups"][0]["controls"][0] for one in found]
    assert firsts == [
        {"statement": "It is so.", "target": 2},
        {"statement": "It is otherwise.", "target": 1},
    ]
    assert len(await rows("resolved_profile")) == 2


async def test_profile_of_a_plugin_that_is_gone_is_not_offered(
    stage: Stage, company: Company
) -> None:
    query = "query($id: ID!) { profiles(operatorId: $id) { id } }"
    before = await stage.get(company.coordinator, query, {"id": company.id})
    assert PROFILE in [profile["id"] for profile in before["profiles"]]

    _gone(stage)

    after = await stage.get(company.coordinator, query, {"id": company.id})
    assert PROFILE not in [profile["id"] for profile in after["profiles"]]
    answer = await call(
        stage,
        company.coordinator,
        "startAssessment",
        operatorId=company.id,
        profileId=PROFILE,
        title="2026",
        scopeKind="ORGANISATION",
        scopeName="All",
        periodFrom="2026-01-01",
        periodUntil="2026-12-31",
        parts=[{"name": "All"}],
    )
    assert answer == no_such("profile")


async def test_two_assessments_of_one_profile_share_the_pinned_document(
    stage: Stage, company: Company
) -> None:
    first, second = await stage.start(company), await stage.start(company)

    (row,) = await rows("resolved_profile")

    assert row["digest"] == hashlib.sha256(row["document"].encode()).hexdigest()
    assert {(await stage.row(company, one)).profile_digest for one in (first, second)} == {
        row["digest"]
    }


async def scored_by_another_version(stage: Stage, company: Company) -> Started:
    """An assessment whose pinned scoring method is no longer installed."""
    started = await stage.start(company)
    await stage.answer(company, started)
    await call(stage, company.contributor, "saveStatement", **statement(started))
    digest = (await stage.row(company, started)).profile_digest
    old = replace(await profiles.pinned(digest), scoring_version="0.9")
    await pin(stage, started, old)
    return started


async def pin(stage: Stage, started: Started, profile: PinnedProfile) -> None:
    """Let an assessment stand on a profile that another installation resolved."""
    document = canonical_value(asdict(profile))
    digest = hashlib.sha256(document).hexdigest()
    await stage.database.write(lambda: profiles.pin(digest, profile, document.decode()))
    await Assessment.filter(id=started.id).update(profile_id=digest)


MISSING = (
    "This assessment is scored by gated-maturity 0.9, which is not installed. Its answers are "
    "kept; install that version to go on."
)


async def test_missing_scorer_leaves_the_answers_readable_and_says_what_to_do(
    stage: Stage, company: Company
) -> None:
    assert METHODS["gated-maturity"].version != "0.9"
    started = await scored_by_another_version(stage, company)

    for query in (SCORE, READINESS):
        answer = await stage.ask(company.contributor, query, {"id": started.id})
        assert set(answer["data"].values()) == {None}
        (error,) = answer["errors"]
        assert error["message"] == MISSING
        assert error["extensions"] == {"code": "STATE", "state": "scorer_missing"}
    found = await stage.get(company.contributor, ANSWERS, {"id": started.id})
    assert found["assessment"]["profile"] == {"scoringVersion": "0.9"}
    assert len(found["assessment"]["responses"]) == 4
    assert found["assessment"]["statements"] == [{"justification": "So it is."}]


async def test_missing_scorer_lets_answers_be_saved_but_nothing_be_approved(
    stage: Stage, company: Company
) -> None:
    started = await scored_by_another_version(stage, company)
    saved = await call(stage, company.contributor, "saveResponse", **response(started, "2", 1))
    assert saved["__typename"] == "ResponseSaved"
    before = await dump("audit_entry")
    given = {
        "assessmentId": started.id,
        "revision": saved["revision"],
        "approve": True,
        "body": "Board",
        "resolution": "7",
        "resolvedOn": "2026-03-02",
        "members": [{"name": "Ada"}],
    }

    answer = await call(stage, company.approver, "decideApproval", **given)

    problem = {"__typename": "StateProblem", "message": MISSING, "code": "scorer_missing"}
    assert answer == problem
    assert await dump("audit_entry") == before


async def test_missing_scorer_refuses_the_release_of_what_was_approved(
    stage: Stage, company: Company
) -> None:
    office = await stage.office("NIS authority of Austria")
    started = await stage.start(company)
    await stage.answer(company, started)
    await stage.approve(company, started)
    digest = (await stage.row(company, started)).profile_digest
    old = replace(await profiles.pinned(digest), scoring_method="retired")
    await pin(stage, started, old)
    given = {
        "assessmentId": started.id,
        "revision": 4,
        "addresseeId": office.id,
        "password": PASSWORD,
    }

    answer = await call(stage, company.signatory, "submitAssessment", **given)

    assert answer["code"] == "scorer_missing"
    assert "scored by retired 1.0, which is not installed" in answer["message"]
    assert await rows("submission") == []


async def test_control_of_a_newer_version_is_no_control_of_the_old_one(
    stage: Stage, company: Company
) -> None:
    started = await stage.start(company)
    given = {**statement(started), **place(started, "nis.risk-analysis")}

    assert await call(stage, company.contributor, "saveStatement", **given) == no_such("control")
    given = {"input": response(started, question=LADDER, controlId=ONE)}
    answer = await stage.get(company.contributor, document("saveResponse"), given)
    assert answer["saveResponse"]["__typename"] == "ResponseSaved"
