"""Passwords, session secrets and bearer tokens."""

import asyncio
import hashlib
import secrets
from concurrent.futures import ThreadPoolExecutor

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106, second recommended option: 64 MiB, 3 passes; OWASP asks for far less.
_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4)
# As dear to verify as any other, and made without hashing, which would hold up every start.
_DECOY = (
    f"$argon2id$v=19$m={_hasher.memory_cost},t={_hasher.time_cost},p={_hasher.parallelism}"
    f"${'A' * 22}${'A' * 43}"
)
# Bounds the memory that sign-ins can take at once; threads, unlike a semaphore, serve any loop.
_hashing = ThreadPoolExecutor(max_workers=2, thread_name_prefix="argon2")

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200


async def hash_password(password: str) -> str:
    """The argon2id hash of a password, made off the event loop."""
    return await asyncio.get_running_loop().run_in_executor(_hashing, _hasher.hash, password)


async def password_matches(password_hash: str | None, password: str) -> bool:
    """Whether the password is right; as slow for somebody who does not exist."""
    matches = await asyncio.get_running_loop().run_in_executor(
        _hashing, _verify, password_hash or _DECOY, password
    )
    return matches and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def new_secret() -> str:
    """A secret of 256 bits for a session."""
    return secrets.token_urlsafe(32)


def new_bearer_token() -> str:
    """A bearer token; the prefix lets scanners recognise a leaked one."""
    return f"nisassess_{secrets.token_urlsafe(32)}"


def secret_hash(secret: str) -> str:
    """What is stored of a secret; its 256 bits of entropy need no slow hash."""
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
