"""GraphQL of one's own account: password, second factor, sessions."""

from datetime import datetime
from typing import Annotated

import strawberry

from nisassess import access
from nisassess.access import Info
from nisassess.identity import account
from nisassess.identity.confirming import refresh
from nisassess.identity.graphql import Viewer, viewer_of
from nisassess.identity.repository import accounts
from nisassess.identity.repository import factors as stored_factors
from nisassess.identity.second_factor import SecondFactors
from nisassess.identity.types import SessionRow
from nisassess.kit.database import Database
from nisassess.kit.errors import Unauthenticated
from nisassess.kit.problems import NotFoundProblem, StateProblem, ValidationProblem


@strawberry.type
class Session:
    """A browser that is signed in; `browser` and `system` as it calls itself."""

    id: strawberry.ID
    started_at: datetime
    last_seen_at: datetime
    """To the minute."""
    expires_at: datetime
    browser: str | None
    system: str | None
    current: bool
    """The one that asks."""


@strawberry.type
class AccountUpdated:
    """The account as it is now."""

    viewer: Viewer


@strawberry.type
class PasswordChanged:
    """The new password counts; all other sessions ended."""

    sessions_ended: int


@strawberry.type
class IdentityConfirmed:
    """For a quarter of an hour, acts that need it are let through."""

    confirmed: bool


@strawberry.type
class SecondFactorBegun:
    """What an authenticator takes in; it counts once `enrolSecondFactor` got a code of it."""

    secret: str
    uri: str
    qr: str
    """The URI as a picture: a `data:` address of an SVG."""


@strawberry.type
class RecoveryCodes:
    """Each stands in for the second factor once. They are shown this once."""

    codes: list[str]


@strawberry.type
class SecondFactorRemoved:
    """Signing in takes the password alone."""

    removed: bool


@strawberry.type
class SessionsEnded:
    """They are refused from now on."""

    ended: int


UpdateAccountResult = Annotated[
    AccountUpdated | ValidationProblem, strawberry.union("UpdateAccountResult")
]
ChangePasswordResult = Annotated[
    PasswordChanged | ValidationProblem, strawberry.union("ChangePasswordResult")
]
ConfirmIdentityResult = Annotated[
    IdentityConfirmed | ValidationProblem, strawberry.union("ConfirmIdentityResult")
]
BeginSecondFactorResult = Annotated[
    SecondFactorBegun | StateProblem, strawberry.union("BeginSecondFactorResult")
]
EnrolSecondFactorResult = Annotated[
    RecoveryCodes | ValidationProblem | StateProblem, strawberry.union("EnrolSecondFactorResult")
]
RenewRecoveryCodesResult = Annotated[
    RecoveryCodes | StateProblem, strawberry.union("RenewRecoveryCodesResult")
]
RemoveSecondFactorResult = Annotated[
    SecondFactorRemoved | StateProblem, strawberry.union("RemoveSecondFactorResult")
]
EndSessionResult = Annotated[
    SessionsEnded | StateProblem | NotFoundProblem, strawberry.union("EndSessionResult")
]


def _session(row: SessionRow) -> Session:
    return Session(
        id=strawberry.ID(row.id),
        started_at=row.created_at,
        last_seen_at=row.last_seen_at,
        expires_at=row.expires_at,
        browser=row.browser,
        system=row.system,
        current=row.current,
    )


@strawberry.type
class Query:
    """What stands behind one's own account."""

    @access.account
    async def sessions(self, info: Info) -> list[Session]:
        """Where one is signed in, the place used last first."""
        return [_session(row) for row in await accounts.sessions(info.context.actor)]

    @access.account
    async def recovery_codes_left(self, info: Info) -> int:
        """How many recovery codes of one's own are unused."""
        return await stored_factors.codes_left(info.context.actor.id)


@strawberry.type
class Mutation:
    """Everybody looks after their own account."""

    @access.account_mutation
    async def update_account(
        self, info: Info, name: str, language: str | None = None
    ) -> UpdateAccountResult:
        context = info.context
        actor = await account.update(context.get(Database), context.actor, name, language)
        viewer = viewer_of(actor)
        if viewer is None:
            raise Unauthenticated
        return AccountUpdated(viewer=viewer)

    @access.account_mutation
    async def change_password(
        self, info: Info, current: str, new: str, code: str | None = None
    ) -> ChangePasswordResult:
        context = info.context
        ended = await account.change_password(
            context.get(Database),
            context.actor,
            current,
            new,
            code=code,
            factors=context.get(SecondFactors),
        )
        return PasswordChanged(sessions_ended=ended)

    @access.account_mutation
    async def confirm_identity(
        self, info: Info, password: str, code: str | None = None
    ) -> ConfirmIdentityResult:
        context = info.context
        await refresh(
            context.get(Database), context.actor, password, code, context.get(SecondFactors)
        )
        return IdentityConfirmed(confirmed=True)

    @access.account_mutation
    async def begin_second_factor(self, info: Info) -> BeginSecondFactorResult:
        begun = await info.context.get(SecondFactors).begin(info.context.actor)
        return SecondFactorBegun(secret=begun.secret, uri=begun.uri, qr=begun.qr)

    @access.account_mutation
    async def enrol_second_factor(self, info: Info, code: str) -> EnrolSecondFactorResult:
        codes = await info.context.get(SecondFactors).enrol(info.context.actor, code)
        return RecoveryCodes(codes=list(codes))

    @access.account_mutation
    async def renew_recovery_codes(self, info: Info) -> RenewRecoveryCodesResult:
        codes = await info.context.get(SecondFactors).renew_codes(info.context.actor)
        return RecoveryCodes(codes=list(codes))

    @access.account_mutation
    async def remove_second_factor(self, info: Info) -> RemoveSecondFactorResult:
        await info.context.get(SecondFactors).remove(info.context.actor)
        return SecondFactorRemoved(removed=True)

    @access.account_mutation
    async def end_session(self, info: Info, id: strawberry.ID) -> EndSessionResult:
        await account.end_session(info.context.get(Database), info.context.actor, id)
        return SessionsEnded(ended=1)

    @access.account_mutation
    async def end_other_sessions(self, info: Info) -> SessionsEnded:
        ended = await account.end_other_sessions(info.context.get(Database), info.context.actor)
        return SessionsEnded(ended=ended)
