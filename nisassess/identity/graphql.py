"""GraphQL of identity: viewer, sign-in, access tokens."""

from datetime import date, datetime
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import ActorKind, Context, Grant, Info, Permission, Role
from nisassess.access.actor import Actor
from nisassess.identity import repository, service, signing_in
from nisassess.identity.authentication import COOKIE
from nisassess.identity.confirming import confirm_identity
from nisassess.identity.errors import SignInRefused
from nisassess.identity.second_factor import SecondFactors
from nisassess.identity.signing_in import Door, HalfSignedIn, SignedInSession
from nisassess.identity.types import OrganisationKind, TokenRow
from nisassess.kit.database import Database
from nisassess.kit.problems import NotFoundProblem, Problem, ValidationProblem
from nisassess.kit.settings import Settings

RoleEnum = strawberry.enum(Role, name="Role")
OrganisationKindEnum = strawberry.enum(OrganisationKind, name="OrganisationKind")


@strawberry.type
class Organisation:
    """An operator, an authority, or the platform."""

    id: strawberry.ID
    name: str
    kind: OrganisationKindEnum  # type: ignore[valid-type]
    country: str | None


@strawberry.type
class Authority:
    """A body with a competence: country x legal regime x subsector."""

    id: strawberry.ID
    name: str
    country: str


@strawberry.type
class Membership:
    """Roles in one organisation; `operatorId` is set when it is an operator."""

    organisation: Organisation
    roles: list[RoleEnum]  # type: ignore[valid-type]
    operator_id: strawberry.ID | None


@strawberry.type
class Viewer:
    """Who is signed in."""

    id: strawberry.ID
    name: str
    email: str | None
    memberships: list[Membership]
    permissions: list[str]
    language: str | None
    """In which the person is written to; null: the installation's."""
    second_factor: bool
    """Whether sign-in takes a code as well."""
    second_factor_demanded_by: list[str]
    """Organisations that demand a second factor which is not there yet: nothing is granted
    until it is set up."""


@strawberry.type
class AccessToken:
    """A bearer token of an integrator, without its secret."""

    id: strawberry.ID
    name: str
    prefix: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    created_by: str


@strawberry.type
class SignedIn:
    """The session cookie came with this answer."""

    viewer: Viewer


@strawberry.type
class SignInProblem(Problem):
    """Nobody was signed in; `retryAfterSeconds` is set when attempts are throttled."""

    code: str
    """`wrong_pair`, `wrong_code`, `expired` (begin again) or `throttled`."""
    retry_after_seconds: int | None


@strawberry.type
class SecondFactorNeeded:
    """The password was right. The ticket goes to `completeSignIn` and grants nothing else."""

    ticket: str
    expires_at: datetime


@strawberry.type
class SignOutResult:
    """The session is over."""

    signed_out: bool


@strawberry.type
class AccessTokenCreated:
    """The token is shown here once and never again."""

    token: str
    access_token: AccessToken


@strawberry.type
class AccessTokenRevoked:
    """The token is refused from now on."""

    access_token: AccessToken


@strawberry.input
class CreateAccessTokenInput:
    """`password`: the one that the caller signs in with; `code`: if it has a second factor."""

    operator_id: strawberry.ID
    name: str
    expires_on: date
    password: str
    code: str | None = None


SignInResult = Annotated[
    SignedIn | SecondFactorNeeded | SignInProblem, strawberry.union("SignInResult")
]
CompleteSignInResult = Annotated[SignedIn | SignInProblem, strawberry.union("CompleteSignInResult")]
CreateAccessTokenResult = Annotated[
    AccessTokenCreated | ValidationProblem | NotFoundProblem,
    strawberry.union("CreateAccessTokenResult"),
]
RevokeAccessTokenResult = Annotated[
    AccessTokenRevoked | NotFoundProblem, strawberry.union("RevokeAccessTokenResult")
]


def viewer_of(actor: Actor) -> Viewer | None:
    """The signed-in caller; None for anonymous ones."""
    return None if actor.kind is ActorKind.ANONYMOUS else _viewer(actor)


def _viewer(actor: Actor) -> Viewer:
    permissions = {p.value for grant in actor.grants for p in grant.permissions}
    return Viewer(
        id=strawberry.ID(actor.id),
        name=actor.name,
        email=actor.email,
        memberships=[_membership(grant) for grant in actor.grants],
        permissions=sorted(permissions),
        language=actor.language,
        second_factor=actor.second_factor,
        second_factor_demanded_by=list(actor.second_factor_for),
    )


def signed_in(context: Context, session: SignedInSession) -> SignedIn:
    """The answer to a sign-in; its secret goes into the cookie and nowhere else."""
    settings = context.get(Settings)
    if context.response is not None:
        context.response.set_cookie(
            COOKIE,
            session.secret,
            max_age=settings.session_hours * 3600,
            path="/",
            secure=settings.secure_cookies,
            httponly=True,
            samesite="strict",
        )
    return SignedIn(viewer=_viewer(session.actor))


def sign_in_problem(error: SignInRefused) -> SignInProblem:
    """Why nobody was signed in."""
    return SignInProblem(
        message=str(error), code=error.reason, retry_after_seconds=error.retry_after_seconds
    )


def door(context: Context) -> Door:
    """Where the request comes from; a session that its browser had before is replaced."""
    request = context.request
    return Door(
        origin=request.client.host if request.client else "unknown",
        hours=context.get(Settings).session_hours,
        agent=request.headers.get("user-agent"),
        replaces=context.actor.session_id if COOKIE in request.cookies else None,
    )


def _membership(grant: Grant) -> Membership:
    is_operator = grant.organisation_kind == OrganisationKind.OPERATOR
    return Membership(
        organisation=Organisation(
            id=strawberry.ID(grant.organisation_id),
            name=grant.organisation_name,
            kind=OrganisationKind(grant.organisation_kind),
            country=grant.country,
        ),
        roles=sorted(grant.roles),
        operator_id=strawberry.ID(grant.organisation_id) if is_operator else None,
    )


def _token(row: TokenRow) -> AccessToken:
    return AccessToken(
        id=strawberry.ID(row.id),
        name=row.name,
        prefix=row.prefix,
        created_at=row.created_at,
        expires_at=row.expires_at,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
        created_by=row.created_by,
    )


@strawberry.type
class Query:
    """Who is signed in, and an operator's tokens."""

    @access.public("tells a caller who it is, and strangers nothing")
    async def viewer(self, info: Info) -> Viewer | None:
        return viewer_of(info.context.actor)

    @access.field(requires=Permission.TOKEN_MANAGE)
    async def access_tokens(
        self, info: Info, operator_id: strawberry.ID
    ) -> list[AccessToken] | None:
        rows = await repository.tokens(info.context.actor, operator_id)
        return None if rows is None else [_token(row) for row in rows]


@strawberry.type
class Mutation:
    """Sign-in and access tokens."""

    @access.public("everybody may try to sign in; attempts are throttled")
    async def sign_in(self, info: Info, email: str, password: str) -> SignInResult:
        context = info.context
        try:
            done = await signing_in.sign_in(
                context.get(Database), email, password, door=door(context)
            )
        except SignInRefused as error:
            return sign_in_problem(error)
        if isinstance(done, HalfSignedIn):
            return SecondFactorNeeded(ticket=done.ticket, expires_at=done.expires_at)
        return signed_in(context, done)

    @access.public("the second step of a sign-in; the ticket and the code both count once")
    async def complete_sign_in(self, info: Info, ticket: str, code: str) -> CompleteSignInResult:
        context = info.context
        try:
            session = await signing_in.complete_sign_in(
                context.get(Database),
                context.get(SecondFactors),
                ticket,
                code,
                door=door(context),
            )
        except SignInRefused as error:
            return sign_in_problem(error)
        return signed_in(context, session)

    @access.public("ends the caller's own session, if there is one")
    async def sign_out(self, info: Info) -> SignOutResult:
        context = info.context
        await signing_in.sign_out(context.get(Database), context.actor)
        if context.response is not None:
            context.response.delete_cookie(
                COOKIE,
                path="/",
                secure=context.get(Settings).secure_cookies,
                httponly=True,
                samesite="strict",
            )
        return SignOutResult(signed_out=context.actor.kind is not ActorKind.ANONYMOUS)

    @access.mutation(requires=Permission.TOKEN_MANAGE)
    async def create_access_token(
        self, info: Info, input: CreateAccessTokenInput
    ) -> CreateAccessTokenResult:
        context = info.context
        database = context.get(Database)
        await confirm_identity(
            database, context.actor, input.password, input.code, context.get(SecondFactors)
        )
        secret, row = await service.create_token(
            database, context.actor, input.operator_id, input.name, input.expires_on
        )
        return AccessTokenCreated(token=secret, access_token=_token(row))

    @access.mutation(requires=Permission.TOKEN_MANAGE)
    async def revoke_access_token(self, info: Info, id: strawberry.ID) -> RevokeAccessTokenResult:
        row = await service.revoke_token(info.context.get(Database), info.context.actor, id)
        return AccessTokenRevoked(access_token=_token(row))
