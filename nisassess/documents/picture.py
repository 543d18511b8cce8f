"""The picture of a group: one bar, its controls by state, told apart by pattern.

Solid is met, hatched is below target, empty is open, dotted is not applicable: it reads the same
printed in black and white.
"""

import re
from dataclasses import dataclass

from markupsafe import Markup

from nisassess.documents.text import printable

WIDTH = 208.0
HEIGHT = 12.0
_INK = "#17364a"
_GREY = "#5c6b75"
_STATES = ("met", "below", "open", "not_applicable")


@dataclass(frozen=True, slots=True)
class Counts:
    """Controls by state."""

    met: int
    below: int
    open: int
    not_applicable: int

    @property
    def total(self) -> int:
        """All controls."""
        return self.met + self.below + self.open + self.not_applicable


def bar(counts: Counts, title: str, width: float = WIDTH) -> Markup:
    """A bar over all controls of a group; `title` says the same in words."""
    shapes = []
    left = 0.5
    for state in _STATES:
        share = getattr(counts, state) / (counts.total or 1) * (width - 1)
        if share:
            shapes.append(_segment(state, left, share))
            left += share
    return _svg(width, title, shapes)


def sample(state: str, title: str) -> Markup:
    """The legend's piece of a bar."""
    return _svg(22, title, [_segment(state, 0.5, 21)])


def qr_code(content: str, title: str, size: float = 84) -> Markup:
    """A QR code, one path of black runs; error correction of 15 per cent."""
    import segno

    rows = [bytes(row) for row in segno.make(content, error="m", micro=False).matrix]
    runs = "".join(
        f"M{found.start()} {y}h{found.end() - found.start()}v1h-{found.end() - found.start()}z"
        for y, row in enumerate(rows)
        for found in re.finditer(rb"\x01+", row)
    )
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{size:g}" '
        'height="{size:g}"><title>{title}</title><path d="{runs}" fill="#000000"/></svg>'
    ).format(side=len(rows), size=size, title=printable(title), runs=runs)


def _svg(width: float, title: str, shapes: list[str]) -> Markup:
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        'width="{width:g}" height="{height:g}"><title>{title}</title>{shapes}</svg>'
    ).format(
        width=width,
        height=HEIGHT,
        title=printable(title),
        shapes=Markup("".join(shapes)),  # noqa: S704  numbers and our own colours only
    )


def _segment(state: str, left: float, width: float) -> str:
    fill = _INK if state == "met" else "#ffffff"
    stroke = _GREY if state in {"open", "not_applicable"} else _INK
    box = (
        f'<rect x="{left:.2f}" y="0.5" width="{width:.2f}" height="{HEIGHT - 1:g}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="0.8"/>'
    )
    if state == "below":
        return box + _hatch(left, left + width)
    return box + (_dots(left, left + width) if state == "not_applicable" else "")


def _hatch(left: float, right: float, step: float = 3.5) -> str:
    """Lines at 45 degrees, each cut off at the sides of its box."""
    top, bottom = 0.5, HEIGHT - 0.5
    lines = []
    foot = left - (bottom - top) + step
    while foot < right:
        start, end = max(foot, left), min(foot + bottom - top, right)
        lines.append(
            f"M{start:.2f} {bottom - (start - foot):.2f}L{end:.2f} {bottom - (end - foot):.2f}"
        )
        foot += step
    return f'<path d="{"".join(lines)}" stroke="{_INK}" stroke-width="0.9" fill="none"/>'


def _dots(left: float, right: float, step: float = 4.0) -> str:
    """A row of short strokes, light beside the hatching."""
    dots = []
    at = left + step / 2
    while at < right - 0.6:
        dots.append(f"M{at:.2f} {HEIGHT / 2 - 0.5:g}h1.1")
        at += step
    return f'<path d="{"".join(dots)}" stroke="{_GREY}" stroke-width="1.1" fill="none"/>'
