"""The reference for plugin authors, written from the code."""

import ast
import inspect
import re
import textwrap
from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any

from pydantic.fields import FieldInfo

from nisassess.sdk import SDK_VERSION, content
from nisassess.sdk.checks import FIXED_ANSWERS, TOPICS
from nisassess.sdk.conformance import CHECKS
from nisassess.sdk.content import AnswerKind
from nisassess.sdk.hookspec import Hooks
from nisassess.sdk.schemas import SCHEMAS
from nisassess.sdk.schemas.attributes import attribute_docstrings
from nisassess.sdk.scoring import METHODS, Parameter, ScoringMethod
from nisassess.sdk.taxonomy import TAXONOMY

_HEAD = f"""\
# Reference for plugin authors

Written from the code by `nisassess plugin reference --write`; do not edit. The contract is sdk
{SDK_VERSION}. How to begin: [tutorial](tutorial.md). How results come about: [scoring](scoring.md).
"""
_PLACES = {
    "plugin": "plugin.yaml",
    "sector": "sector.yaml",
    "catalogue": "catalogues/<id>/catalogue.yaml",
    "group": "catalogues/<id>/groups/*.yaml, in the order of their names",
    "changes": "catalogues/<id>/changes/<version>.yaml",
    "release": "catalogues/<id>/releases/<version>.yaml, written by `catalogue release`",
    "profile": "profiles/*.yaml",
    "sector-translation": "translations/<language>/sector.yaml",
    "catalogue-translation": "catalogues/<id>/translations/<language>/catalogue.yaml",
    "group-translation": "catalogues/<id>/translations/<language>/groups/<as the original>.yaml",
    "profile-translation": "profiles/translations/<language>/<as the original>.yaml",
}
_TYPES = {
    "Slug": "id of a–z, 0–9 and hyphens",
    "DottedId": "id of a–z, 0–9, hyphens and dots",
    "Text": "text up to 4000 characters",
    "Title": "text up to 200 characters",
    "Version": 'version, as in `"1.0"` or `"2026.1"`',
    "SdkVersion": 'version, as in `"1.1"`',
    "PluginVersion": "version, as in `1.0.0`",
    "Language": "language, two letters",
    "Value": "value of a–z, 0–9 and underscores",
    "Credit": "number from 0 to 1",
    "Decimal": "number",
    "str": "text",
    "int": "whole number",
    "bool": "true or false",
    "date": "day, as in 2026-11-26",
}


def reference() -> str:
    """The whole document."""
    parts = (
        _HEAD,
        *_files(),
        *_questions(),
        *_classes(),
        *_methods(),
        *_hooks(),
        *_checks(),
        *_taxonomy(),
    )
    return "\n".join(parts)


def _files() -> Iterator[str]:
    yield "## Files\n"
    yield (
        "Files are plain YAML: no anchors, no tags, no key twice, no key unknown, at most 4 MB"
        " each.\nEach kind has a JSON Schema, which `nisassess plugin schemas` puts beside them.\n"
    )
    yield "| File | Holds | Schema |\n|---|---|---|"
    for name, place in _PLACES.items():
        path, _, rest = place.partition(", ")
        kind = SCHEMAS[name][0].__name__
        yield f"| `{path}`{f', {rest}' if rest else ''} | {_link(kind)} | `{name}.schema.json` |"
    yield ""


def _questions() -> Iterator[str]:
    texts = attribute_docstrings(AnswerKind)
    yield "## Kinds of questions\n"
    yield "| Kind | Answer | Fixed values |\n|---|---|---|"
    for kind in AnswerKind:
        fixed = ", ".join(f"`{one}`" for one in FIXED_ANSWERS.get(kind, ()))
        yield f"| `{kind.value}` | {texts[kind.name]} | {fixed} |"
    yield ""


# --- content classes ------------------------------------------------------------------------


def _classes() -> Iterator[str]:
    yield "## Content\n"
    yield "An entry in bold is required.\n"
    for name in content.__all__:
        kind = getattr(content, name)
        if not isinstance(kind, type):
            continue
        yield f"### {name}\n"
        yield f"{_prose(kind)}\n"
        yield from _values(kind) if issubclass(kind, Enum) else _entries(kind)
        yield ""


def _values(kind: type[Enum]) -> Iterator[str]:
    texts = attribute_docstrings(kind)
    yield "| Value | Meaning |\n|---|---|"
    for one in kind:
        yield f"| `{one.value}` | {texts.get(one.name, '')} |"


def _entries(kind: type[Any]) -> Iterator[str]:
    if not is_dataclass(kind):
        return
    texts, types = attribute_docstrings(kind), _annotations(kind)
    yield "| Entry | Is | Meaning |\n|---|---|---|"
    for one in fields(kind):
        required = _required(one.default, one.default_factory)
        name = f"**`{one.name}`**" if required else f"`{one.name}`"
        kind_of = f"{_typed(types[one.name])}{_default(one.default)}"
        yield f"| {name} | {kind_of} | {texts.get(one.name, '')} |"


def _required(default: Any, factory: Any) -> bool:
    if isinstance(default, FieldInfo):
        return default.is_required()
    return default is MISSING and factory is MISSING


def _default(default: Any) -> str:
    if isinstance(default, Enum):
        return f"; else `{default.value}`"
    if isinstance(default, bool):
        return f"; else {str(default).lower()}"
    return f"; else {default}" if isinstance(default, int) else ""


def _annotations(kind: type[Any]) -> dict[str, ast.expr]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    (body,) = (node.body for node in tree.body if isinstance(node, ast.ClassDef))
    return {
        node.target.id: node.annotation
        for node in body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }


def _typed(node: ast.expr) -> str:
    """An annotation in words."""
    if isinstance(node, ast.Name):
        return _TYPES.get(node.id, _link(node.id))
    if isinstance(node, ast.BinOp):  # `X | None`: optional is told by the entry's name
        return _typed(node.left)
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
        inner = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if node.value.id == "tuple":
            return f"list of {_typed(inner[0])}"
        if node.value.id == "dict":
            return f"{_key(inner[0])} → {_typed(inner[1])}"
        return _typed(inner[0])  # Annotated
    return ast.unparse(node)


def _key(node: ast.expr) -> str:
    return _typed(node).partition(" of ")[0].partition(",")[0]


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"


def _prose(thing: Any) -> str:
    return "\n".join(line.rstrip() for line in (inspect.getdoc(thing) or "").splitlines())


# --- methods, hooks, checks, taxonomy -------------------------------------------------------


def _methods() -> Iterator[str]:
    yield "## Scoring methods\n"
    for method in METHODS.values():
        yield f"### `{method.id}` {method.version}: {method.title}\n"
        module = inspect.getmodule(type(method))
        yield f"{(_prose(module) if module else method.summary)}\n"
        yield from _parameters(method)
        yield f"What it cannot score: {_sentence(type(method).faults)}\n"


def _parameters(method: ScoringMethod) -> Iterator[str]:
    yield "| Parameter | Meaning | Default | From | To |\n|---|---|---|---|---|"
    for one in method.parameters:
        yield (
            f"| `{one.name}` | {one.meaning} | {_number(one.default)} | {_number(one.minimum)} |"
            f" {_upper(one)} |"
        )
    yield ""


def _upper(parameter: Parameter) -> str:
    return _number(parameter.maximum) if parameter.maximum is not None else "highest level"


def _number(value: Any) -> str:
    return "–" if value is None else f"{float(value):g}"


def _hooks() -> Iterator[str]:
    yield "## Hooks\n"
    yield (
        "A content folder answers all of them by itself (`ContentPlugin`). A package may answer\n"
        "them in Python, marked with `nisassess.sdk.hookimpl`; its entry point stands in the\n"
        "group `nisassess`.\n"
    )
    for name, hook in vars(Hooks).items():
        if name.startswith("nisassess_"):
            signature = str(inspect.signature(hook)).replace("self, ", "").replace("self", "")
            signature = signature.replace("'", "")
            yield f"### `{name}{signature}`\n"
            yield f"{_prose(hook)}\n"
    yield "### A scoring method of your own\n"
    yield f"{_prose(ScoringMethod)}\n"
    yield "| Member | Meaning |\n|---|---|"
    for name, member in vars(ScoringMethod).items():
        if not name.startswith("_") and (isinstance(member, property) or callable(member)):
            yield f"| `{name}` | {_sentence(member)} |"
    yield ""


def _checks() -> Iterator[str]:
    yield "## What is checked\n"
    yield "By `plugin check`, at the platform's start, and by the conformance kit:\n"
    yield from (f"- `{name}`: {_sentence(check)}" for name, check in TOPICS.items())
    yield "\nThe kit has besides, and so has `plugin check`:\n"
    for name, check in CHECKS.items():
        if name not in TOPICS:
            yield f"- `{name}`: {_CHECK_WORDS.get(name) or _sentence(check)}"
    yield ""


_CHECK_WORDS = {
    "scoring-total": "Each profile can be scored with anything: nothing answered, any mixture.",
    "scoring-bounded": "Every figure lies within its bounds, and every control has one.",
    "scoring-deterministic": "The same answers score the same, in every trace too.",
    "scoring-monotone": "A better answer lowers no figure, where the method says so.",
}


def _taxonomy() -> Iterator[str]:
    yield "## Subsectors and entity types of NIS2\n"
    yield "| Subsector | Entity types | Annex |\n|---|---|---|"
    for one in TAXONOMY.subsectors:
        kinds = "<br>".join(f"`{kind.id}`: {kind.title}" for kind in one.entity_types)
        yield f"| `{one.id}` | {kinds} | {one.annex.value} |"
    yield ""


def _sentence(thing: Any) -> str:
    return re.sub(r"\s+", " ", _prose(thing))
