"""A submission is corrected by a next version; it never changes itself."""

from typing import Any

import pytest

from nisassess.results.canonical import canonical, parse
from tests.assessments.calls import call, place, selection, statement
from tests.assessments.small import LADDER, ONE
from tests.assessments.world import PASSWORD, Company, Office, Stage, Started, dump, rows
from tests.submissions.full import Full, fill

REVISED = f"""mutation($id: ID!) {{ reviseSubmission(submissionId: $id) {{
    ... on RevisionStarted {{ assessment {{ id revises state parts {{ id name }} }} }}
    {selection("reviseSubmission")[1:]} }}"""


async def submitted(stage: Stage, company: Company, office: Office) -> tuple[Full, str]:
    full = await fill(stage, company, office)
    await stage.approve(company, full.started)
    row = await stage.submit(company, full.started, office)
    return full, row.id


async def revise(stage: Stage, company: Company, submission: str) -> Any:
    found = await stage.get(company.coordinator, REVISED, {"id": submission})
    return found["reviseSubmission"]


async def next_version(stage: Stage, company: Company, submission: str) -> Started:
    answer = await revise(stage, company, submission)
    assert answer["__typename"] == "RevisionStarted", answer
    assessment = answer["assessment"]
    return Started(assessment["id"], {part["name"]: part["id"] for part in assessment["parts"]})


async def said(assessment: str) -> dict[str, list[tuple[Any, ...]]]:
    """What an assessment says, apart from ids, times and versions."""
    parts = {row["id"]: row["name"] for row in await rows("part")}
    kept = {
        "response": ("question_id", "value"),
        "statement": ("control_id", "justification", "not_applicable_reason"),
        "measure": ("control_id", "what", "who", "until", "cost_class", "state", "owner_id"),
        "evidence_link": ("control_id", "evidence_id"),
    }
    return {
        table: sorted(
            (
                (parts[row["part_id"]], *(str(row[name]) for name in names))
                for row in await rows(table)
                if row["assessment_id"] == assessment
            ),
        )
        for table, names in kept.items()
    }


async def test_revision_starts_with_everything_that_was_said(
    stage: Stage, company: Company, office: Office
) -> None:
    full, submission = await submitted(stage, company, office)
    before = await dump("audit_entry")

    new = await next_version(stage, company, submission)

    assert await said(new.id) == await said(full.started.id)
    assert set(new.parts) == set(full.started.parts)
    after = await dump("audit_entry")
    for table, found in before.items():
        assert [row for row in after[table] if row in found] == found, table


async def test_next_version_names_the_one_it_supersedes_and_nothing_else_of_that_changes(
    stage: Stage, company: Company, office: Office
) -> None:
    _, first = await submitted(stage, company, office)
    (before,) = await rows("submission")
    new = await next_version(stage, company, first)
    await call(stage, company.contributor, "saveStatement", **statement(new, "Corrected.", 1))
    await stage.approve(company, new)

    row = await stage.submit(company, new, office)

    assert (row.version, row.supersedes) == (2, first)
    old, newer = await rows("submission")
    assert {**old, "superseded_by": None} == before
    assert old["superseded_by"] == newer["id"] == row.id
    results = parse(newer["document"].encode())
    assert results.version == 2
    assert results.supersedes is not None
    assert (results.supersedes.submission, results.supersedes.version) == (first, 1)
    assert results.supersedes.digest == old["digest"]


async def test_submission_is_revised_once_at_a_time(
    stage: Stage, company: Company, office: Office
) -> None:
    _, first = await submitted(stage, company, office)
    new = await next_version(stage, company, first)

    assert (await revise(stage, company, first))["code"] == "being_revised"

    await stage.approve(company, new)
    await stage.submit(company, new, office)
    assert (await revise(stage, company, first))["code"] == "superseded"


async def test_next_version_goes_to_the_same_authority(
    stage: Stage, company: Company, office: Office
) -> None:
    _, first = await submitted(stage, company, office)
    other = await stage.office("Another authority")
    new = await next_version(stage, company, first)
    await stage.approve(company, new)
    given = {
        "assessmentId": new.id,
        "revision": (await stage.row(company, new)).revision,
        "addresseeId": other.id,
        "password": PASSWORD,
    }

    answer = await call(stage, company.signatory, "submitAssessment", **given)

    assert [(issue["path"], issue["code"]) for issue in answer["issues"]] == [
        ("addresseeId", "other_addressee")
    ]
    assert len(await rows("submission")) == 1


async def test_strangers_revise_nothing(stage: Stage, company: Company, office: Office) -> None:
    _, first = await submitted(stage, company, office)
    stranger = await stage.company("Südwind Netz")

    assert (await revise(stage, stranger, first))["__typename"] == "NotFoundProblem"


DIFFERENCES = """query($before: ID!, $after: ID!) {
    submissionDifferences(before: $before, after: $after) {
        same better worse controls { controlId kind stateBefore stateAfter
            differences { aspect part subject before after } } } }"""


async def test_differences_between_versions_are_told_to_who_may_see_both(
    stage: Stage, company: Company, office: Office
) -> None:
    _, first = await submitted(stage, company, office)
    new = await next_version(stage, company, first)
    centre = new.parts["Control centre"]
    answer = {**place(new, ONE), "partId": centre, "questionId": LADDER, "value": "3"}
    await call(stage, company.contributor, "saveResponse", **answer, expectedVersion=1)
    words = {**place(new, ONE, justification="Locks were bought.", notApplicable=False)}
    await call(
        stage,
        company.contributor,
        "saveStatement",
        **{**words, "partId": centre, "expectedVersion": 0},
    )
    await stage.approve(company, new)
    second = (await stage.submit(company, new, office)).id

    given = {"before": first, "after": second}
    found = (await stage.get(office.officer, DIFFERENCES, given))["submissionDifferences"]

    assert (found["same"], found["better"], found["worse"]) == (2, 1, 0)
    (control,) = found["controls"]
    assert (control["controlId"], control["kind"]) == (ONE, "CHANGED")
    assert (control["stateBefore"], control["stateAfter"]) == ("BELOW", "MET")
    told = [
        (one["aspect"], one["part"], one["before"], one["after"]) for one in control["differences"]
    ]
    assert told == [
        ("STATE", "", "below", "met"),
        ("LEVEL", "", "1", "3"),
        ("STATE", "Control centre", "below", "met"),
        ("LEVEL", "Control centre", "1", "3"),
        ("JUSTIFICATION", "Control centre", None, "Locks were bought."),
        ("ANSWER", "Control centre", "Step 1", "Step 3"),
    ]
    other = await stage.office("Another authority")
    hidden = await stage.get(other.officer, DIFFERENCES, given)
    assert hidden == {"submissionDifferences": None}


async def test_earlier_submissions_by_the_same_profile_are_at_hand(
    stage: Stage, company: Company, office: Office
) -> None:
    _, first = await submitted(stage, company, office)
    new = await next_version(stage, company, first)
    await stage.approve(company, new)
    second = (await stage.submit(company, new, office)).id
    query = "query($id: ID!) { submission(id: $id) { version earlier { id version } } }"

    found = await stage.get(office.officer, query, {"id": second})

    assert found["submission"] == {"version": 2, "earlier": [{"id": first, "version": 1}]}


async def test_what_was_approved_is_exactly_what_is_sealed(
    stage: Stage, company: Company, office: Office
) -> None:
    """Whatever changes a result also lapses the approval: the revision is the lock."""
    full = await fill(stage, company, office)
    await stage.approve(company, full.started)
    given = statement(full.started, "Said after the approval.", 1)
    await call(stage, company.contributor, "saveStatement", **given)
    revision = (await stage.row(company, full.started)).revision
    submit = {
        "assessmentId": full.started.id,
        "revision": revision,
        "addresseeId": office.id,
        "password": PASSWORD,
    }

    refused = await call(stage, company.signatory, "submitAssessment", **submit)

    assert refused["code"] == "not_approved"
    await stage.approve(company, full.started)
    sealed = await call(stage, company.signatory, "submitAssessment", **submit)
    assert sealed["__typename"] == "AssessmentSubmitted"
    (row,) = await rows("submission")
    results = parse(row["document"].encode())
    assert canonical(results).decode() == row["document"]
    part = results.groups[0].controls[0].parts[0]
    assert part.justification == "Said after the approval."


@pytest.mark.parametrize(
    ("marking", "sealed"), [(None, "amber"), ("RED", "red"), ("AMBER_STRICT", "amber_strict")]
)
async def test_marking_is_sealed(
    stage: Stage, company: Company, office: Office, marking: str | None, sealed: str
) -> None:
    full = await fill(stage, company, office)
    await stage.approve(company, full.started)
    given = {
        "assessmentId": full.started.id,
        "revision": (await stage.row(company, full.started)).revision,
        "addresseeId": office.id,
        "password": PASSWORD,
        **({"marking": marking} if marking else {}),
    }

    await call(stage, company.signatory, "submitAssessment", **given)

    (row,) = await rows("submission")
    assert row["marking"] == sealed
    assert parse(row["document"].encode()).marking == sealed
