"""The document's own words, from a message catalogue, with dates and numbers of the locale."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from babel.numbers import format_decimal, format_percent

FALLBACK = "en"
_KIB = 1024


class Words:
    """Messages and formats of one language."""

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        self.language = language
        self._messages = messages
        self._locale = Locale.parse(messages["locale"], sep="-")

    def __call__(self, key: str, /, **values: object) -> str:
        """The message; with `count`, its plural form (`key.one`, `key.other`)."""
        count = values.get("count")
        if isinstance(count, int):
            plural = f"{key}.{self._locale.plural_form(count)}"
            key = plural if plural in self._messages else f"{key}.other"
        shown = {
            name: self.number(value) if isinstance(value, int | float) else value
            for name, value in values.items()
        }
        return self._messages[key].format(**shown)

    def code(self, prefix: str, code: str) -> str:
        """The word for a code, or the code itself where the catalogue has no word for it."""
        return self._messages.get(f"{prefix}.{code}", code.replace("_", " "))

    def keys(self, prefix: str) -> list[str]:
        """The keys under a prefix, in the catalogue's order."""
        return [key for key in self._messages if key.startswith(prefix)]

    def number(self, value: float) -> str:
        """A number with the locale's separators."""
        return str(format_decimal(value, locale=self._locale))

    def decimals(self, value: float) -> str:
        """A figure on the profile's scale, with two decimals at most."""
        return str(format_decimal(value, "#,##0.##", locale=self._locale))

    def percent(self, share: float | None) -> str:
        """A share as a whole per cent, never rounded up to all nor down to nothing."""
        if share is None:
            return self("figure.none")
        whole = round(share * 100)
        if whole == 100 and share < 1:  # noqa: PLR2004
            whole = 99
        if whole == 0 and share > 0:
            whole = 1
        return str(format_percent(whole / 100, locale=self._locale))

    def date(self, value: str | None) -> str:
        """An ISO date in words; anything else as it stands."""
        try:
            day = date.fromisoformat((value or "")[:10])
        except ValueError:
            return value or ""
        return str(format_date(day, format="long", locale=self._locale))

    def moment(self, value: str | None) -> str:
        """An ISO time in words, in UTC; anything else as it stands."""
        try:
            time = datetime.fromisoformat(value or "")
        except ValueError:
            return value or ""
        form = f"{self._locale.date_formats['long'].pattern}, HH:mm 'UTC'"
        zone = get_timezone("UTC")
        return str(format_datetime(time, format=form, tzinfo=zone, locale=self._locale))

    def size(self, octets: int | None) -> str:
        """A file's size in a unit that people read."""
        if octets is None:
            return ""
        if octets < _KIB:
            return self("size.bytes", count=octets)
        unit, value = ("kib", octets / _KIB) if octets < _KIB**2 else ("mib", octets / _KIB**2)
        return self(f"size.{unit}", value=format_decimal(value, "#,##0.0", locale=self._locale))

    def country(self, code: str) -> str:
        """The country's name in this language."""
        return str(self._locale.territories.get(code.upper(), code))


@lru_cache(maxsize=32)
def words(language: str) -> Words:
    """Words of a language; English where no catalogue exists for it."""
    folder = files("nisassess.documents") / "messages"
    for name in (language, language.split("-", maxsplit=1)[0], FALLBACK):
        file = folder / f"{name}.json"
        if name.replace("-", "").isalnum() and file.is_file():
            return Words(name, json.loads(file.read_text(encoding="utf-8")))
    raise FileNotFoundError(f"no message catalogue for {language!r} nor for {FALLBACK!r}")
