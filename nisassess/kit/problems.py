"""GraphQL types of expected problems; mutations return them as members of their unions."""

import strawberry

from nisassess.kit.errors import NotFound, StateRefused, ValidationFailed


@strawberry.interface
class Problem:
    """Something expected that kept the mutation from acting; nothing was written."""

    message: str


@strawberry.type
class Issue:
    """One faulty field: its path in the input, a stable code, and what would be right."""

    path: str
    code: str
    message: str


@strawberry.type
class ValidationProblem(Problem):
    """The input is faulty."""

    issues: list[Issue]


@strawberry.type
class NotFoundProblem(Problem):
    """The object does not exist, or is invisible to the caller."""


@strawberry.type
class StateProblem(Problem):
    """The object's state forbids the change, e.g. the assessment is submitted."""

    code: str


def problem_of(error: Exception) -> Problem | None:
    """The problem type of an expected error; None for anything else."""
    match error:
        case ValidationFailed():
            issues = [Issue(path=i.path, code=i.code, message=i.message) for i in error.issues]
            return ValidationProblem(message=str(error), issues=issues)
        case NotFound():
            return NotFoundProblem(message=str(error))
        case StateRefused():
            return StateProblem(message=str(error), code=error.code)
    return None
