"""Encrypts what must be read again, under a key that is not in the database.

A copy of the database alone, or a line in a log, gives no one-time code away.
"""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_KEY_BYTES = 32
_NONCE_BYTES = 12


class Unreadable(Exception):
    """The key is gone, or is not the one that encrypted this."""


@dataclass(frozen=True, slots=True)
class Vault:
    """AES-256-GCM under a key of the installation, made at first need.

    Several processes need one shared folder, as for the keys that seal.
    """

    file: Path

    def shut(self, text: str, owner: str) -> str:
        """Encrypt a text; it opens for the same owner only, so that rows cannot be swapped."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        shut = AESGCM(self._key(make=True)).encrypt(nonce, text.encode(), owner.encode())
        return urlsafe_b64encode(nonce + shut).decode()

    def open(self, shut: str, owner: str) -> str:
        """The text; raises Unreadable."""
        try:
            raw = urlsafe_b64decode(shut)
            opened = AESGCM(self._key()).decrypt(
                raw[:_NONCE_BYTES], raw[_NONCE_BYTES:], owner.encode()
            )
        except (OSError, ValueError, InvalidTag) as error:
            message = f"{self.file} is missing, or is not the key that encrypted this"
            raise Unreadable(message) from error
        return opened.decode()

    def _key(self, *, make: bool = False) -> bytes:
        if make and not self.file.exists():
            self._make()
        key = self.file.read_bytes()
        if len(key) != _KEY_BYTES:
            message = f"{self.file} does not hold a key of {_KEY_BYTES} bytes"
            raise ValueError(message)
        return key

    def _make(self) -> None:
        """Make the key as a whole or not at all; whoever comes first wins."""
        self.file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = self.file.with_name(f".{self.file.name}.{secrets.token_hex(8)}")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as sink:
                sink.write(secrets.token_bytes(_KEY_BYTES))
                sink.flush()
                os.fsync(sink.fileno())
            with suppress(FileExistsError):
                os.link(draft, self.file)
        finally:
            draft.unlink()
