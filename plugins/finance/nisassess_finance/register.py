"""A section of the document: the articles of DORA with the state of the controls under them."""

import re
from collections import Counter
from collections.abc import Mapping

from nisassess.sdk import SealedControl, SealedView, Section, SectionTable

_DORA = "32022R2554"
_ARTICLE = re.compile(r"Art\. (\d+)")
_STATES = ("met", "below", "open", "not_applicable")
_WORDS: Mapping[str, tuple[str, ...]] = {
    "en": (
        "Register of DORA articles",
        "Each article of Regulation (EU) 2022/2554 to which a control of the profile refers, with "
        "the state of these controls. A control that refers to several articles stands under each.",
        "Article",
        "Controls",
        "Met",
        "Below target",
        "Open",
        "Not applicable",
        "Art. {number}",
    ),
    "fr": (
        "Registre des articles de DORA",
        "Chaque article du règlement (UE) 2022/2554 auquel renvoie une mesure du profil, avec "
        "l’état de ces mesures. Une mesure qui renvoie à plusieurs articles figure sous chacun.",
        "Article",
        "Mesures",
        "Cible atteinte",
        "Sous la cible",
        "En suspens",
        "Non applicable",
        "Art. {number}",
    ),
    "de": (
        "Register der Artikel von DORA",
        "Jeder Artikel der Verordnung (EU) 2022/2554, auf den sich eine Maßnahme des Profils "
        "bezieht, mit dem Stand dieser Maßnahmen. Eine Maßnahme, die sich auf mehrere Artikel "
        "bezieht, steht unter jedem.",
        "Artikel",
        "Maßnahmen",
        "Ziel erreicht",
        "Unter dem Ziel",
        "Offen",
        "Nicht zutreffend",
        "Art. {number}",
    ),
}


def register(results: SealedView) -> tuple[Section, ...]:
    """The register; no section where no control refers to DORA."""
    found: dict[int, list[SealedControl]] = {}
    for control in results.controls:
        for article in sorted(_articles(control)):
            found.setdefault(article, []).append(control)
    if not found:
        return ()
    title, lead, *heads, article_words = _WORDS.get(results.language, _WORDS["en"])
    rows = tuple(
        _row(article_words.format(number=article), found[article]) for article in sorted(found)
    )
    return (Section(title, (lead,), SectionTable(tuple(heads), rows)),)


def _articles(control: SealedControl) -> set[int]:
    return {
        int(number)
        for reference in control.references
        if reference.celex == _DORA
        for number in _ARTICLE.findall(reference.citation)
    }


def _row(article: str, controls: list[SealedControl]) -> tuple[str, ...]:
    count = Counter(control.state for control in controls)
    named = ", ".join(control.label or control.id for control in controls)
    return (article, named, *(str(count[state]) for state in _STATES))
