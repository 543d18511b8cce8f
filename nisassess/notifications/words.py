"""What notices and mails say, from one message catalogue per language. Pure.

A kind has a title (`title.assigned`: as it is chosen from), sentences (`what.assigned`: the first
whose parameters are all known is said, the last needs nothing but the subject) and an advice
(`todo.assigned`).
"""

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from importlib.resources import files
from string import Formatter

from babel import Locale
from babel.dates import format_date

from nisassess.notifications.types import Content, NoticeKind

FALLBACK = "en"
LANGUAGES = ("en", "fr", "de")
DATES = frozenset({"due", "until"})
_FOLDER = files("nisassess.notifications") / "words"


class Words:
    """The sentences of one language."""

    def __init__(self, language: str, messages: Mapping[str, str | list[str]]) -> None:
        self.language = language
        self._messages = messages
        self._locale = Locale.parse(str(messages["locale"]), sep="-")

    def __call__(self, key: str, /, **values: object) -> str:
        """The message; with `count`, its plural form (`key.one`, `key.other`)."""
        count = values.get("count")
        if isinstance(count, int):
            form = f"{key}.{self._locale.plural_form(count)}"
            key = form if form in self._messages else f"{key}.other"
        return str(self._messages[key]).format(**values)

    def title(self, kind: NoticeKind) -> str:
        """The kind, as somebody would choose it."""
        return self(f"title.{kind.value}")

    def sentence(self, content: Content) -> str:
        """What happened, to what, by whom: as much of it as is known."""
        known = {"subject": content.subject, **self._shown(content.facts)}
        if content.by is not None:
            known["by"] = content.by
        sentences = self._messages[f"what.{content.kind.value}"]
        return next(said.format(**known) for said in sentences if parameters(said) <= set(known))

    def advice(self, kind: NoticeKind) -> str:
        """What to do about it."""
        return self(f"todo.{kind.value}")

    def details(self, content: Content) -> list[tuple[str, str]]:
        """The facts with their names, without those that the sentence says already."""
        said = self.sentence(content)
        shown = self._shown(content.facts)
        return [(self(f"fact.{name}"), value) for name, value in shown.items() if value not in said]

    def _shown(self, facts: Mapping[str, str]) -> dict[str, str]:
        return {
            name: self._date(value) if name in DATES else value
            for name, value in sorted(facts.items())
        }

    def _date(self, value: str) -> str:
        """An ISO date in words; anything else as it stands."""
        try:
            return self.day(date.fromisoformat(value))
        except ValueError:
            return value

    def day(self, day: date) -> str:
        """A date in words."""
        return str(format_date(day, format="long", locale=self._locale))


def parameters(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@lru_cache(maxsize=8)
def _read(language: str) -> Words:
    file = _FOLDER / f"{language}.json"
    return Words(language, json.loads(file.read_text(encoding="utf-8")))


def words(language: str) -> Words:
    """The sentences of a language such as `de-AT`; English ones where there are none."""
    code = language.lower().partition("-")[0]
    return _read(code if code in LANGUAGES else FALLBACK)
