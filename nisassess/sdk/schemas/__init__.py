"""JSON Schema of every content file (draft 2020-12), for editors and other tools.

Generated from the content classes; `python -m nisassess.sdk.schemas` writes the files anew.
A schema tells the shape of a file. What the files say together is told by `plugin check`.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from nisassess.sdk import content
from nisassess.sdk.content import (
    Catalogue,
    CatalogueTexts,
    ControlGroup,
    GroupTexts,
    PluginManifest,
    Profile,
    ProfileTexts,
    Release,
    Sector,
    SectorTexts,
    VersionChanges,
)
from nisassess.sdk.schemas.attributes import attribute_docstrings

FOLDER = Path(__file__).parent
_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_ELSEWHERE = ("groups", "translations", "changes", "releases")

SCHEMAS: Mapping[str, tuple[type[Any], tuple[str, ...]]] = {
    "plugin": (PluginManifest, ()),
    "sector": (Sector, ("translations",)),
    "catalogue": (Catalogue, _ELSEWHERE),
    "group": (ControlGroup, ()),
    "profile": (Profile, ("translations",)),
    "changes": (VersionChanges, ()),
    "release": (Release, ()),
    "sector-translation": (SectorTexts, ()),
    "catalogue-translation": (CatalogueTexts, ("groups",)),
    "group-translation": (GroupTexts, ()),
    "profile-translation": (ProfileTexts, ()),
}
"""Class of each kind of file, and its entries that lie in files of their own."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a kind of file, by its name in SCHEMAS."""
    kind, elsewhere = SCHEMAS[name]
    made = TypeAdapter(kind).json_schema(schema_generator=_Described, mode="validation")
    for entry in elsewhere:
        made["properties"].pop(entry, None)
        if entry in made.get("required", ()):
            made["required"].remove(entry)
    _drop_unused(made)
    _describe_values(made.get("$defs", {}))
    return {"$schema": _DRAFT, "$id": f"{name}.schema.json", **made}


def text_of(name: str) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema(name), ensure_ascii=False, indent=2) + "\n"


def file_of(name: str) -> Path:
    """Where the schema of a kind of file lies."""
    return FOLDER / f"{name}.schema.json"


def schema_for(path: str) -> str | None:
    """The name of the schema for a file, by its path inside a plugin's folder; None for others."""
    parts = Path(path).parts
    overlay = "translations" in parts
    if parts[0] == "profiles":
        return "profile-translation" if overlay else "profile"
    if parts[0] == "catalogues":
        return _in_catalogue(parts[2:])
    if overlay:
        return "sector-translation"
    return {"plugin.yaml": "plugin", "sector.yaml": "sector"}.get(path)


def _in_catalogue(parts: tuple[str, ...]) -> str | None:
    suffix = "-translation" if parts[0] == "translations" else ""
    rest = parts[2:] if suffix else parts
    if rest == ("catalogue.yaml",):
        return f"catalogue{suffix}"
    return {"groups": f"group{suffix}", "changes": "changes", "releases": "release"}.get(rest[0])


class _Described(GenerateJsonSchema):
    """Takes each entry's description from the docstring below it in the class."""

    def dataclass_schema(self, schema: Any) -> JsonSchemaValue:
        """The schema of a class, with what its fields are for."""
        made = super().dataclass_schema(schema)
        texts = _texts(schema["cls"])
        for name, entry in made.get("properties", {}).items():
            entry.pop("title", None)
            if name in texts:
                entry["description"] = texts[name]
        return made


def _describe_values(definitions: Mapping[str, Any]) -> None:
    """Say of every enumeration what each of its values means."""
    for name, entry in definitions.items():
        kind = getattr(content, name, None)
        if isinstance(kind, type) and issubclass(kind, Enum):
            texts = attribute_docstrings(kind)
            lines = [f"`{one.value}`: {texts[one.name]}" for one in kind if one.name in texts]
            entry["description"] = "\n".join([entry.get("description", ""), *lines])


def _texts(kind: type[Any]) -> dict[str, str]:
    own = {field.name for field in fields(kind)} if is_dataclass(kind) else set()
    return {name: text for name, text in attribute_docstrings(kind).items() if name in own}


def _drop_unused(made: dict[str, Any]) -> None:
    """Leave out the definitions that only the entries left out referred to."""
    definitions = made.get("$defs", {})
    while True:
        text = json.dumps({**made, "$defs": definitions})
        unused = [name for name in definitions if f'"#/$defs/{name}"' not in text]
        if not unused:
            break
        for name in unused:
            del definitions[name]
    if not definitions:
        made.pop("$defs", None)
