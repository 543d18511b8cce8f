"""Every error that a use case may end with.

NisassessError
├── Misconfigured            the installation cannot start with its settings
├── Refusal                  the caller may not; becomes a top-level GraphQL error / HTTP status
│   ├── Unauthenticated      nobody is signed in (401)
│   ├── Forbidden            signed in, but without the permission (403)
│   ├── TooComplex           the query exceeds the limits (400)
│   └── TooMany              too many connections or requests at a time (429)
└── ExpectedProblem          the input cannot be acted on; becomes data of the mutation's union
    ├── ValidationFailed     names each faulty field, what is wrong and what would be right (400)
    ├── NotFound             does not exist, or is invisible to the caller (404)
    ├── StateRefused         the object's state forbids it, with a code (409)
    └── VersionConflict      somebody else changed it; carries the current value (409)
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar


class NisassessError(Exception):
    """Base of all errors raised on purpose."""

    status: ClassVar[int] = 500
    code: str = "INTERNAL"


class Misconfigured(NisassessError):
    """A setting cannot be used; names it, what is wrong and what would be right."""


class Refusal(NisassessError):
    """The caller may not do this."""


class Unauthenticated(Refusal):
    """Nobody is signed in, or the session or token is no longer valid."""

    status = 401
    code = "UNAUTHENTICATED"

    def __init__(self, message: str = "Sign in first.") -> None:
        super().__init__(message)


class Forbidden(Refusal):
    """The caller is known but lacks the permission."""

    status = 403
    code = "FORBIDDEN"

    def __init__(self, message: str = "Your roles do not allow this.") -> None:
        super().__init__(message)


class TooComplex(Refusal):
    """The query is deeper, wider or costlier than the limits allow."""

    status = 400
    code = "TOO_COMPLEX"


class TooMany(Refusal):
    """The caller has too much under way at once; says how much is too much."""

    status = 429
    code = "TOO_MANY"


class ExpectedProblem(NisassessError):
    """Something that a user can mend."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One faulty field: its path, a stable code and a message that says what would be right."""

    path: str
    code: str
    message: str


class ValidationFailed(ExpectedProblem):
    """The input is faulty; nothing was written."""

    status = 400
    code = "BAD_INPUT"

    def __init__(self, issues: Iterable[Issue]) -> None:
        self.issues = tuple(issues)
        super().__init__("; ".join(f"{issue.path}: {issue.message}" for issue in self.issues))


class NotFound(ExpectedProblem):
    """No such object for this caller; the same answer whether it exists or not."""

    status = 404
    code = "NOT_FOUND"

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what}, or you may not see it.")


class StateRefused(ExpectedProblem):
    """The object's state forbids the change."""

    status = 409

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


class VersionConflict(ExpectedProblem):
    """A newer version exists; `current` is it. Nothing was overwritten."""

    status = 409
    code = "CONFLICT"

    def __init__(self, current: Any) -> None:
        self.current = current
        super().__init__("Somebody else changed this in the meantime; nothing was overwritten.")
