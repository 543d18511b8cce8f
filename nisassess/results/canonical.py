"""Canonical JSON (RFC 8785) of sealed results, its digest, and the way back."""

import hashlib
import json
from dataclasses import asdict
from typing import Any

import rfc8785
from pydantic import TypeAdapter

from nisassess.results.types import Results

_adapter = TypeAdapter(Results)


def canonical(results: Results) -> bytes:
    """The canonical JSON document of the results."""
    return rfc8785.dumps(asdict(results))


def digest(document: bytes) -> str:
    """SHA-256 of a canonical document, in hex."""
    return hashlib.sha256(document).hexdigest()


def parse(document: bytes) -> Results:
    """Read a canonical document back; raises pydantic.ValidationError if it is not one."""
    return _adapter.validate_python(json.loads(document), strict=False)


def canonical_value(value: Any) -> bytes:
    """Canonical JSON of any plain value, e.g. a resolved profile."""
    return rfc8785.dumps(value)
