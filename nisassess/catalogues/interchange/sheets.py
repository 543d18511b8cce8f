"""Catalogues as workbooks (xlsx) and back."""

from pathlib import Path

from nisassess.catalogues.interchange.content import Imported


def is_workbook(path: Path) -> bool:
    return path.suffix.lower() == ".xlsx"


def import_workbook(path: Path) -> Imported:
    raise NotImplementedError
