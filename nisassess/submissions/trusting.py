"""Use cases of trust: whose seals an authority takes in.

Nobody vouches for an installation's own key. So an officer compares its fingerprint with whoever
runs the other installation, over another way than the file came, and enters both.
"""

import unicodedata

from nisassess.access import Actor, Permission
from nisassess.audit.repository import record
from nisassess.kit.clock import now
from nisassess.kit.database import Database
from nisassess.kit.errors import Issue, NotFound, StateRefused, ValidationFailed
from nisassess.kit.ids import is_id, new_id
from nisassess.results.keys import Certificate, KeyFault, algorithm_of, read_certificates
from nisassess.submissions import repository_trust
from nisassess.submissions.trust_types import NewTrust, TrustRow

LONGEST_NAME = 200
LARGEST_CERTIFICATE = 64 * 1024
"""Characters of a certificate in PEM with its chain."""
MOST_KEYS = 500
"""Of one authority."""


async def trust(database: Database, actor: Actor, given: NewTrust) -> TrustRow:
    """Take in what a key sealed from now on; a key that is trusted already stays as it is.

    Raises NotFound, ValidationFailed (no certificate, another fingerprint) and StateRefused.
    """
    if not is_id("aut", given.authority_id) or not actor.may(
        Permission.TRUST_MANAGE, given.authority_id
    ):
        raise NotFound("authority")
    name, certificates = _checked(given)
    fresh = TrustRow(
        id=new_id("tru"),
        authority_id=given.authority_id,
        name=name,
        key_id=certificates[0].kid,
        certificate="".join(one.pem for one in certificates),
        added_at=now(),
        added_by=actor.name,
        revoked_at=None,
    )

    async def work() -> TrustRow:
        rows = await repository_trust.hold(given.authority_id)
        before = next((row for row in rows if row.key_id == fresh.key_id), None)
        if before is not None and before.is_active and before.name == name:
            return before
        _refuse(before, rows, name)
        if before is None:
            await repository_trust.add(fresh)
        else:
            await repository_trust.reinstate(_again(before, fresh))
        await record(
            actor,
            "trust.add",
            before.id if before else fresh.id,
            organisation_id=given.authority_id,
            name=name,
            key=fresh.key_id,
        )
        return _again(before, fresh) if before else fresh

    return await database.write(work)


async def trusted(actor: Actor, authority_id: str) -> tuple[TrustRow, ...] | None:
    """Everything that an authority trusts or trusted; None: not the actor's to know."""
    if not actor.may(Permission.TRUST_MANAGE, authority_id):
        return None
    return await repository_trust.trusted(actor, authority_id, Permission.TRUST_MANAGE)


async def revoke(database: Database, actor: Actor, trust_id: str) -> TrustRow:
    """Take in nothing more that a key sealed; what was imported stays. Raises NotFound."""

    async def work() -> None:
        row = await repository_trust.trust(actor, trust_id)
        if row is None:
            raise NotFound("trusted installation")
        if await repository_trust.revoke(trust_id, now()):
            await record(
                actor,
                "trust.revoke",
                trust_id,
                organisation_id=row.authority_id,
                name=row.name,
                key=row.key_id,
            )

    await database.write(work)
    found = await repository_trust.trust(actor, trust_id)
    if found is None:
        raise NotFound("trusted installation")
    return found


def as_fingerprint(text: str) -> str:
    """A fingerprint without the separators that tools and people write into it."""
    return "".join(one for one in text if one not in ": -\t\r\n").lower()


def _again(before: TrustRow, fresh: TrustRow) -> TrustRow:
    return TrustRow(
        before.id,
        before.authority_id,
        before.name,
        before.key_id,
        before.certificate,
        fresh.added_at,
        fresh.added_by,
        None,
    )


def _refuse(before: TrustRow | None, rows: tuple[TrustRow, ...], name: str) -> None:
    if before is not None and before.name != name:
        message = (
            f"This key is known as that of {before.name}; a key belongs to one installation, "
            "under one name."
        )
        raise StateRefused("other_name", message)
    if before is None and len(rows) >= MOST_KEYS:
        message = f"At most {MOST_KEYS} keys can be kept, those that were revoked included."
        raise StateRefused("too_many_keys", message)


def _checked(given: NewTrust) -> tuple[str, tuple[Certificate, ...]]:
    issues = []
    name = unicodedata.normalize("NFKC", given.name).strip()
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        message = f"must be 1 to {LONGEST_NAME} printable characters on one line"
        issues.append(Issue("name", "bad_length", message))
    certificates: tuple[Certificate, ...] = ()
    try:
        certificates = _certificates(given.certificate)
    except KeyFault as fault:
        issues.append(Issue("certificate", "bad_certificate", f"cannot be used: {fault}"))
    if certificates and as_fingerprint(given.fingerprint) != certificates[0].kid:
        message = (
            "is not that of this certificate. Ask whoever runs the other installation for it, "
            "over another way than the certificate came: it is the SHA-256 of the certificate, "
            "64 hexadecimal digits"
        )
        issues.append(Issue("fingerprint", "other_fingerprint", message))
    if issues:
        raise ValidationFailed(issues)
    return name, certificates


def _certificates(pem: str) -> tuple[Certificate, ...]:
    if len(pem) > LARGEST_CERTIFICATE:
        raise KeyFault(f"it is longer than {LARGEST_CERTIFICATE} characters")
    if "PRIVATE KEY" in pem:
        raise KeyFault("it holds a private key, which must never leave its installation")
    first, *others = read_certificates(pem)
    algorithm_of(first.x509.public_key())
    chain = [first]
    for one in others:  # an installation publishes its earlier keys in the same file
        if not chain[-1].is_issued_by(one) or chain[-1].is_self_signed:
            break
        chain.append(one)
    return tuple(chain)
