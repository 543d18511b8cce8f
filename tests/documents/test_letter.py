"""An authority's letter: archivable, accessible, in three languages."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdf
import pytest

from nisassess.documents.letter import (
    DATA_NAME,
    LANGUAGES,
    Asked,
    Letter,
    Ruled,
    Subject,
    ToCorrect,
    letter_words,
)
from tests.support.verapdf import PROFILES, broken_rules

pytestmark = pytest.mark.database_free

SUBJECT = Subject(
    id="sub_1",
    number=3,
    version=1,
    title="Self-assessment 2026",
    profile="NIS2 baseline",
    period_from="2026-01-01",
    period_until="2026-12-31",
    submitted_at="2026-11-02T09:30:00+00:00",
    signatory="Sigrid Signs",
    digest="ab" * 32,
)


def make_letter(kind: str = "return", language: str = "en") -> Letter:
    return Letter(
        kind=kind,
        language=language,
        authority="NIS authority of Austria",
        country="AT",
        case="2026-0017",
        reference="2026-0017/2",
        operator="Nordlicht Netz",
        officer="Nina Nis",
        confirmed_by="Nora Nis",
        issued_at="2026-11-20T10:00:00+00:00",
        subject=SUBJECT,
        legal_basis="NISG 2026 § 38; NIS2 Art. 32(2)(e)",
        outcome="Accepted" if kind == "closing" else None,
        outcome_text="Nothing more is asked." if kind == "closing" else None,
        due="2026-12-15" if kind == "return" else None,
        reasons="Two answers contradict each other.\n<script>alert(1)</script> שלום",
        controls=(ToCorrect("3.2", "Backups", "Restoring was never tried. " * 40),),
        rulings=(
            Ruled("4.1", "Remote access", "Office IT", False, "There is remote access.", None),
            Ruled("4.2", "Suppliers", "Control centre", True, None, "2027-12-31"),
            Ruled(None, "Cloud", "Control centre", True, None, None),
        ),
        questions=(
            Asked("1.1", "Policy", "Who approved it?", "2026-11-05", "settled", "The board."),
            Asked(None, None, "Who is the deputy?", "2026-11-06", "asked", None),
        ),
    )


def text_of(content: bytes) -> str:
    reader = pypdf.PdfReader(io.BytesIO(content))
    return " ".join("".join(page.extract_text() for page in reader.pages).split())


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, int]]:
    """What veraPDF says of every letter in every language, in one start of its engine."""
    folder = tmp_path_factory.mktemp("letters")
    for kind in ("return", "acknowledgement", "closing"):
        for language in LANGUAGES:
            (folder / f"{kind}-{language}.pdf").write_bytes(make_letter(kind, language).pdf())
    return broken_rules(sorted(folder.glob("*.pdf")))


def test_every_letter_keeps_every_rule_of_pdf_a_and_pdf_ua(
    found: dict[str, dict[str, int]],
) -> None:
    assert len(found) == 9 * len(PROFILES)
    assert {name: broken for name, broken in found.items() if broken} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_letter_says_what_was_decided_and_what_it_is_not(language: str) -> None:
    content = make_letter(language=language).pdf()

    told, m = text_of(content), letter_words(language)
    for expected in (
        m("letter.return.heading"),
        "Nordlicht Netz",
        "2026-0017",
        "Nina Nis",
        "Nora Nis",
        "NISG 2026 § 38",
        "Two answers contradict each other.",
        "Who approved it?",
        "The board.",
        m("letter.rejected"),
        m("letter.accepted.until", day=m.date("2027-12-31")),
        m("letter.due.text", day=m.date("2026-12-15")),
        m("letter.limits"),
    ):
        assert expected in told, expected
    assert str(pikepdf.open(io.BytesIO(content)).Root.Lang) == language


def test_letter_gives_the_same_bytes_again_and_carries_its_data(tmp_path: Path) -> None:
    letter = make_letter("closing")
    content = letter.pdf()

    file = pikepdf.open(io.BytesIO(content))
    data = json.loads(file.attachments[DATA_NAME].get_file().read_bytes())

    assert letter.pdf() == content
    assert data["format"] == "nisassess-letter/1"
    assert data["subject"]["digest"] == SUBJECT.digest
    assert data["outcome"] == "Accepted"


def test_letter_of_little_has_no_empty_section() -> None:
    letter = replace(
        make_letter("acknowledgement"),
        reasons=None,
        controls=(),
        rulings=(),
        questions=(),
        legal_basis=None,
        confirmed_by=None,
        language="xx",
    )

    told, m = text_of(letter.pdf()), letter_words("en")
    for absent in ("letter.controls", "letter.rulings", "letter.questions", "letter.legal"):
        assert m(absent) not in told
    assert m("letter.acknowledgement.heading") in told


def test_the_languages_have_the_same_words() -> None:
    keys = {language: letter_words(language).keys("letter.") for language in LANGUAGES}
    assert keys["fr"] == keys["de"] == keys["en"]
