"""The sentences of the methods in each language, from message catalogues beside this file."""

import json
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nisassess.sdk.scoring.words.common import Words

ENGLISH = "en"


@lru_cache(maxsize=64)
def sentences(language: str) -> "Mapping[str, str]":
    """Sentences by key; English where there is no catalogue of the language (BCP 47)."""
    folder = files("nisassess.sdk.scoring.words") / "messages"
    for name in (language, language.split("-", maxsplit=1)[0], ENGLISH):
        file = folder / f"{name}.json"
        if name.replace("-", "").isalnum() and file.is_file():
            return MappingProxyType(json.loads(file.read_text(encoding="utf-8")))
    raise FileNotFoundError(f"no sentences for {language!r} nor for {ENGLISH!r}")


class Said:
    """A sentence without values: asked of words, it is in their language; of a class, English."""

    def __init__(self, key: str) -> None:
        """Take the key of the sentence in the catalogues."""
        self._key = key

    def __get__(self, words: "Words | None", owner: object = None) -> str:
        return sentences(ENGLISH if words is None else words.language)[self._key]
