"""Strings made fit for print: only characters that the shipped fonts can draw."""

import unicodedata
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

FONTS = Path(str(files("nisassess.documents"))) / "fonts"
_BODY = ("SourceSans3-Regular.ttf", "NotoSansHebrew-Regular.ttf", "IBMPlexSansArabic-Regular.ttf")
_JOINERS = "\u200c\u200d"
_RIGHT_TO_LEFT = {"R", "AL"}


@lru_cache(maxsize=1)
def coverage() -> frozenset[int]:
    """Every code point that the body fonts can draw."""
    from fontTools.ttLib import TTFont

    drawn: set[int] = set()
    for name in _BODY:
        with TTFont(FONTS / name, lazy=True) as font:
            drawn.update(font.getBestCmap())
    return frozenset(drawn)


def printable(text: str) -> str:
    """The text as it can be printed.

    Control and direction characters, which could make a line read as something else, are left
    out. What no shipped font can draw is printed as its code point; the embedded data has it.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_printable(character) for character in unicodedata.normalize("NFC", text))


@lru_cache(maxsize=4096)
def _printable(character: str) -> str:
    category = unicodedata.category(character)
    if character in "\n\t":
        return character
    if category in {"Zl", "Zp"}:
        return "\n"
    if category in {"Cc", "Cf"} and character not in _JOINERS:
        return ""
    if ord(character) in coverage() or character in _JOINERS:
        return character
    return " " if category == "Zs" else f"[U+{ord(character):04X}]"


def direction(text: str | None) -> str:
    """`rtl` if the first letter with a direction runs right to left, else `ltr`."""
    for character in text or "":
        kind = unicodedata.bidirectional(character)
        if kind in _RIGHT_TO_LEFT:
            return "rtl"
        if kind == "L":
            return "ltr"
    return "ltr"


def paragraphs(text: str | None) -> list[str]:
    """The lines of a text that hold something."""
    return [line for line in (part.strip() for part in (text or "").splitlines()) if line]


def grouped(digest: str, size: int = 8) -> str:
    """A digest in groups that can be compared by eye."""
    return " ".join(digest[at : at + size] for at in range(0, len(digest), size))


def clipped(text: str, length: int) -> str:
    """The beginning of a text, with an ellipsis where something was left out."""
    if len(text) <= length:
        return text
    head = text[: length - 1].rstrip()
    space = head.rfind(" ")
    return (head[:space] if space > length // 2 else head).rstrip(" ,;:.") + "…"
