"""Reads a text of an overlay by the same path that the original's text has."""

from collections.abc import Mapping
from typing import Any

from nisassess.sdk.translations.originals import Texts


def translated(overlay: object | None, path: str) -> str | tuple[str, ...] | None:
    """The text that an overlay has for a path; None where it has none.

    Keys may hold dots themselves (`entity_types.insurance.insurer`), so the rest of the path is
    tried as one key first.
    """
    value: Any = overlay
    rest = path
    while rest and value is not None:
        if isinstance(value, Mapping) and rest in value:
            return _text(value[rest])
        name, _, rest = rest.partition(".")
        value = value.get(name) if isinstance(value, Mapping) else getattr(value, name, None)
    return _text(value)


def _text(value: Any) -> str | tuple[str, ...] | None:
    return value if isinstance(value, str | tuple) and value else None


def missing(texts: Texts, overlay: object | None) -> list[str]:
    """Paths of the texts that an overlay lacks, or whose list has another length."""
    return [
        path for path, text in texts.items() if not _same_shape(text, translated(overlay, path))
    ]


def _same_shape(text: str | tuple[str, ...], found: str | tuple[str, ...] | None) -> bool:
    if isinstance(text, tuple):
        return isinstance(found, tuple) and len(found) == len(text)
    return isinstance(found, str)
