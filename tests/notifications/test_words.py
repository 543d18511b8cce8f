"""The words of notices: complete in every language, with the same parameters, none left over."""

import json
from importlib.resources import files
from itertools import pairwise

import pytest

from nisassess.notifications.policy import TOLD_TO
from nisassess.notifications.types import FACTS, Content, NoticeKind
from nisassess.notifications.words import LANGUAGES, parameters, words

pytestmark = pytest.mark.database_free

FOLDER = files("nisassess.notifications") / "words"
CATALOGUES = {
    language: json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    for language in LANGUAGES
}


def shape(message: str | list[str]) -> object:
    """What must be the same in every language."""
    if isinstance(message, str):
        return sorted(parameters(message))
    return [sorted(parameters(sentence)) for sentence in message]


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_has_the_same_messages_with_the_same_parameters(language: str) -> None:
    original = {key: shape(text) for key, text in CATALOGUES["en"].items()}

    assert {key: shape(text) for key, text in CATALOGUES[language].items()} == original


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_title_sentences_and_advice_and_no_other_has(language: str) -> None:
    said = {key for key in CATALOGUES[language] if key.split(".")[0] in {"title", "what", "todo"}}

    assert said == {
        f"{what}.{kind.value}" for what in ("title", "what", "todo") for kind in NoticeKind
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_sentences_go_from_the_richest_to_one_that_needs_the_subject_alone(
    kind: NoticeKind, language: str
) -> None:
    needed = [parameters(sentence) for sentence in CATALOGUES[language][f"what.{kind.value}"]]

    assert needed[-1] == {"subject"}
    assert all(len(one) > len(next_) for one, next_ in pairwise(needed))
    assert set().union(*needed) <= FACTS | {"subject", "by"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NoticeKind)
def test_sentence_is_said_with_everything_known_and_with_nothing_but_the_subject(
    kind: NoticeKind, language: str
) -> None:
    facts = dict.fromkeys(FACTS, "Nordlicht Netz") | {"due": "2026-12-01", "until": "2026-12-01"}
    rich = Content(kind, "Network segmentation", "/", by="Ada Lovelace", facts=facts)
    bare = Content(kind, "Network segmentation", "/")

    for content in (rich, bare):
        said = words(language).sentence(content)
        assert "Network segmentation" in said
        assert "{" not in said
        assert "None" not in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_kinds_say_the_same(language: str) -> None:
    said = [words(language).sentence(Content(kind, "X", "/")) for kind in NoticeKind]
    titles = [words(language).title(kind) for kind in NoticeKind]

    assert len(set(said)) == len(set(titles)) == len(NoticeKind)


def test_every_fact_has_its_name() -> None:
    named = {key.removeprefix("fact.") for key in CATALOGUES["en"] if key.startswith("fact.")}

    assert named == FACTS


def test_every_kind_is_told_to_somebody() -> None:
    assert frozenset().union(*TOLD_TO.values()) == set(NoticeKind)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "“Pumps” is due on 1 December 2026."),
        ("fr", "«\u00a0Pumps\u00a0» est à rendre le 1 décembre 2026."),
        ("de", "„Pumps“ ist am 1. Dezember 2026 fällig."),
        ("de-CH", "„Pumps“ ist am 1. Dezember 2026 fällig."),
        ("pt", "“Pumps” is due on 1 December 2026."),
    ],
)
def test_dates_are_told_as_the_language_does_and_english_where_there_is_none(
    language: str, expected: str
) -> None:
    content = Content(NoticeKind.DUE_SOON, "Pumps", "/", facts={"due": "2026-12-01"})

    assert words(language).sentence(content) == expected


def test_details_tell_what_the_sentence_does_not() -> None:
    facts = {"due": "2026-12-01", "assessment": "Yearly assessment"}
    content = Content(NoticeKind.DUE_SOON, "Pumps", "/", facts=facts)

    assert words("en").details(content) == [("Assessment", "Yearly assessment")]
