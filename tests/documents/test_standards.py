"""PDF/A-3a, PDF/A-3u and PDF/UA-1 in one file, by veraPDF's rules, before and after signing."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from nisassess.documents.render import render
from nisassess.documents.signing import sign_pdf
from nisassess.results.types import Measure, Results
from tests.documents.factory import make_results, with_first_part, with_justification
from tests.documents.sealing import make_job, make_key, make_stamping
from tests.documents.test_hard_texts import ODD, RIGHT_TO_LEFT, SCRIPTS, WORD
from tests.support.verapdf import PROFILES, broken_rules

pytestmark = pytest.mark.database_free

LANGUAGES = ("en", "fr", "de")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """What veraPDF says of all files, in one start of its engine."""
    folder = tmp_path_factory.mktemp("standards")
    for language in LANGUAGES:
        results = make_results(groups=1, controls=2, language=language)
        earlier = replace(results, number=1, period_until="2025-12-31")
        rendered = render(make_job(results, earlier))
        (folder / f"{language}.pdf").write_bytes(rendered)
        (folder / f"{language}-signed.pdf").write_bytes(sign_pdf(rendered, make_key()))
    hard = render(make_job(_hard()))
    stamped = sign_pdf(hard, make_key(), make_stamping())
    (folder / "hard-signed.pdf").write_bytes(stamped)
    return broken_rules(sorted(folder.glob("*.pdf")))


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_document_keeps_every_rule_before_signing(
    found: dict[str, dict[str, int]], profile: str, language: str
) -> None:
    assert found[f"{profile} {language}.pdf"] == {}


@pytest.mark.parametrize("profile", PROFILES)
@pytest.mark.parametrize("name", [*LANGUAGES, "hard"])
def test_the_document_keeps_every_rule_after_signing(
    found: dict[str, dict[str, int]], profile: str, name: str
) -> None:
    assert found[f"{profile} {name}-signed.pdf"] == {}


def _untitled(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def _untagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.MarkInfo
    del pdf.Root.StructTreeRoot


def _unrelated(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.AF


@pytest.mark.parametrize(
    ("spoil", "profile"),
    [(_untitled, "PDFUA-1"), (_untagged, "PDFA-3A"), (_unrelated, "PDFA-3U")],
)
def test_a_spoilt_document_is_found_out(
    spoil: Callable[[pikepdf.Pdf], None], profile: str, tmp_path: Path
) -> None:
    file = tmp_path / "spoilt.pdf"
    file.write_bytes(render(make_job(make_results(groups=1, controls=1))))
    with pikepdf.open(file, allow_overwriting_input=True) as pdf:
        spoil(pdf)
        pdf.save(file)

    assert broken_rules([file], (profile,))[f"{profile} spoilt.pdf"]


def _hard() -> Results:
    """Every hard text in one document: words without end, scripts, directions, odd characters."""
    scripts = " / ".join((*SCRIPTS.values(), *RIGHT_TO_LEFT))
    results = with_justification(make_results(groups=1, controls=1), f"{scripts} {ODD} {WORD}")
    measure = Measure(WORD, scripts, "2027-01-01", "low")
    results = with_first_part(results, measure=measure, state="below", level=0)
    members = tuple(replace(results.approval.members[0], name=name) for name in RIGHT_TO_LEFT)
    return replace(
        results,
        title=WORD,
        operator=replace(results.operator, name=f"{RIGHT_TO_LEFT[0]} {WORD}"),
        approval=replace(results.approval, members=members, reservations=scripts),
    )
