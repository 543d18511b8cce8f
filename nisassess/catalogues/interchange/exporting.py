"""Writes a catalogue of ours in another tool's format: whole files, or none."""

import json
import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from nisassess.catalogues.interchange.bounds import refusal
from nisassess.catalogues.interchange.ciso_export import export_library
from nisassess.catalogues.interchange.formats import Format
from nisassess.catalogues.interchange.oscal_export import as_json_value, export_catalog
from nisassess.catalogues.interchange.oscal_profile_export import export_profile
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.sheets_export import export_workbook
from nisassess.sdk import Catalogue, Profile


def export_files(
    catalogue: Catalogue,
    profiles: tuple[Profile, ...],
    form: Format,
    target: Path,
    moment: datetime,
) -> tuple[Report, tuple[Path, ...]]:
    """Write the file, and with OSCAL one for each profile beside it; raises ContentError."""
    report = Report()
    made = dict(_made(catalogue, profiles, form, target, moment, report))
    for path in made:
        if path.exists():
            raise refusal(str(path), 0, "", "exists already; name a file that does not")
    if not target.absolute().parent.is_dir():
        raise refusal(str(target.absolute().parent), 0, "", "the folder is missing")
    for path, written in made.items():
        _write(path, written)
    return report, tuple(made)


def _made(  # noqa: PLR0917
    catalogue: Catalogue,
    profiles: tuple[Profile, ...],
    form: Format,
    target: Path,
    moment: datetime,
    report: Report,
) -> Iterator[tuple[Path, bytes]]:
    if form is Format.XLSX:
        yield target, export_workbook(catalogue, profiles, report)
        return
    if form is Format.CISO:
        yield target, _yaml(export_library(catalogue, profiles, report))
        return
    text = _json if form is Format.OSCAL else _yaml
    yield target, text(as_json_value(export_catalog(catalogue, moment, report)))
    report.counts["profiles"] = len(profiles)
    for profile in profiles:
        document = export_profile(profile, catalogue, target.name, moment, report)
        path = target.with_name(f"{target.stem}.{profile.id}{target.suffix}")
        yield path, text(as_json_value(document))


def _json(value: Any) -> bytes:
    return f"{json.dumps(value, ensure_ascii=False, indent=2)}\n".encode()


def _yaml(value: Any) -> bytes:
    return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=100).encode()


def _write(path: Path, content: bytes) -> None:
    """Written beside, then given its name: a crash leaves no half file."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.absolute().parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        Path(name).rename(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
