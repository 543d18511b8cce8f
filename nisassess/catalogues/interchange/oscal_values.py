"""Properties and parts of our namespace, as OSCAL writes them."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from nisassess.catalogues.interchange.oscal_own import NAMESPACE

Value = dict[str, Any]

_ONE_LINE = re.compile(r"\S(?:.*\S)?")


def prop(name: str, value: str | int | Decimal | date | None) -> Value:
    """A property; an empty one (to be pruned) where there is no value."""
    if value is None:
        return {}
    text = str(value)
    found: Value = {"name": name, "ns": NAMESPACE, "value": text}
    if not _ONE_LINE.fullmatch(text):
        # A value is one line; a text of several stands in the remarks.
        found |= {"value": "see-remarks", "remarks": text}
    return found


def part(name: str, **entries: Any) -> Value:
    """A part; entries without a value are left out."""
    return {"name": name, "ns": NAMESPACE, **entries}


def prune(value: Any) -> Any:
    """Without entries that hold nothing: OSCAL's lists have one item at least."""
    if isinstance(value, dict):
        pruned = {key: prune(item) for key, item in value.items()}
        return {key: item for key, item in pruned.items() if item not in (None, "", [], {})}
    if isinstance(value, list):
        return [item for item in map(prune, value) if item not in (None, "", [], {})]
    return value
