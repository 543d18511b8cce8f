"""Cells of tables that people open in spreadsheets."""

import re

Cell = str | int | float | None
# Blanks without those that begin a cell: else a text of line ends alone takes quadratic time.
_FORMULA = re.compile(r"(^|[\n\r\t;])([^\S\n\r\t]*)([=+\-@＝＋－＠])")


def harmless(cell: Cell) -> str:
    """A cell's text that no spreadsheet computes, whatever it takes for a separator."""
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return str(cell)
    return _FORMULA.sub(r"\1\2'\3", cell.replace("\0", ""))
