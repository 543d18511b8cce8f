"""Rows of a catalogue's workbook as the values that the contract's classes are made of."""

from typing import Any

from nisassess.catalogues.interchange import sheets_columns as tables
from nisassess.catalogues.interchange.xlsx import Row

Value = dict[str, Any]
Rows = dict[str, list[Row]]


def several(text: str) -> tuple[str, ...]:
    """What stands on a line each."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _given(row: Row, *headers: str) -> Value:
    """Those entries of a row that hold something, under the contract's names."""
    return {header.replace(" ", "_"): row[header] for header in headers if row[header]}


def control_value(row: Row, parts: Rows) -> Value:
    """A control with everything that the other sheets hold of it."""
    return {
        "id": row["control id"],
        "title": row["title"],
        "statement": row["statement"],
        "rationale": row["rationale"],
        "guidance": [one["text"] for one in parts[tables.GUIDANCE]],
        "example_evidence": [one["text"] for one in parts[tables.EVIDENCE]],
        "references": [_reference(one) for one in parts[tables.REFERENCES]],
        "mappings": [
            _given(one, "source", "target", "control", "relation") for one in parts[tables.MAPPINGS]
        ],
        "questions": [
            _question(one, parts[tables.CHOICES], parts[tables.BANDS])
            for one in parts[tables.QUESTIONS]
        ],
        **_given(row, "label", "not applicable"),
    }


def _reference(row: Row) -> Value:
    return {
        "addressees": several(row["addressees"]),
        **_given(row, "source", "article", "paragraph", "point", "addressee", "force"),
        **_given(row, "applies from", "applies until", "checked on", "checked by", "note"),
    }


def _question(row: Row, choices: list[Row], bands: list[Row]) -> Value:
    id_ = row["question id"]
    value: Value = {
        "id": id_,
        **_given(row, "kind", "prompt", "hint", "level", "dimension", "unit"),
        **_given(row, "minimum", "maximum"),
        "optional": row["optional"] or "no",
        "choices": [
            _given(one, "value", "label", "description", "credit", "shows")
            for one in choices
            if one["question"] == id_
        ],
        "bands": [
            _given(one, "credit", "at least", "at most") for one in bands if one["question"] == id_
        ],
    }
    if row["when question"]:
        value["when"] = {"question": row["when question"], "any_of": several(row["when any of"])}
    return value


def profile_value(row: Row, targets: list[Row], catalogues: list[str]) -> Value:
    """A profile over the workbook's catalogue."""
    parameters = dict(line.partition("=")[::2] for line in several(row["parameters"]))
    return {
        "id": row["profile id"],
        **_given(row, "version", "title", "summary", "regime", "notice"),
        "catalogues": catalogues,
        "entity_types": several(row["entity types"]),
        "target_groups": several(row["target groups"]),
        "scope_kinds": several(row["scope kinds"]),
        "scoring": {
            "method": row["scoring method"],
            "levels": several(row["scoring levels"]),
            "lowest": row["lowest level"] or 0,
            "parameters": parameters,
        },
        "legal_basis": (),
        "controls": {one["control"]: one["target"] for one in targets},
        "key_controls": several(row["key controls"]),
        "as_guidance": several(row["as guidance"]),
        "suggested_parts": several(row["suggested parts"]),
    }


# --- where a fault stands -------------------------------------------------------------------

_PARTS = {
    "guidance": tables.GUIDANCE,
    "example_evidence": tables.EVIDENCE,
    "references": tables.REFERENCES,
    "mappings": tables.MAPPINGS,
    "questions": tables.QUESTIONS,
    "choices": tables.CHOICES,
    "bands": tables.BANDS,
}


def inner_rows(parts: Rows) -> Rows:
    """The rows of the other sheets by the entry of the control that is made of them."""
    return {entry: parts[name] for entry, name in _PARTS.items()}


def row_of(row: Row, location: tuple[int | str, ...], inner: Rows) -> tuple[Row, str]:
    """The row that an entry was made of, and the entry's name there."""
    rest = list(location)
    while len(rest) > 1 and str(rest[0]) in inner and isinstance(rest[1], int):
        rows = inner[str(rest[0])]
        if rest[0] in {"choices", "bands"}:
            rows = [one for one in rows if one["question"] == row["question id"]]
        if rest[1] >= len(rows):
            break
        row, rest = rows[rest[1]], rest[2:]
    return row, ".".join(map(str, rest)) or "text"
