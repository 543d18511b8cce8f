"""The document's own words: plural forms, dates, numbers, and no message missing or left over."""

import json
import re
from importlib.resources import files
from pathlib import Path
from string import Formatter

import pytest

from nisassess.documents.words import words

pytestmark = pytest.mark.database_free

PACKAGE = files("nisassess.documents")
CODES = {
    "dimension",
    "gate",
    "gate_mark",
    "parameter",
    "mark",
    "state",
    "pattern",
    "cost",
    "measure_state",
    "scope",
    "regime",
    "status",
    "basis",
    "force",
}
CODES |= {
    "scoring",
    "tlp",
    "tlp_meaning",
    "seal_kind",
    "short",
    "term",
    "meaning",
    "size",
    "figure",
}


def _messages(language: str = "en") -> dict[str, str]:
    return json.loads((PACKAGE / "messages" / f"{language}.json").read_text(encoding="utf-8"))


def _values(message: str) -> set[str]:
    """The names of what is put into a message."""
    return {name for _, name, _, _ in Formatter().parse(message) if name}


def _asked_for() -> set[str]:
    """Keys that templates and code ask for by name."""
    folder = Path(str(PACKAGE)) / "templates"
    own = [file for file in folder.iterdir() if not file.name.startswith(("annex", "letter"))]
    sources = [file.read_text(encoding="utf-8") for file in own]
    sources += [
        (PACKAGE / name).read_text(encoding="utf-8")
        for name in ("html.py", "render.py", "sealed.py", "words.py")
    ]
    found = re.findall(r"[\"']([a-z_]+(?:\.[a-z_]+)+)[\"']", " ".join(sources))
    return {
        *found,
        "page.of",
        "period",
        "submitted",
        "versioned",
        "entity",
        "opening",
        "locale",
        "pair",
    }


def test_every_message_that_is_asked_for_exists() -> None:
    messages = _messages()
    known = {key.removesuffix(".one").removesuffix(".other") for key in messages} | set(messages)
    missing = {key for key in _asked_for() - known if not key.endswith((".html", ".documents"))}

    assert missing == set()


def test_no_message_is_left_over() -> None:
    asked = _asked_for()
    unused = {
        key
        for key in _messages()
        if key.split(".")[0] not in CODES
        and key not in asked
        and key.removesuffix(".one").removesuffix(".other") not in asked
    }

    assert unused == set()


@pytest.mark.parametrize(
    ("count", "said"), [(1, "It holds 1 control."), (1_250, "It holds 1,250 controls.")]
)
def test_a_count_chooses_the_plural_form(count: int, said: str) -> None:
    assert words("en")("summary.controls", count=count) == said


@pytest.mark.parametrize(
    ("share", "shown"),
    [(None, "none"), (0.0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1.0, "100%")],
)
def test_a_share_is_never_rounded_to_all_or_nothing(share: float | None, shown: str) -> None:
    assert words("en").percent(share) == shown


def test_dates_are_in_words_and_times_in_utc() -> None:
    m = words("en")

    assert m.date("2026-03-04") == "4 March 2026"
    assert m.moment("2026-03-04T10:05:00+02:00") == "4 March 2026, 08:05 UTC"
    assert m.date("spring 2027") == "spring 2027"
    assert m.moment("unknown") == "unknown"


@pytest.mark.parametrize(
    ("octets", "shown"),
    [(1, "1 byte"), (900, "900 bytes"), (2_048, "2.0 KiB"), (5 << 20, "5.0 MiB")],
)
def test_sizes_have_a_unit_that_people_read(octets: int, shown: str) -> None:
    assert words("en").size(octets) == shown


@pytest.mark.parametrize("language", ["it", "en-IE", "../../secret", ""])
def test_an_unknown_language_falls_back_to_english(language: str) -> None:
    assert words(language).language == "en"


@pytest.mark.parametrize("language", ["fr", "de"])
def test_every_language_says_everything_with_the_same_values(language: str) -> None:
    english, other = _messages("en"), _messages(language)

    assert list(other) == list(english)
    differing = {key for key in english if _values(english[key]) != _values(other[key])}
    assert differing == set()
    same = {key for key in english if other[key] == english[key]}
    assert {key for key in same if len(re.sub(r"{.*?}|\W", "", english[key])) > 13} == {
        "tlp.amber_strict"
    }


@pytest.mark.parametrize(
    ("language", "date", "share", "number", "size"),
    [
        ("en", "4 March 2026", "72%", "1,250.5", "2.0 KiB"),
        ("fr", "4 mars 2026", "72\xa0%", "1\u202f250,5", "2,0 Kio"),
        ("de", "4. März 2026", "72\xa0%", "1.250,5", "2,0 KiB"),
    ],
)
def test_dates_and_numbers_are_those_of_the_language(
    language: str, date: str, share: str, number: str, size: str
) -> None:
    m = words(language)

    assert m.date("2026-03-04") == date
    assert m.percent(0.72) == share
    assert m.decimals(1250.5) == number
    assert m.size(2_048) == size


@pytest.mark.parametrize(
    ("language", "none", "one", "many"),
    [
        ("en", "0 controls have", "1 control has", "2 controls have"),
        ("fr", "0 mesure est", "1 mesure est", "2 mesures sont"),
        ("de", "0 Maßnahmen sind", "1 Maßnahme ist", "2 Maßnahmen sind"),
    ],
)
def test_plural_forms_are_those_of_the_language(
    language: str, none: str, one: str, many: str
) -> None:
    said = [words(language)("change.fallen", count=count) for count in (0, 1, 2)]

    assert all(text.startswith(start) for text, start in zip(said, (none, one, many), strict=True))


def test_french_keeps_its_signs_beside_their_words() -> None:
    loose = {key for key, said in _messages("fr").items() if re.search(r" [:;?!»]|« ", said)}

    assert loose == set()


def test_a_code_without_a_word_is_shown_as_it_is() -> None:
    assert words("en").code("cost", "very_high") == "very high"
    assert words("en").country("AT") == "Austria"
    assert words("en").country("ZZZ") == "ZZZ"
