"""GraphQL of trust between installations; the file itself goes to `POST /submissions/import`."""

from datetime import datetime
from typing import Annotated, Self

import strawberry

from nisassess import access
from nisassess.access import Info, Permission
from nisassess.kit.database import Database
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem
from nisassess.results.keys import read_certificates
from nisassess.results.vouching import vouching_words
from nisassess.submissions import trusting
from nisassess.submissions.trust_types import NewTrust, TrustRow


@strawberry.type
class TrustedInstallation:
    """A key of another installation that an authority takes submissions from, or took."""

    id: strawberry.ID
    name: str
    fingerprint: str = strawberry.field(
        description="SHA-256 of the certificate, in hex; seals name their key by it."
    )
    certificate: str = strawberry.field(description="In PEM, with the chain above it.")
    subject: str
    valid_until: datetime
    vouching: str = strawberry.field(description="Who vouches for the key, in words.")
    added_at: datetime
    added_by: str
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: TrustRow) -> Self:
        """The value of a row that the caller may see."""
        certificate = read_certificates(row.certificate)[0]
        return cls(
            id=strawberry.ID(row.id),
            name=row.name,
            fingerprint=row.key_id,
            certificate=row.certificate,
            subject=certificate.subject,
            valid_until=certificate.valid_until,
            vouching=vouching_words(certificate),
            added_at=row.added_at,
            added_by=row.added_by,
            revoked_at=row.revoked_at,
        )


@strawberry.input
class TrustInstallationInput:
    """`certificate` in PEM; `fingerprint` as whoever runs the other installation tells it, over
    another way than the certificate came. Keys under one name belong to one installation."""

    authority_id: strawberry.ID
    name: str
    certificate: str
    fingerprint: str


@strawberry.type
class InstallationTrusted:
    """What the key seals can be imported from now on."""

    installation: TrustedInstallation


@strawberry.type
class TrustRevoked:
    """What the key seals can be imported no longer; what was imported stays."""

    installation: TrustedInstallation


TrustInstallationResult = Annotated[
    InstallationTrusted | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("TrustInstallationResult"),
]
RevokeTrustResult = Annotated[TrustRevoked | NotFoundProblem, strawberry.union("RevokeTrustResult")]


@strawberry.type
class Query:
    """Whose seals an authority takes in."""

    @access.field(requires=Permission.TRUST_MANAGE)
    async def trusted_installations(
        self, info: Info, authority_id: strawberry.ID
    ) -> list[TrustedInstallation] | None:
        """Every key that the authority trusts or trusted, oldest first."""
        rows = await trusting.trusted(info.context.actor, authority_id)
        return None if rows is None else [TrustedInstallation.of(row) for row in rows]


@strawberry.type
class Mutation:
    """Deciding whose seals an authority takes in."""

    @access.mutation(requires=Permission.TRUST_MANAGE)
    async def trust_installation(
        self, info: Info, input: TrustInstallationInput
    ) -> TrustInstallationResult:
        context = info.context
        given = NewTrust(input.authority_id, input.name, input.certificate, input.fingerprint)
        row = await trusting.trust(context.get(Database), context.actor, given)
        return InstallationTrusted(installation=TrustedInstallation.of(row))

    @access.mutation(requires=Permission.TRUST_MANAGE)
    async def revoke_trust(self, info: Info, id: strawberry.ID) -> RevokeTrustResult:
        context = info.context
        row = await trusting.revoke(context.get(Database), context.actor, id)
        return TrustRevoked(installation=TrustedInstallation.of(row))
