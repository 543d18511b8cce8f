"""What was answered elsewhere, what an assessment answers of other frameworks, and the workbook."""

import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Browser, expect

from nisassess.assessments import workbook_layout as layout
from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
CONTROL = "nis.risk-analysis"
QUESTION = f"{CONTROL}/residual-risk-accepted"
_MINE = "{ viewer { memberships { operatorId } } }"
_START = """
mutation Start($input: StartAssessmentInput!) {
  startAssessment(input: $input) { ... on AssessmentStarted { assessment { id } } }
}
"""
_SAID = """
query Said($id: ID!, $control: ID!) {
  assessment(id: $id) {
    responses { questionId value }
    statements(controlId: $control) { justification }
    evidence(controlId: $control) { evidence { title } }
  }
}
"""


def test_an_explanation_and_evidence_are_taken_over_and_answers_are_not(
    browser: Browser, demo: Server
) -> None:
    visitor = sign_in(browser, demo.url, COORDINATOR)
    page = visitor.page
    assessment = _start(visitor, "Taken over")
    page.goto(f"/assessments/{assessment}/controls/{CONTROL}")
    elsewhere = page.get_by_role("region", name="Already answered elsewhere")
    expect(elsewhere.get_by_text("asks the same").first).to_be_visible()
    elsewhere.get_by_text("What it says there").first.click()
    visitor.check_accessibility()
    elsewhere.get_by_role("button", name=re.compile("^Take over explanation")).first.click()
    expect(elsewhere.get_by_text("Read the explanation and answer the questions")).to_be_visible()
    expect(page.get_by_label("Explain your answers")).to_have_value(re.compile("^\\[From “"))
    expect(page.locator(".save-status")).to_contain_text("Saved")
    said = visitor.api(_SAID, id=assessment, control=CONTROL)["assessment"]
    assert said["responses"] == []
    assert said["statements"][0]["justification"].startswith("[From “Self-assessment")
    assert said["evidence"] != []
    assert visitor.complaints == []
    visitor.context.close()


def test_points_of_frameworks_are_listed_with_the_kind_of_mapping(
    browser: Browser, demo: Server
) -> None:
    visitor = sign_in(browser, demo.url, COORDINATOR)
    page = visitor.page
    assessment = _start(visitor, "Covering")
    page.goto(f"/assessments/{assessment}")
    page.get_by_role("link", name="What this already answers").click()
    page.get_by_role("heading", name="What this already answers").wait_for()
    expect(page.get_by_role("heading", name=re.compile("27001"))).to_be_visible()
    expect(page.get_by_text(re.compile("(covers|overlaps with) .*the point")).first).to_be_visible()
    visitor.check_accessibility()
    page.get_by_label("Show").select_option("onlyMet")
    expect(page.get_by_text("0 points shown")).to_be_visible()
    page.get_by_label("Show").select_option("all")
    expect(page.get_by_text(re.compile("^[1-9]\\d* points? shown"))).to_be_visible()
    visitor.context.close()


def test_a_workbook_is_filled_in_offline_and_its_faults_are_told_by_cell(
    browser: Browser, demo: Server, tmp_path: Path
) -> None:
    visitor = sign_in(browser, demo.url, COORDINATOR)
    page = visitor.page
    assessment = _start(visitor, "Offline")
    page.goto(f"/assessments/{assessment}")
    page.get_by_role("link", name="Fill in offline").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the workbook").click()
    original = tmp_path / "original.xlsx"
    download.value.save_as(original)
    page.get_by_role("button", name="Upload the workbook").click()
    expect(page.get_by_text("Choose the filled-in workbook").first).to_be_visible()
    visitor.check_accessibility()
    _upload(visitor, _filled(original, tmp_path / "wrong.xlsx", "Perhaps"))
    expect(
        page.get_by_text(re.compile("Sheet .*, row \\d+, column E: .Perhaps. is none of"))
    ).to_be_visible()
    expect(page.get_by_text("Nothing was changed.")).to_be_visible()
    visitor.check_accessibility()
    _upload(visitor, _filled(original, tmp_path / "right.xlsx", "Yes"))
    expect(page.get_by_text("1 change taken over")).to_be_visible()
    said = visitor.api(_SAID, id=assessment, control=CONTROL)["assessment"]
    assert [one["value"] for one in said["responses"]] == ["yes"]
    visitor.context.close()


def _start(visitor: Visitor, title: str) -> str:
    operator = visitor.api(_MINE)["viewer"]["memberships"][0]["operatorId"]
    given = {
        "operatorId": operator,
        "profileId": "nis-baseline-essential",
        "title": title,
        "scopeKind": "ORGANISATION",
        "scopeName": "The grid",
        "periodFrom": "2026-01-01",
        "periodUntil": "2026-12-31",
        "parts": [{"name": "Control centre"}],
    }
    started: dict[str, Any] = visitor.api(_START, input=given)["startAssessment"]
    return str(started["assessment"]["id"])


def _filled(original: Path, target: Path, answer: str) -> Path:
    """The workbook with one answer to a question of yes or no."""
    book = openpyxl.load_workbook(original)
    for sheet in book.worksheets:
        rows = list(sheet.iter_rows())
        headers = [cell.value for cell in rows[0]]
        if layout.ANSWER not in headers or layout.QUESTION not in headers:
            continue
        for row in rows[1:]:
            if row[headers.index(layout.QUESTION)].value == QUESTION:
                row[headers.index(layout.ANSWER)].value = answer
                book.save(target)
                return target
    raise AssertionError(original)


def _upload(visitor: Visitor, file: Path) -> None:
    visitor.page.locator("input[type=file]").set_input_files(file)
    visitor.page.get_by_role("button", name="Upload the workbook").click()
    visitor.page.get_by_role("heading", name="What the upload did").wait_for()
