"""Marks the words in which two texts differ. Pure."""

from collections.abc import Iterator
from difflib import SequenceMatcher

_AROUND = 4
"""Equal words that are shown on either side of a difference."""


def word_difference(old: str, new: str) -> str:
    """Both texts in one: `[-words gone-]`, `{+words new+}`, a few equal ones around them."""
    before, after = old.split(), new.split()
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return " ".join(_pieces(matcher, before, after))


def _pieces(matcher: "SequenceMatcher[str]", before: list[str], after: list[str]) -> Iterator[str]:
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if tag == "equal":
            yield _shortened(
                before[from_old:to_old], first=from_old == 0, last=to_old == len(before)
            )
            continue
        if to_old > from_old:
            yield f"[-{' '.join(before[from_old:to_old])}-]"
        if to_new > from_new:
            yield f"{{+{' '.join(after[from_new:to_new])}+}}"


def _shortened(words: list[str], *, first: bool, last: bool) -> str:
    """Equal words, without those that are far from any difference."""
    keep_before = 0 if first else _AROUND
    keep_after = 0 if last else _AROUND
    if len(words) <= keep_before + keep_after + 1:
        return " ".join(words)
    ending = words[len(words) - keep_after :] if keep_after else []
    return " ".join((*words[:keep_before], "…", *ending))
