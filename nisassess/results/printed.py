"""What the pages of a PDF print of digest and score, read back."""

import re
from dataclasses import dataclass
from io import BytesIO

from nisassess.results.types import Results

_PAGES = 5
"""Cover and summary stand on the first pages."""
_DIGEST = re.compile(r"(?<!\S)[0-9a-f](?:\s*[0-9a-f]){63}(?!\S)")
_SHARE = r"(?:%\s?(\d{1,3})|(?<![\d.,])(\d{1,3})%)"
_WHOLE = 100
_BETWEEN = 60
"""Letters that may stand between a figure and the words of how it came about."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Text of the first pages."""

    pages: tuple[str, ...]

    @property
    def digests(self) -> frozenset[str]:
        """Digests on the cover."""
        return frozenset(_squeezed(one) for one in _DIGEST.findall("".join(self.pages[:1])))

    def share(self, result: str) -> int | None:
        """The whole per cent before the words of a figure's result; None if there is none."""
        words = re.escape(_squeezed(result))
        for page in self.pages[1:]:
            pattern = rf"{_SHARE}(?:(?!\d%)[^%]){{1,{_BETWEEN}}}?{words}"
            for found in re.finditer(pattern, _squeezed(page)):
                return int(found[1] or found[2])
        return None


def read_printed(data: bytes) -> Printed:
    """Text of the first pages; pages that cannot be read are empty."""
    import pypdf

    try:
        reader = pypdf.PdfReader(BytesIO(data))
        pages = [reader.pages[at] for at in range(min(_PAGES, len(reader.pages)))]
    except Exception:  # whatever a parser of hostile bytes raises
        return Printed(())
    return Printed(tuple(_text(page) for page in pages))


def expected_share(share: float | None) -> int | None:
    """A share in whole per cent as documents print it: never rounded up to all nor down to none."""
    if share is None:
        return None
    whole = round(share * _WHOLE)
    if whole == _WHOLE and share < 1:
        return _WHOLE - 1
    return 1 if whole == 0 and share > 0 else whole


def has_shares(results: Results) -> bool:
    """Whether its figures are shares; JSON as Python reads it knows endless numbers too."""
    own = results.figures
    return all(share is None or 0 <= share <= 1 for share in (own.completeness, own.attainment))


def figures(results: Results) -> tuple[tuple[str, int | None, str], ...]:
    """Name, expected whole per cent and the words of the result, of both figures."""
    own = results.figures
    return (
        ("completeness", expected_share(own.completeness), own.completeness_trace.result),
        ("attainment", expected_share(own.attainment), own.attainment_trace.result),
    )


def _text(page: object) -> str:
    try:
        return str(page.extract_text())  # type: ignore[attr-defined]
    except Exception:  # whatever a parser of hostile bytes raises
        return ""


def _squeezed(text: str) -> str:
    return "".join(text.split())
