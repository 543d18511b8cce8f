"""Top-level errors of an answer: a closed list of codes, and nothing unexpected gets out."""

import secrets
from typing import Any

import structlog
from graphql import GraphQLError

from nisassess.kit.errors import (
    ExpectedProblem,
    NotFound,
    Refusal,
    StateRefused,
    ValidationFailed,
)

CODES = frozenset(
    {
        "UNAUTHENTICATED",
        "FORBIDDEN",
        "BAD_INPUT",
        "NOT_FOUND",
        "STATE",
        "TOO_COMPLEX",
        "INTERNAL",
    }
)
"""Every value that `extensions.code` may take."""

_log = structlog.get_logger("nisassess.api")


def formatted(error: GraphQLError) -> dict[str, Any]:
    """The error as the answer shows it; an unexpected one is logged and masked."""
    original = _original(error)
    if original is None:
        return _shown(error, error.message, {"code": "BAD_INPUT"})
    extensions: dict[str, Any]
    match original:
        case Refusal():
            extensions = {"code": original.code}
        case ValidationFailed():
            issues = [
                {"path": i.path, "code": i.code, "message": i.message} for i in original.issues
            ]
            extensions = {"code": "BAD_INPUT", "issues": issues}
        case NotFound():
            extensions = {"code": "NOT_FOUND"}
        case StateRefused():
            extensions = {"code": "STATE", "state": original.code}
        case ExpectedProblem():
            extensions = {"code": "BAD_INPUT"}
        case _:
            return _masked(error, original)
    return _shown(error, str(original), extensions)


def _masked(error: GraphQLError, original: BaseException) -> dict[str, Any]:
    message, incident = masked(original, path=error.path)
    return _shown(error, message, {"code": "INTERNAL", "incident": incident})


def masked(error: BaseException, **where: Any) -> tuple[str, str]:
    """Log an unexpected exception; what may be said of it, and the incident's id."""
    incident = secrets.token_hex(8)
    _log.error("unexpected", incident=incident, exc_info=error, **where)
    message = f"Something went wrong on our side. Quote incident {incident} when you report it."
    return message, incident


def _original(error: GraphQLError) -> BaseException | None:
    """The exception behind an error; None where GraphQL itself refused the request."""
    original: BaseException | None = error.original_error
    while isinstance(original, GraphQLError):
        original = original.original_error
    return original


def _shown(error: GraphQLError, message: str, extensions: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"message": message}
    if error.locations:
        shown["locations"] = [
            {"line": place.line, "column": place.column} for place in error.locations
        ]
    if error.path:
        shown["path"] = list(error.path)
    shown["extensions"] = extensions
    return shown
