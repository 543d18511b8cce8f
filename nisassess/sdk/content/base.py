"""What every content value shares: names of fixed shape, and strictness."""

from typing import Annotated

from pydantic import ConfigDict, StringConstraints

STRICT = ConfigDict(extra="forbid", str_strip_whitespace=True)

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
DottedId = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$", max_length=120
    ),
]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Version = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+(\.\d+)?$")]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Value = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=40)]
"""What is stored for a choice."""
