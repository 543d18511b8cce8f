"""GraphQL of invitations: links by which people join an organisation."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info, Permission, Role
from nisassess.identity import inviting
from nisassess.identity.errors import SignInRefused
from nisassess.identity.graphql import (
    OrganisationKindEnum,
    RoleEnum,
    SignedIn,
    SignInProblem,
    door,
    sign_in_problem,
    signed_in,
)
from nisassess.identity.listeners import Listeners
from nisassess.identity.repository import invitations
from nisassess.identity.types import InvitationRow
from nisassess.kit.database import Database
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem


@strawberry.type
class Invitation:
    """An open link by which somebody may join, without its secret."""

    id: strawberry.ID
    organisation_name: str
    organisation_kind: OrganisationKindEnum  # type: ignore[valid-type]
    name: str
    email: str
    roles: list[RoleEnum]  # type: ignore[valid-type]
    invited_by: str
    created_at: datetime
    expires_at: datetime


@strawberry.type
class MemberInvited:
    """The secret belongs behind `/join#`; it is shown this once. `mailed`: it was sent as well."""

    invitation: Invitation
    secret: str
    mailed: bool


@strawberry.type
class InvitationRevoked:
    """The link counts no more."""

    invitation: Invitation


@strawberry.type
class InvitationAccepted:
    """The caller belongs to the organisation from the next request on."""

    invitation: Invitation


@strawberry.input
class InviteMemberInput:
    """`expiresOn`: the link's last day, at most 30 days ahead; absent: it lasts seven days."""

    organisation_id: strawberry.ID
    email: str
    name: str
    roles: list[RoleEnum]  # type: ignore[valid-type]
    expires_on: date | None = None


@strawberry.input
class JoinInput:
    """`secret`: of the link; name and password of the new account."""

    secret: str
    name: str
    password: str


InviteMemberResult = Annotated[
    MemberInvited | ValidationProblem | StateProblem | NotFoundProblem,
    strawberry.union("InviteMemberResult"),
]
RevokeInvitationResult = Annotated[
    InvitationRevoked | NotFoundProblem, strawberry.union("RevokeInvitationResult")
]
AcceptInvitationResult = Annotated[
    InvitationAccepted | StateProblem | NotFoundProblem,
    strawberry.union("AcceptInvitationResult"),
]
JoinResult = Annotated[
    SignedIn | SignInProblem | ValidationProblem | NotFoundProblem, strawberry.union("JoinResult")
]


def _invitation(row: InvitationRow) -> Invitation:
    return Invitation(
        id=strawberry.ID(row.id),
        organisation_name=row.organisation_name,
        organisation_kind=row.organisation_kind,
        name=row.name,
        email=row.email,
        roles=[role for role in Role if role in row.roles],
        invited_by=row.invited_by,
        created_at=row.created_at,
        expires_at=row.expires_at,
    )


@strawberry.type
class Query:
    """Who may come."""

    @access.field(requires=Permission.MEMBER_MANAGE)
    async def invitations(
        self, info: Info, organisation_id: strawberry.ID
    ) -> list[Invitation] | None:
        """Open invitations, newest first; null for an organisation that one does not manage."""
        rows = await invitations.invitations(info.context.actor, organisation_id)
        return None if rows is None else [_invitation(row) for row in rows]

    @access.public("whoever holds a link may read what it says; its secret has 256 bits")
    async def invitation(self, info: Info, secret: str) -> Invitation | None:
        row = await inviting.look(secret)
        return None if row is None else _invitation(row)


@strawberry.type
class Mutation:
    """Invite, and come."""

    @access.mutation(requires=Permission.MEMBER_MANAGE)
    async def invite_member(self, info: Info, input: InviteMemberInput) -> InviteMemberResult:
        context = info.context
        new = inviting.NewInvitation(
            input.organisation_id,
            input.email,
            input.name,
            tuple(dict.fromkeys(input.roles)),
            input.expires_on,
        )
        done = await inviting.invite(
            context.get(Database), context.get(Listeners), context.actor, new
        )
        return MemberInvited(
            invitation=_invitation(done.invitation), secret=done.secret, mailed=done.mailed
        )

    @access.mutation(requires=Permission.MEMBER_MANAGE)
    async def revoke_invitation(self, info: Info, id: strawberry.ID) -> RevokeInvitationResult:
        row = await inviting.revoke(info.context.get(Database), info.context.actor, id)
        return InvitationRevoked(invitation=_invitation(row))

    @access.account_mutation
    async def accept_invitation(self, info: Info, secret: str) -> AcceptInvitationResult:
        context = info.context
        row = await inviting.accept(
            context.get(Database), context.get(Listeners), context.actor, secret
        )
        return InvitationAccepted(invitation=_invitation(row))

    @access.public_mutation("whoever holds a link may join by it, once; attempts are throttled")
    async def join(self, info: Info, input: JoinInput) -> JoinResult:
        context = info.context
        try:
            session = await inviting.join(
                context.get(Database),
                context.get(Listeners),
                input.secret,
                input.name,
                input.password,
                door=door(context),
            )
        except SignInRefused as error:
            return sign_in_problem(error)
        return signed_in(context, session)
