"""Sealed results as a table: a row for each control and part of the scope, and as CSV."""

import csv
import io
from collections.abc import Iterator, Sequence

from nisassess.kit.cells import Cell, harmless
from nisassess.results.canonical import digest as digest_of
from nisassess.results.canonical import parse
from nisassess.results.types import (
    ControlResult,
    Evidence,
    GroupResult,
    Measure,
    PartResult,
    Results,
)

BOM = b"\xef\xbb\xbf"
_OF_THE_SUBMISSION = (
    "submission",
    "version",
    "digest",
    "operator",
    "period_from",
    "period_until",
    "self_declared",
)
OF_THE_PART = (
    "group",
    "group_title",
    "control",
    "label",
    "title",
    "key_control",
    "target",
    "control_state",
    "control_level",
    "part",
    "part_name",
    "state",
    "level",
    "value",
    "answers",
    "justification",
    "not_applicable_reason",
    "evidence",
    "measure",
    "owner",
    "until",
    "cost_class",
    "measure_state",
    "measure_reason",
    "references",
)
"""Columns of a control and part, by their stable names."""
COLUMNS = (*_OF_THE_SUBMISSION, *OF_THE_PART)
SINCE_FORMAT_3 = frozenset({"measure_state", "measure_reason"})
"""Columns that are left out of tables of results in earlier formats, which stay as they were."""


def csv_table(document: bytes, *, bom: bool = False) -> bytes:
    """The table as CSV (RFC 4180) in UTF-8; spreadsheets of some makers ask for the `bom`.

    What a spreadsheet would take for a formula gets an apostrophe in front. Raises
    pydantic.ValidationError if `document` is no sealed results.
    """
    results = parse(document)
    whole = (
        results.submission,
        results.version,
        digest_of(document),
        results.operator.name,
        results.period_from,
        results.period_until,
        "yes" if results.self_declared else "no",
    )
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow((*_OF_THE_SUBMISSION, *columns_of(results, OF_THE_PART)))
    for row in part_rows(results):
        writer.writerow([harmless(cell) for cell in (*whole, *row)])
    return (BOM if bom else b"") + stream.getvalue().encode()


def columns_of(results: Results, columns: Sequence[str]) -> tuple[str, ...]:
    """Those of the columns that the format of the results has something for."""
    if results.says_states:
        return tuple(columns)
    return tuple(column for column in columns if column not in SINCE_FORMAT_3)


def part_rows(results: Results) -> Iterator[tuple[Cell, ...]]:
    """A row for each control and part, in the order of `OF_THE_PART` that the format has."""
    columns = columns_of(results, OF_THE_PART)
    names = {part.id: part.name for part in results.scope.parts}
    for group in results.groups:
        for control in group.controls:
            for part in control.parts:
                row = _row(group, control, part, names.get(part.part, part.part))
                yield tuple(row[column] for column in columns)


def _row(
    group: GroupResult, control: ControlResult, part: PartResult, name: str
) -> dict[str, Cell]:
    return {
        "group": group.id,
        "group_title": group.title,
        "control": control.id,
        "label": control.label,
        "title": control.title,
        "key_control": "yes" if control.key else "no",
        "target": control.target,
        "control_state": control.state,
        "control_level": control.level,
        "part": part.part,
        "part_name": name,
        "state": part.state,
        "level": part.level,
        "value": part.value,
        "answers": "\n".join(_answers(part)),
        "justification": part.justification,
        "not_applicable_reason": part.not_applicable_reason,
        "evidence": "\n".join(map(_evidence, part.evidence)),
        **planned(part.measure),
        "references": "; ".join(reference.citation for reference in control.references),
    }


def planned(measure: Measure | None) -> dict[str, Cell]:
    """The cells of a planned measure, empty where there is none."""
    return {
        "measure": measure.what if measure else None,
        "owner": measure.responsible if measure else None,
        "until": measure.until if measure else None,
        "cost_class": measure.cost_class if measure else None,
        "measure_state": measure.state if measure else None,
        "measure_reason": measure.reason if measure else None,
    }


def _answers(part: PartResult) -> Iterator[str]:
    for answer in part.answers:
        yield f"{answer.prompt} {answer.answer_text or answer.answer or '–'}"


def _evidence(evidence: Evidence) -> str:
    what = " ".join(text for text in (evidence.title, evidence.location) if text)
    return f"{what} (SHA-256 {evidence.digest})" if evidence.digest else what
