"""Who does not exist is refused as slowly as who does."""

import pytest
from argon2 import extract_parameters
from argon2.exceptions import VerifyMismatchError

from nisassess.identity import secrets

pytestmark = pytest.mark.database_free


async def test_nobody_has_any_password() -> None:
    assert not await secrets.password_matches(None, "a password of nobody")


async def test_the_decoy_is_as_dear_as_a_real_hash() -> None:
    real = await secrets.hash_password("a password of somebody")
    assert extract_parameters(secrets._DECOY) == extract_parameters(real)
    assert len(secrets._DECOY) == len(real)


def test_the_decoy_is_computed_through_before_it_is_refused() -> None:
    with pytest.raises(VerifyMismatchError):
        secrets._hasher.verify(secrets._DECOY, "a password of nobody")
