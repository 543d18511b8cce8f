"""The words of workbooks and procurement annexes, from a message catalogue for each language."""

import json
from functools import lru_cache
from importlib.resources import files

from nisassess.catalogues.annexes import LANGUAGES
from nisassess.documents.words import FALLBACK, Words

__all__ = ["LANGUAGES", "export_words"]


@lru_cache(maxsize=len(LANGUAGES))
def _words(language: str) -> Words:
    file = files("nisassess.documents") / "exports" / f"{language}.json"
    return Words(language, json.loads(file.read_text(encoding="utf-8")))


def export_words(language: str) -> Words:
    """Words of a language; English where there is no catalogue for it."""
    plain = language.split("-", maxsplit=1)[0]
    return _words(plain if plain in LANGUAGES else FALLBACK)
