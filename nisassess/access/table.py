"""The access table: every guarded field with its permission and the roles that hold it."""

from collections.abc import Iterable

from nisassess.access.graphql import Guard
from nisassess.access.permissions import ROLE_PERMISSIONS

_HEAD = """\
# Access

Generated from the schema by `nisassess access export`; the difference is the security review.
Fields that are not listed are plain values under the guard of their object. Beyond the
permission, every query is filtered by organisation: what is invisible does not exist.

| Field | Permission | Roles |
|---|---|---|
"""


def table(guards: Iterable[tuple[str, Guard]]) -> str:
    """The table as Markdown, from (`Type.field`, guard) pairs."""
    lines = {f"| {name} | {_permission(guard)} | {_roles(guard)} |" for name, guard in guards}
    return _HEAD + "\n".join(sorted(lines)) + "\n"


def _permission(guard: Guard) -> str:
    return f"`{guard.permission}`" if guard.permission else str(guard.reason)


def _roles(guard: Guard) -> str:
    if guard.permission is None:
        if guard.is_account:
            return "any person who is signed in"
        return "as its object" if guard.inherits else "anyone"
    holders = [role for role, held in ROLE_PERMISSIONS.items() if guard.permission in held]
    return ", ".join(sorted(holder.value for holder in holders))
