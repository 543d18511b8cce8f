"""The register of DORA articles: each article with the state of the controls under it."""

import pytest

from nisassess.sdk import SealedControl, SealedReference, SealedView
from nisassess_finance.register import register

pytestmark = pytest.mark.database_free


def _control(label: str, state: str, *citations: str, celex: str = "32022R2554") -> SealedControl:
    references = tuple(SealedReference(citation, "", celex) for citation in citations)
    return SealedControl(f"dora.{label}", label, "A control", "g", state, 2, 3, references)


def _view(*controls: SealedControl, language: str = "en") -> SealedView:
    return SealedView("finance-dora-full", "2026.1", language, controls)


def test_articles_stand_in_order_with_their_controls_by_state() -> None:
    (section,) = register(
        _view(
            _control("1.1", "met", "DORA Art. 10(1)", "DORA Art. 6(1)"),
            _control("1.2", "below", "DORA Art. 6(8)"),
            _control("1.3", "not_applicable", "DORA Art. 6(2)"),
        )
    )

    assert section.table
    assert section.table.columns[:2] == ("Article", "Controls")
    assert section.table.rows == (
        ("Art. 6", "1.1, 1.2, 1.3", "1", "1", "0", "1"),
        ("Art. 10", "1.1", "1", "0", "0", "0"),
    )


def test_other_acts_make_no_section() -> None:
    assert register(_view(_control("1.1", "met", "NIS2 Art. 21", celex="32022L2555"))) == ()


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("fr", "Registre des articles de DORA"),
        ("de", "Register der Artikel von DORA"),
        ("mt", "Register of DORA articles"),
    ],
)
def test_the_register_is_in_the_language_of_the_document(language: str, title: str) -> None:
    (section,) = register(_view(_control("1.1", "met", "DORA Art. 6"), language=language))

    assert section.title == title
