"""Every kind of question, conditions, dimensions, openings, languages and carrying over.

One assessment of invented content goes from its start to its successor in a new version.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.journeys.browser import Visitor, sign_in
from tests.journeys.server import Server, running
from tests.journeys.yard import CONTENT, next_version

pytestmark = pytest.mark.browser

COORDINATOR = "jonas.aschauer@sonnkar-netz.example"
AUTHORITY = "Hafenamt"
WORDS = "The crane of 1971 has no remote access."
_ANSWERS = """
query Answers($id: ID!) {
  assessment(id: $id) { responses { questionId value } opening { option authority dated } }
}
"""
_FOLDERS = "NISASSESS_PLUGIN_FOLDERS"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of this module's servers."""
    return tmp_path_factory.mktemp("yard")


@pytest.fixture
def yard(data: Path) -> Iterator[Server]:
    """The demo with the trial content beside its own."""
    with running(data, verb="demo", environment={_FOLDERS: str(CONTENT)}) as server:
        yield server


def test_every_kind_of_question_is_answered_and_carried_into_the_next_version(
    browser: Browser, yard: Server, data: Path, tmp_path: Path
) -> None:
    coordinator = sign_in(browser, yard.url, COORDINATOR)
    assessment = _start_after_an_act(coordinator)
    _open_control(coordinator, assessment, "trial.cranes")
    _follow_a_condition(coordinator)
    _weigh_indicators(coordinator)
    _give_number_date_and_text(coordinator)
    _find_it_stored(coordinator, assessment)
    _answer_in_two_dimensions(coordinator, assessment)
    _read_gates_and_value(coordinator, assessment)
    _read_it_in_french(coordinator, assessment)
    assert coordinator.complaints == []
    coordinator.context.close()
    yard.end()
    newer = {_FOLDERS: str(next_version(tmp_path / "newer"))}
    with running(data, environment=newer) as server:
        successor = sign_in(browser, server.url, COORDINATOR)
        _carry_over(successor, assessment)
        _confirm(successor)
        assert successor.complaints == []


def _start_after_an_act(visitor: Visitor) -> str:
    page = visitor.page
    page.goto("/assessments/new")
    expect(page.get_by_role("heading", name="Recommended for you")).to_be_visible()
    page.get_by_label("Search the profiles").fill("trial YARD")
    expect(page.get_by_role("radio")).to_have_count(1)
    expect(page.get_by_text("Opens after an act of an authority")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_role("radio", name="Trial yard").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="What opens this profile to you?").wait_for()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
    visitor.check_accessibility()
    page.get_by_label("Listed by the port authority").check()
    page.get_by_role("textbox", name="Authority").fill(AUTHORITY)
    page.get_by_label("Date of its act").fill("2026-02-03")
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("What is it called?").fill("The yard")
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="Which parts does it have?").wait_for()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text(f"Listed by the port authority: {AUTHORITY}")).to_be_visible()
    page.get_by_role("button", name="Start the assessment").click()
    page.get_by_text("0 of 2 controls are done.").wait_for()
    expect(
        page.get_by_text(f"Opened by: Listed by the port authority: {AUTHORITY}")
    ).to_be_visible()
    visitor.check_accessibility()
    return page.url.rstrip("/").rsplit("/", 1)[-1]


def _open_control(visitor: Visitor, assessment: str, control: str) -> None:
    visitor.page.goto(f"/assessments/{assessment}/controls/{control}")
    visitor.page.get_by_role("heading", name="Questions").wait_for()


def _follow_a_condition(visitor: Visitor) -> None:
    page = visitor.page
    ways = page.get_by_role("group", name="Over which ways?")
    expect(ways).to_have_count(0)
    page.get_by_role("group", name="Can a crane be moved from afar?").get_by_label("Yes").check()
    expect(ways).to_be_visible()
    said = page.get_by_role("status").filter(has_text="1 further question is asked now")
    expect(said).to_contain_text("Over which ways?")
    none = ways.get_by_label("None of these is true")
    none.check()
    ways.get_by_label("By radio").check()
    expect(none).not_to_be_checked()
    ways.get_by_label("Through the tunnel").check()
    _saved(visitor)
    visitor.check_accessibility()


def _weigh_indicators(visitor: Visitor) -> None:
    page = visitor.page
    cabins = page.get_by_role("group", name="What is true of the cabins?")
    good = cabins.get_by_role("group", name="Good practice", exact=True)
    good.get_by_label("Cabins are locked").check()
    expect(page.get_by_text("This counts as not achieved: statements of good")).to_be_visible()
    good.get_by_label("Each move is recorded").check()
    expect(page.get_by_text("This counts as achieved")).to_be_visible()
    bad = cabins.get_by_role("group", name="Bad practice")
    bad.get_by_label("Drivers share one code").check()
    expect(page.get_by_text("This counts as not achieved: a statement of bad")).to_be_visible()
    bad.get_by_label("Drivers share one code").uncheck()
    _saved(visitor)


def _give_number_date_and_text(visitor: Visitor) -> None:
    page = visitor.page
    hours = page.get_by_label("How long until a wrong move is noticed?")
    _wrong(hours, "soon", "Must be a number, such as 12 or 0.5")
    _wrong(hours, "101", "Must be from 0 to 100")
    visitor.check_accessibility()
    hours.fill("2,50")
    hours.blur()
    expect(hours).to_have_value("2.5")
    tried = page.get_by_label("When was the stop last tried?")
    tried.fill("2026-03-04")
    tried.blur()
    remark = page.get_by_label("What else should be known?")
    remark.fill(WORDS)
    remark.blur()
    _saved(visitor)
    page.get_by_role("button", name="Clear this answer When was the stop").click()
    expect(tried).to_have_value("")
    tried.fill("2026-03-05")
    tried.blur()
    _saved(visitor)
    page.reload()
    expect(remark).to_have_value(WORDS)


def _wrong(field: Locator, text: str, message: str) -> None:
    field.fill(text)
    field.blur()
    expect(field.page.get_by_text(message)).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")


def _find_it_stored(visitor: Visitor, assessment: str) -> None:
    found = visitor.api(_ANSWERS, id=assessment)["assessment"]
    assert {one["questionId"]: one["value"] for one in found["responses"]} == {
        "trial.cranes/remote": "yes",
        "trial.cranes/ways": "vpn radio",
        "trial.cranes/practice": "locked logged",
        "trial.cranes/hours": "2.5",
        "trial.cranes/tried": "2026-03-05",
        "trial.cranes/remark": WORDS,
    }
    assert found["opening"] == {"option": "listed", "authority": AUTHORITY, "dated": "2026-02-03"}


def _answer_in_two_dimensions(visitor: Visitor, assessment: str) -> None:
    page = visitor.page
    _open_control(visitor, assessment, "trial.signals")
    expect(page.get_by_text("it cannot be declared not applicable")).to_be_visible()
    expect(page.get_by_text("Foundation", exact=True)).to_be_visible()
    sides = [page.get_by_role("region", name=name) for name in ("Documentation", "Implementation")]
    for side in sides:
        side.get_by_label("Everywhere").check()
    boxes = [side.bounding_box() for side in sides]
    assert boxes[0]
    assert boxes[1]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] < boxes[1]["x"]
    page.get_by_label("Own staff").check()
    page.get_by_label("Partially achieved").check()
    _saved(visitor)
    visitor.check_accessibility()


def _read_gates_and_value(visitor: Visitor, assessment: str) -> None:
    page = visitor.page
    page.goto(f"/assessments/{assessment}/score")
    expect(page.get_by_text("on a scale from 1 to 3").first).to_be_visible()
    expect(page.get_by_text(re.compile(r"^Documentation: \d\.\d")).first).to_be_visible()
    page.get_by_role("button", name="How? Outcome").click()
    dialog = page.get_by_role("dialog", name="Outcome")
    expect(dialog.get_by_text("Worked out from")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_text("What would raise it most").first.click()
    expect(page.get_by_role("link", name=re.compile("Go to the question")).first).to_be_visible()
    visitor.check_accessibility()


def _read_it_in_french(visitor: Visitor, assessment: str) -> None:
    page = visitor.page
    _open_control(visitor, assessment, "trial.cranes")
    page.get_by_label("Language").select_option("fr")
    expect(page.get_by_role("heading", name="Commande des grues")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    expect(page.get_by_label("En combien de temps")).to_have_value("2,5")
    visitor.check_accessibility()
    page.goto(f"/assessments/{assessment}/controls/trial.signals")
    expect(page.locator("h1 [lang=en]")).to_have_text("Signals")
    expect(page.get_by_text("anglais", exact=True).first).to_be_visible()
    visitor.check_accessibility()
    page.get_by_label("Langue").select_option("en")
    expect(page.get_by_text("English", exact=True)).to_have_count(1)  # the choice in the header


def _carry_over(visitor: Visitor, assessment: str) -> None:
    page = visitor.page
    page.goto(f"/assessments/{assessment}")
    page.get_by_role("link", name="Carry over into a new assessment").click()
    expect(page.get_by_text("The same profile, version 1.1; so far version 1.0")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_role("button", name="See the differences").click()
    page.get_by_role("heading", name="What changes").wait_for()
    changed = page.get_by_role("region", name="Changed")
    expect(changed.get_by_text("A remark is no longer asked for.")).to_be_visible()
    expect(changed.get_by_text("What else should be known?")).to_be_visible()
    expect(page.get_by_role("region", name="Added").get_by_text("Fence")).to_be_visible()
    visitor.check_accessibility()
    page.get_by_role("button", name="Start with what is carried over").click()
    expect(page.get_by_role("alert").get_by_role("link")).to_have_count(3)
    page.get_by_label("Title of the assessment").fill("The yard, once more")
    page.get_by_label("Listed by the port authority").check()
    page.get_by_role("textbox", name="Authority").fill(AUTHORITY)
    page.get_by_label("Date of its act").fill("2026-02-03")
    page.get_by_role("button", name="Start with what is carried over").click()
    page.get_by_role("heading", name="The yard, once more").wait_for()
    expect(page.get_by_text("2 controls carried over are still to be confirmed")).to_be_visible()
    visitor.check_accessibility()


def _confirm(visitor: Visitor) -> None:
    page = visitor.page
    page.get_by_role("link", name=re.compile("Confirm the next: Crane control")).click()
    box = page.get_by_role("region", name=re.compile("Carried over from the earlier assessment"))
    expect(box.get_by_text("being seen by two.")).to_be_visible()
    expect(box.get_by_text("2.5 hours")).to_be_visible()
    expect(box.get_by_text(f"{WORDS} (does not go over)")).to_be_visible()
    visitor.check_accessibility()
    box.get_by_role("button", name="Confirm this control").click()
    expect(box.get_by_text("Confirmed by Jonas Aschauer")).to_be_visible()
    page.get_by_role("link", name="Back to the task list").first.click()
    expect(page.get_by_text("1 control carried over is still to be confirmed")).to_be_visible()


def _saved(visitor: Visitor) -> None:
    """Until the line of status says that everything is saved."""
    expect(visitor.page.locator(".save-status")).to_contain_text("Saved")
    expect(visitor.page.get_by_text("Saving…")).to_have_count(0)
