"""Codes that stand for the second factor, as people type them."""

import secrets

from nisassess.identity.secrets import secret_hash

RECOVERY_CODES = 10
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without signs that are read for one another."""
_GROUPS, _GROUP_LENGTH = 4, 4
_DIGITS = 6


def new_recovery_codes() -> tuple[str, ...]:
    """Ten codes of 79 bits each, in groups that are easy to copy."""
    return tuple(
        "-".join(
            "".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS)
        )
        for _ in range(RECOVERY_CODES)
    )


def is_recovery_code(code: str) -> bool:
    """Whether the text has the length of a recovery code."""
    return len(tidy(code)) == _GROUPS * _GROUP_LENGTH


def is_one_time_code(code: str) -> bool:
    """Whether the text is six digits, as an authenticator shows them."""
    given = tidy(code)
    return len(given) == _DIGITS and given.isascii() and given.isdigit()


def code_hash(code: str) -> str:
    """What is stored of a recovery code; it has too many bits to be tried out."""
    return secret_hash(tidy(code))


def tidy(code: str) -> str:
    """The code without the spaces and hyphens that people type."""
    return "".join(code.split()).replace("-", "").lower()
