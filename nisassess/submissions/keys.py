"""The keys of this installation: one of its own making, or one that the deployer set."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Misconfigured, StateRefused
from nisassess.kit.settings import Settings
from nisassess.results.keys import (
    KeyFault,
    check_pair,
    new_key,
    read_certificates,
    read_private_key,
)
from nisassess.results.seal import SealKey
from nisassess.submissions import repository
from nisassess.submissions.types import SealKeyRow

INSTALLATION, CERTIFICATE = "installation", "certificate"


@dataclass(frozen=True, slots=True)
class SealKeys:
    """Hands out the key that seals, with its private part.

    `given` is the deployer's; without it the installation makes one at first need.
    """

    folder: Path
    name: str
    """What the installation calls itself."""
    given: SealKey | None = None

    async def prepare(self, database: Database) -> SealKey:
        """See that there is a key to seal with, outside of the write that seals; the key.

        Raises StateRefused with what the deployer has to do.
        """
        row = await repository.active_seal_key()
        if self.given is not None and (row is None or row.id != self.given.kid):
            row = await self._enter(database, self.given)
        if row is None:
            row = await self._enter(database, self._make(), first=True)
        return self.usable(row)

    async def active(self, database: Database) -> SealKey:
        """The key that seals now, made at first need; raises StateRefused."""
        return await self.prepare(database)

    async def hold(self) -> SealKey:
        """The key, inside the write that seals; raises StateRefused."""
        row = await repository.hold_seal_key()
        if row is None:  # it was replaced while this write waited for it
            row = await repository.hold_seal_key()
        if row is None:
            raise StateRefused("no_seal_key", "There is no key to seal with; try again.")
        return self.usable(row)

    async def rotate(self, database: Database) -> SealKey:
        """Make a new key and retire the one before, whose private part is destroyed."""
        if self.given is not None:
            message = (
                "The key is set by NISASSESS_SEAL_KEY and NISASSESS_SEAL_CERTIFICATE: put the new "
                "files there and start again."
            )
            raise StateRefused("seal_key_set", message)
        before = await repository.active_seal_key()
        row = await self._enter(database, self._make())
        if before is not None:
            self._file(before.id).unlink(missing_ok=True)
        return self.usable(row)

    async def trusted(self) -> Mapping[str, str]:
        """Every certificate that this installation sealed with, in PEM, by key id."""
        return {row.id: row.certificate for row in await repository.seal_keys()}

    def usable(self, row: SealKeyRow) -> SealKey:
        """The key of a row with its private part; raises StateRefused if it cannot seal."""
        key = self.given if self.given is not None and self.given.kid == row.id else None
        key = key or self._read(row)
        moment, certificate = now(), key.certificate
        if not certificate.valid_from <= moment <= certificate.valid_until:
            message = (
                f"The certificate of the key that seals is valid from {certificate.valid_from} "
                f"until {certificate.valid_until}. Whoever runs this installation must set "
                "another one, or run `nisassess seal rotate`."
            )
            raise StateRefused("seal_certificate_expired", message)
        return key

    def _read(self, row: SealKeyRow) -> SealKey:
        file = self._file(row.id)
        try:
            private = file.read_bytes()
            read_private_key(private)
        except (OSError, KeyFault) as error:
            where = (
                "set NISASSESS_SEAL_KEY and NISASSESS_SEAL_CERTIFICATE as they were"
                if row.kind == CERTIFICATE
                else f"put its file back to {file} (several processes need one shared folder)"
            )
            message = (
                f"The private part of the key that seals, {row.id[:16]}…, is not here. Whoever "
                f"runs this installation must {where}, or run `nisassess seal rotate`."
            )
            raise StateRefused("seal_key_missing", message) from error
        return _key(row, private)

    async def _enter(self, database: Database, key: SealKey, *, first: bool = False) -> SealKeyRow:
        async def work() -> SealKeyRow:
            await repository.enter_keys_alone()
            rows = await repository.seal_keys()
            active = next((row for row in rows if row.retired_at is None), None)
            if active is not None and (first or active.id == key.kid):
                return active  # somebody else was faster
            if any(row.id == key.kid for row in rows):
                message = (
                    f"The key {key.kid[:16]}… was retired and cannot seal again: set a key with "
                    "another certificate."
                )
                raise StateRefused("seal_key_retired", message)
            row = SealKeyRow(key.kid, key.pem, key.kind, now(), None)
            await repository.add_seal_key(row)
            return row

        entered = await database.write(work)
        if entered.id != key.kid and key.kind == INSTALLATION:
            self._file(key.kid).unlink(missing_ok=True)
        return entered

    def _make(self) -> SealKey:
        private, certificate = new_key(self.name, now())
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_secret(self._file(certificate.kid), private)
        return SealKey(certificate.kid, certificate.pem, (), private, INSTALLATION)

    def _file(self, kid: str) -> Path:
        return self.folder / f"{kid}.pem"


def seal_keys(settings: Settings) -> SealKeys:
    """The keys as the settings have them; raises Misconfigured for files that do not fit."""
    given = None
    if settings.seal_key is not None and settings.seal_certificate is not None:
        given = _given(settings.seal_key, settings.seal_certificate)
    return SealKeys(settings.keys_dir, settings.installation, given)


def _given(key_file: Path, certificate_file: Path) -> SealKey:
    private = _content("NISASSESS_SEAL_KEY", key_file)
    pem = _content("NISASSESS_SEAL_CERTIFICATE", certificate_file)
    try:
        read_private_key(private)
    except KeyFault as fault:
        raise Misconfigured(f"NISASSESS_SEAL_KEY: {key_file}: {fault}") from fault
    try:
        chain = read_certificates(pem)
        check_pair(private, chain)
    except KeyFault as fault:
        raise Misconfigured(f"NISASSESS_SEAL_CERTIFICATE: {certificate_file}: {fault}") from fault
    first, *others = chain
    upper = tuple(one.pem for one in others)
    return SealKey(first.kid, first.pem, upper, private, CERTIFICATE)


def _content(variable: str, file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise Misconfigured(f"{variable}: {file} cannot be read: {reason}") from error


def _key(row: SealKeyRow, private: bytes) -> SealKey:
    first, *others = read_certificates(row.certificate)
    return SealKey(row.id, first.pem, tuple(one.pem for one in others), private, row.kind)


def _write_secret(file: Path, content: bytes) -> None:
    """Write a file that only the installation's own user can read, durably."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
