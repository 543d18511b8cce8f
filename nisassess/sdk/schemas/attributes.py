"""Reads the docstrings that stand below the attributes of a class."""

import ast
import inspect
import textwrap
from itertools import pairwise
from typing import Any


def attribute_docstrings(kind: type[Any]) -> dict[str, str]:
    """Text by attribute, in one paragraph; attributes without one are left out."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(kind)))
    (body,) = [node.body for node in tree.body if isinstance(node, ast.ClassDef)]
    found: dict[str, str] = {}
    for attribute, text in pairwise(body):
        name = _name(attribute)
        if name and isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            found[name] = " ".join(str(text.value.value).split())
    return found


def _name(node: ast.stmt) -> str | None:
    target: ast.expr | None = node.target if isinstance(node, ast.AnnAssign) else None
    if isinstance(node, ast.Assign):
        target = node.targets[0]
    return target.id if isinstance(target, ast.Name) else None
