"""The table that the bench prints: what, ours, the floor, the ratio, the aim."""

from dataclasses import dataclass

_HEAD = ("", "measured", "floor", "ratio", "aim")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure beside its floor; texts are printed as they are."""

    what: str
    measured: str
    floor: str = ""
    ratio: str = ""
    aim: str = ""


def text(lines: list[Line]) -> str:
    """The table in Markdown, aligned for a terminal."""
    rows = [(line.what, line.measured, line.floor, line.ratio, line.aim) for line in lines]
    widths = [max(len(row[place]) for row in (_HEAD, *rows)) for place in range(len(_HEAD))]
    rule = tuple("-" * width for width in widths)
    return "\n".join(_row(row, widths) for row in (_HEAD, rule, *rows))


def _row(row: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
    return f"| {' | '.join([first, *rest])} |"
