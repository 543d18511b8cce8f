"""Titles of the taxonomy in other languages, from overlay files beside it.

`translations/<language>.yaml` holds `titles` (by id of sector, subsector and entity type; where a
subsector carries its sector's id, they share one) and `special_cases` (title and explanation).
What is missing there is shown in English.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml
from pydantic import ConfigDict, Field, TypeAdapter
from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import DottedId, Text, Title

_STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)


@dataclass(frozen=True, config=_STRICT)
class SpecialCaseTexts:
    """A special case in another language."""

    title: Title
    explanation: Text


@dataclass(frozen=True, config=_STRICT)
class TaxonomyTexts:
    """The taxonomy in another language."""

    titles: dict[DottedId, Title] = Field(default_factory=dict)
    special_cases: dict[DottedId, SpecialCaseTexts] = Field(default_factory=dict)


_ADAPTER = TypeAdapter(TaxonomyTexts)


def taxonomy_texts(language: str | None) -> TaxonomyTexts:
    """Texts in a language; none where there is no such overlay."""
    return _all().get(language or "", TaxonomyTexts())


@cache
def _all() -> Mapping[str, TaxonomyTexts]:
    folder = files(__package__).joinpath("translations")
    return {
        file.name.removesuffix(".yaml"): _ADAPTER.validate_python(
            yaml.safe_load(file.read_text(encoding="utf-8"))
        )
        for file in folder.iterdir()
        if file.name.endswith(".yaml")
    }
