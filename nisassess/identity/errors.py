"""Errors of identity.

ExpectedProblem
└── SignInRefused    wrong pair of address and password, or too many attempts
"""

from nisassess.kit.errors import ExpectedProblem


class SignInRefused(ExpectedProblem):
    """Nobody was signed in; `retry_after_seconds` is set when attempts are throttled."""

    status = 401
    code = "SIGN_IN_REFUSED"

    def __init__(
        self, message: str, reason: str = "wrong_pair", *, retry_after_seconds: int | None = None
    ) -> None:
        self.reason = reason
        """`wrong_pair`, `wrong_code`, `expired` (begin again) or `throttled`."""
        self.retry_after_seconds = retry_after_seconds
        super().__init__(message)
