"""A catalogue of ours as a workbook for spreadsheets."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

from nisassess.catalogues.interchange import sheets_columns as tables
from nisassess.catalogues.interchange.oscal_profile_export import (
    key_controls,
    targets,
    tell_profile_losses,
)
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.xlsx import fill, new_workbook
from nisassess.sdk import Catalogue, Control, Profile, Question

Cells = tuple[str, ...]
_WIDE = {"text", "statement", "rationale", "description", "summary", "prompt", "title", "note"}


def export_workbook(catalogue: Catalogue, profiles: tuple[Profile, ...], report: Report) -> bytes:
    """The bytes of the xlsx file."""
    from openpyxl.utils import get_column_letter

    _tell_losses(catalogue, profiles, report)
    book = new_workbook()
    for name, rows in _tables(catalogue, profiles).items():
        headers = tables.HEADERS[name]
        sheet = book.create_sheet(name)
        fill(sheet, headers, rows)
        for column, header in enumerate(headers, 1):
            width = 60 if header in _WIDE else 22
            sheet.column_dimensions[get_column_letter(column)].width = width
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _tell_losses(catalogue: Catalogue, profiles: tuple[Profile, ...], report: Report) -> None:
    report.format = "workbook"
    report.languages = (catalogue.language,)
    for name in ("translations", "changes", "releases"):
        if getattr(catalogue, name):
            report.left_out(name, f"the workbook has no {name}")
    for scale in catalogue.scales:
        report.changed(f"scales.{scale}", "its choices stand with every question that takes them")
    for profile in profiles:
        tell_profile_losses(profile, catalogue, report)
    controls = [control for group in catalogue.groups for control in group.controls]
    report.counts = {
        "groups": len(catalogue.groups),
        "controls": len(controls),
        "questions": sum(len(control.questions) for control in controls),
        "profiles": len(profiles),
    }


def _tables(catalogue: Catalogue, profiles: tuple[Profile, ...]) -> dict[str, Iterable[Cells]]:
    controls = [control for group in catalogue.groups for control in group.controls]
    return {
        tables.CATALOGUE: [
            cells(
                catalogue.id,
                catalogue.version,
                catalogue.title,
                catalogue.description,
                catalogue.publisher,
                catalogue.language,
            )
        ],
        tables.GROUPS: [cells(g.id, g.label, g.title, g.summary) for g in catalogue.groups],
        tables.CONTROLS: [
            cells(c.id, g.id, c.label, c.title, c.statement, c.rationale, c.not_applicable)
            for g in catalogue.groups
            for c in g.controls
        ],
        tables.GUIDANCE: [cells(c.id, text) for c in controls for text in c.guidance],
        tables.EVIDENCE: [cells(c.id, text) for c in controls for text in c.example_evidence],
        tables.QUESTIONS: [_question(c, q) for c in controls for q in c.questions],
        tables.CHOICES: [row for c in controls for q in c.questions for row in _choices(c, q)],
        tables.BANDS: [
            cells(c.id, q.id, band.credit, band.at_least, band.at_most)
            for c in controls
            for q in c.questions
            for band in q.bands
        ],
        tables.REFERENCES: [row for c in controls for row in _references(c)],
        tables.MAPPINGS: [
            cells(c.id, m.source, m.target, m.control, m.relation)
            for c in controls
            for m in c.mappings
        ],
        tables.SOURCES: [
            cells(s.id, s.short, s.title, s.force, s.celex, s.edition, s.addressees)
            for s in catalogue.sources
        ],
        tables.PROFILES: [_profile(profile, catalogue) for profile in profiles],
        tables.TARGETS: [
            cells(profile.id, control, target)
            for profile in profiles
            for control, target in targets(profile, catalogue).items()
        ],
    }


def cells(*values: Any) -> Cells:
    """Values as text; several in one cell stand on a line each."""
    return tuple(_cell(value) for value in values)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "\n".join(map(str, value))
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value)


def _question(control: Control, question: Question) -> Cells:
    when = question.when
    return cells(
        control.id,
        question.id,
        question.kind,
        question.prompt,
        question.hint,
        question.level,
        question.dimension,
        when.question if when else None,
        when.any_of if when else None,
        question.optional,
        question.unit,
        question.minimum,
        question.maximum,
    )


def _choices(control: Control, question: Question) -> Iterator[Cells]:
    for c in question.choices:
        yield cells(control.id, question.id, c.value, c.label, c.description, c.credit, c.shows)


def _references(control: Control) -> Iterator[Cells]:
    for r in control.references:
        yield cells(
            control.id,
            r.source,
            r.article,
            r.paragraph,
            r.point,
            r.addressee,
            r.addressees,
            r.force,
            r.applies_from,
            r.applies_until,
            r.checked_on,
            r.checked_by,
            r.note,
        )


def _profile(profile: Profile, catalogue: Catalogue) -> Cells:
    scoring = profile.scoring
    return cells(
        profile.id,
        profile.version,
        profile.title,
        profile.summary,
        profile.regime,
        profile.entity_types,
        profile.target_groups,
        profile.scope_kinds,
        scoring.method,
        scoring.levels,
        scoring.lowest,
        tuple(f"{name}={value}" for name, value in scoring.parameters.items()),
        key_controls(profile, catalogue),
        profile.as_guidance,
        profile.suggested_parts,
        profile.notice,
    )
