"""Downloads of a submission's other documents: by whom, what, and how they are told apart."""

import csv
import io
import json

import httpx
import pytest
from openpyxl import load_workbook

from nisassess.results.canonical import digest
from nisassess.submissions import repository
from nisassess.submissions.types import SubmissionRow
from tests.assessments.small import BEST, DOOR
from tests.assessments.world import Company, Office, Stage


@pytest.fixture
async def submission(stage: Stage, company: Company, office: Office) -> SubmissionRow:
    _, row = await stage.submitted(company, office, answers={**BEST, DOOR: "no"})
    return row


async def download(
    stage: Stage, office: Office, row: SubmissionRow, ending: str, **headers: str
) -> httpx.Response:
    path = f"/submissions/{row.id}.{ending}"
    return await stage.client.get(path, headers={**office.officer.headers, **headers})


async def test_json_is_what_was_sealed_byte_for_byte_under_its_digest(
    stage: Stage, office: Office, submission: SubmissionRow
) -> None:
    answer = await download(stage, office, submission, "json")
    documents = await repository.documents(office.officer.actor, [submission.id])

    assert answer.status_code == 200
    assert answer.content == documents[submission.id].encode()
    assert digest(answer.content) == submission.digest
    assert answer.headers["etag"] == f'"{submission.digest}"'
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["content-disposition"] == (
        'attachment; filename="nisassess Nordlicht Netz 1.json"'
    )


@pytest.mark.parametrize("tags", ['"{0}"', 'W/"{0}"', '"other", "{0}"', "*"])
async def test_json_is_not_sent_again_to_who_has_it(
    tags: str, stage: Stage, office: Office, submission: SubmissionRow
) -> None:
    given = {"If-None-Match": tags.format(submission.digest)}

    same = await download(stage, office, submission, "json", **given)
    other = await download(stage, office, submission, "csv", **given)

    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["etag"] == f'"{submission.digest}"'
    assert other.status_code == 200


async def test_json_is_sent_to_who_has_another_one(
    stage: Stage, office: Office, submission: SubmissionRow
) -> None:
    answer = await download(stage, office, submission, "json", **{"If-None-Match": '"other"'})

    assert answer.status_code == 200


async def test_csv_comes_with_a_mark_of_its_encoding_only_when_asked(
    stage: Stage, office: Office, submission: SubmissionRow
) -> None:
    plain = await download(stage, office, submission, "csv")
    marked = await download(stage, office, submission, "csv?bom=1")

    assert plain.headers["content-type"] == "text/csv; charset=utf-8; header=present"
    assert marked.content == b"\xef\xbb\xbf" + plain.content
    rows = list(csv.DictReader(io.StringIO(plain.text, newline="")))
    assert [row["control_state"] for row in rows] == ["below", "met", "met"]


async def test_workbook_opens(stage: Stage, office: Office, submission: SubmissionRow) -> None:
    answer = await download(stage, office, submission, "xlsx")

    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Summary", "Controls", "Answers", "Evidence", "Plan"]


async def test_oscal_documents_tell_findings_and_the_plan(
    stage: Stage, office: Office, submission: SubmissionRow
) -> None:
    results = (await download(stage, office, submission, "oscal.json")).json()
    plan = (await download(stage, office, submission, "poam.json")).json()

    (result,) = results["assessment-results"]["results"]
    states = [one["target"]["status"]["state"] for one in result["findings"]]
    assert states == ["not-satisfied", "satisfied", "satisfied"]
    assert len(plan["plan-of-action-and-milestones"]["poam-items"]) == 1


async def test_submission_without_a_gap_has_no_plan_and_says_so(
    stage: Stage, company: Company, office: Office
) -> None:
    _, row = await stage.submitted(company, office)

    answer = await download(stage, office, row, "poam.json")

    assert answer.status_code == 409
    assert json.loads(answer.content) == {
        "error": {
            "code": "NO_PLAN",
            "message": (
                "There is no plan of action: there is no gap and no measure in these results."
            ),
        }
    }
