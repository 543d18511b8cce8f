"""Opaque, type-checked ids: a prefix that tells the kind, then a time-ordered random part.

The format is TypeID (a UUIDv7 in Crockford base 32), stored and shown in the same form.
"""

from typing import Any, cast
from uuid import UUID, uuid5

from typeid import TypeID
from typeid.core.errors import TypeIDException

from nisassess.kit.errors import NotFound

_LONGEST = 40
"""Width of the columns that hold ids."""
_OF_NAMES = UUID("6d3f0f52-2c0c-4d3e-9f7c-0b8a51f7e1a4")


def new_id(prefix: str) -> str:
    """A fresh id, e.g. `asm_01h…`; ids of one kind sort by their time of creation."""
    return str(TypeID(prefix=prefix))


def derived_id(prefix: str, *names: str) -> str:
    """The one id that belongs to these names; it tells nothing of when it was made."""
    made = uuid5(_OF_NAMES, "\0".join(names))
    # The library asks for a class of another library and takes the standard one.
    return str(TypeID.from_uuid(cast(Any, made), prefix=prefix))


def is_id(prefix: str, value: str) -> bool:
    """Whether the value is a well-formed id of this kind."""
    if not value.startswith(f"{prefix}_") or len(value) > _LONGEST:
        return False
    try:
        return TypeID.from_string(value).prefix == prefix
    except TypeIDException:
        return False


def checked_id(prefix: str, value: str, what: str) -> str:
    """The value if it is an id of this kind; raises NotFound, as for an id that never was."""
    if not is_id(prefix, value):
        raise NotFound(what)
    return value
