"""What was submitted stands in the document, word for word."""

from dataclasses import replace

import pytest

from nisassess.documents import engine
from nisassess.documents.html import Sources, to_html
from nisassess.results.types import (
    DimensionResult,
    Evidence,
    Gate,
    Measure,
    Opening,
    Outcome,
    Reference,
    Results,
    Trace,
)
from tests.documents.conftest import VERIFY_URL, Rendered, letters, rendered
from tests.documents.factory import PARTS, all_parts, make_results

LONG = "Wherever management and maintenance meet, measures must be named and monitored. " * 5

pytestmark = pytest.mark.database_free


def _evidence(report: Rendered) -> list[Evidence]:
    return [item for part in all_parts(report.results) for item in part.evidence]


def test_every_justification_and_reason_appears(report: Rendered) -> None:
    parts = all_parts(report.results)
    justifications = [part.justification for part in parts if part.justification]
    reasons = [part.not_applicable_reason for part in parts if part.not_applicable_reason]

    assert len(justifications) > 20
    assert len(reasons) > 3
    for text in justifications:
        assert letters(text) in report.letters
    for text in reasons:
        assert report.letters.count(letters(text)) == 2, "with the control and in the list"


def test_every_control_and_answer_appears(report: Rendered) -> None:
    for group in report.results.groups:
        assert letters(group.title) in report.letters
        for control in group.controls:
            assert letters(f"{control.label} {control.title}") in report.letters
            assert letters(control.statement) in report.letters
            assert letters(f"Identifier {control.id}") in report.letters
    for part in all_parts(report.results):
        for answer in part.answers:
            assert letters(answer.prompt) in report.letters
            assert letters(answer.answer_description or "Not answered") in report.letters


def test_files_appear_with_name_and_hash(report: Rendered) -> None:
    files = [item for item in _evidence(report) if item.kind == "file"]

    assert len(files) > 10
    for file in files:
        assert letters(file.filename or "") in report.letters
        assert (file.digest or "") in report.letters


def test_references_are_marked_as_staying_with_the_operator(report: Rendered) -> None:
    references = [item for item in _evidence(report) if item.kind == "reference"]
    mark = letters("By reference: stays with the operator")

    assert references
    assert report.letters.count(mark) == len(references)
    for item in references:
        assert letters(f"Location: {item.location}") in report.letters
    assert letters("no hash recorded") in report.letters


def test_gaps_stand_with_measure_or_without(report: Rendered) -> None:
    below = [part for part in all_parts(report.results) if part.state == "below"]
    planned = [part.measure for part in below if part.measure]
    gaps = _chapter(report, "III Gaps and planned measures", "IV Not applicable")

    assert planned
    assert len(planned) < len(below)
    for measure in planned:
        assert letters(measure.what) in gaps
        assert letters(measure.who) in gaps
    assert letters("Gaps without a measure") in gaps
    assert letters("Not assessed yet") in gaps


def test_approval_names_members_with_their_training(report: Rendered) -> None:
    approval = _chapter(report, "V Approval and release", "VI Legal basis")

    for member in report.results.approval.members[:4]:
        assert letters(member.name) in approval
    assert letters("4 March 2026") in approval
    assert approval.count(letters("none recorded")) == 2
    assert letters(report.results.approval.reservations or "") in approval
    assert letters("GF-2026/41 of 17 November 2026") in approval
    assert letters(report.results.release.signatory) in approval


def test_legal_basis_method_and_catalogues_appear(report: Rendered) -> None:
    for text in (
        "(EU) 2024/1366 Art. 29",
        "CELEX 32024R1366",
        "gated maturity levels",
        "A level counts only when all levels below it are met",
        "energy-electricity",
        "Listed as essential by the competent authority",
    ):
        assert letters(text) in report.letters


def test_digest_stands_on_cover_and_last_page(report: Rendered) -> None:
    assert report.digest in letters(report.pages[0])
    assert report.digest in letters(report.pages[-1])
    assert letters(VERIFY_URL) in letters(report.pages[-1])


def test_every_page_after_the_cover_has_head_and_foot(report: Rendered) -> None:
    total = len(report.pages)
    short = " ".join(report.digest[at : at + 4] for at in range(0, 16, 4))

    for number, page in enumerate(report.pages[1:], 2):
        assert f"Page {number} of {total}" in page
        assert report.results.operator.name in page
        assert short in page
        assert "Self-declared" in page


def test_management_summary_takes_one_page(report: Rendered) -> None:
    assert "Summary for the management body" in report.pages[1]
    assert report.pages[2].count("Contents") == 1
    for text in ("Completeness", "Attainment", "What matters most"):
        assert text in report.pages[1]


@pytest.mark.parametrize("groups", [6, 10, 40])
def test_management_summary_with_long_texts_takes_one_page(groups: int) -> None:
    results = _long_texts(make_results(groups, 1, PARTS[:1]))
    whole = to_html(results, Sources("0" * 64))
    head, _, rest = whole.partition('<section class="cover">')
    summary = rest[rest.index("<section") : rest.index('<section class="chapter contents">')]

    document = engine.lay_out(f"{head}{summary}</body></html>")

    assert ("28 further groups stand in chapter I." in summary) is (groups == 40)
    assert len(document.pages) == 1


def test_cover_with_long_texts_takes_one_page() -> None:
    report = rendered(_long_texts(make_results(1, 1)))

    assert "Summary for the management body" in report.pages[1]
    assert report.digest in letters(report.pages[0])


def test_contents_give_the_page_of_each_group(report: Rendered) -> None:
    contents = report.pages[2].splitlines()

    for group in report.results.groups:
        line = next(line for line in contents if group.title in line)
        page = int(line.split()[-1])
        assert group.title in report.pages[page - 1]


def test_english_stands_in_for_a_language_without_messages() -> None:
    report = rendered(make_results(groups=1, controls=1, language="mt"))

    assert "Contents" in report.pages[2]


def _chapter(report: Rendered, title: str, following: str) -> str:
    text = letters("".join(report.pages[3:]))
    return text.split(letters(title), 1)[1].split(letters(following), 1)[0]


def _long_texts(results: Results) -> Results:
    """The same with every name long, and every control far below its target."""
    measure = Measure(LONG, LONG, "2027-09-30", "medium")
    groups = []
    for group in results.groups:
        parts = tuple(
            replace(part, state="below", level=0, measure=measure, not_applicable_reason=None)
            for control in group.controls
            for part in control.parts
        )
        control = replace(group.controls[0], title=LONG, parts=parts, state="below", level=0)
        groups.append(replace(group, title=LONG, controls=(control,)))
    return replace(
        results,
        groups=tuple(groups),
        operator=replace(results.operator, name=LONG),
        scope=replace(results.scope, name=LONG, parts=(replace(PARTS[0], name=LONG),)),
        profile=replace(results.profile, title=LONG),
        figures=replace(results.figures, open=1),
    )


def test_gates_averages_and_what_opened_the_profile_appear() -> None:
    trace = Trace("The total must reach 3.5; no average makes up for it.", (), "3.25 of 3.5")
    results = make_results(groups=1, controls=2)
    group = results.groups[0]
    control = replace(
        group.controls[0],
        key=True,
        value=3.25,
        dimensions=(DimensionResult("documentation", 4.0), DimensionResult("implementation", 2.5)),
    )
    figures = replace(results.figures, value=3.25, value_at_least=3.25, value_trace=trace)
    opened = Opening(
        "identified",
        "Identified by the authority",
        "The duties bind.",
        "Authority for energy",
        "2026-05-04",
        Reference("(EU) 2024/1366 Art. 24(6)", "Network code", "binding", None, None, None),
    )
    results = replace(
        results,
        figures=figures,
        groups=(replace(group, controls=(control, *group.controls[1:])),),
        gates=(Gate("total", "Total", 3.5, 3.25, "failed", trace),),
        outcome=Outcome("failed", "One condition is not met.", trace),
        opening=opened,
    )

    html = to_html(results, Sources("0" * 64, VERIFY_URL))

    assert html.count("One condition is not met.") == 2, "on the summary and with the scores"
    assert "✗ Not passed." in html
    assert "Foundation." in html
    assert "Documentation: 4 · Implementation: 2.5" in html
    assert "Reached: 3.25." in html
    assert "Authority for energy, 4 May 2026 ((EU) 2024/1366 Art. 24(6))" in html


@pytest.mark.parametrize(
    ("language", "heading", "state", "date"),
    [
        ("fr", "Synthèse pour l’organe de direction", "Sous la cible", "20 novembre 2026"),
        ("de", "Überblick für das Leitungsorgan", "Unter dem Ziel", "20. November 2026"),
    ],
)
def test_the_document_speaks_the_language_of_the_results(
    language: str, heading: str, state: str, date: str
) -> None:
    report = rendered(make_results(groups=1, controls=2, language=language))

    assert heading in report.pages[1]
    assert letters(date) in letters(report.pages[0])
    assert letters(state) in report.letters
    for english in ("Planned measure", "Below target", "Legal basis", "Justification:", "Released"):
        assert letters(english) not in report.letters
