"""What people do about their accounts, over HTTP, in the tests of members and second factors."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pyotp

from nisassess.identity.models import Invitation, SecondFactor, Session, SignInTicket
from nisassess.kit.clock import now
from tests.identity.acts import minutes_pass
from tests.support.api import Answer, ask
from tests.support.world import PASSWORD, Person, World

STEP = timedelta(seconds=30)
ISSUES = "... on ValidationProblem { issues { path code } }"
STATE = "... on StateProblem { code message }"
SIGN_IN = """mutation($email: String!, $password: String!) {
    signIn(email: $email, password: $password) {
        __typename ... on SecondFactorNeeded { ticket } ... on SignInProblem { code message } } }"""
COMPLETE = """mutation($ticket: String!, $code: String!) {
    completeSignIn(ticket: $ticket, code: $code) {
        __typename ... on SignedIn { viewer { id permissions } }
        ... on SignInProblem { code message retryAfterSeconds } } }"""
INVITE = f"""mutation($input: InviteMemberInput!) {{ inviteMember(input: $input) {{ __typename
    ... on MemberInvited {{ secret mailed invitation {{ id email roles expiresAt }} }}
    {ISSUES} {STATE} }} }}"""
JOIN = f"""mutation($input: JoinInput!) {{ join(input: $input) {{ __typename
    ... on SignedIn {{ viewer {{ id name email permissions secondFactorDemandedBy }} }}
    ... on SignInProblem {{ code message }} {ISSUES} }} }}"""
ACCEPT = f"""mutation($secret: String!) {{ acceptInvitation(secret: $secret) {{
    __typename {STATE} }} }}"""
LOOK = "query($secret: String!) { invitation(secret: $secret) { organisationName invitedBy } }"
VIEWER = "{ viewer { id permissions secondFactor secondFactorDemandedBy } }"


@dataclass(frozen=True)
class Enrolled:
    """Somebody's authenticator and recovery codes."""

    secret: str
    codes: list[str]

    def code(self, steps: int = 0) -> str:
        """What it shows some steps from now."""
        return pyotp.TOTP(self.secret).at(now() + steps * STEP)


async def enrol(client: httpx.AsyncClient, person: Person) -> Enrolled:
    """Set up a second factor with the code of the step before, so that the present one is left."""
    begun = await ask(
        client,
        "mutation { beginSecondFactor { __typename ... on SecondFactorBegun { secret uri qr } } }",
        person.bearer,
    )
    secret = begun.data["beginSecondFactor"]["secret"]
    code = pyotp.TOTP(secret).at(now() - STEP)
    done = await ask(
        client,
        "mutation($code: String!) { enrolSecondFactor(code: $code) "
        "{ __typename ... on RecoveryCodes { codes } } }",
        person.bearer,
        code=code,
    )
    return Enrolled(secret, done.data["enrolSecondFactor"]["codes"])


async def half_sign_in(client: httpx.AsyncClient, person: Person) -> str:
    """The password step of somebody with a second factor; the ticket."""
    answer = await ask(client, SIGN_IN, email=person.email, password=PASSWORD)
    found = answer.data["signIn"]
    assert found["__typename"] == "SecondFactorNeeded", found
    assert "set-cookie" not in answer.headers
    return str(found["ticket"])


async def complete(client: httpx.AsyncClient, ticket: str, code: str) -> dict[str, Any]:
    """The second step; the client keeps no cookie."""
    answer = await ask(client, COMPLETE, ticket=ticket, code=code)
    client.cookies.clear()
    found: dict[str, Any] = answer.data["completeSignIn"]
    return found


async def invite(
    client: httpx.AsyncClient, world: World, person: Person | None = None, **changes: Any
) -> dict[str, Any]:
    """The result of inviting somebody to the grid operator."""
    given = {
        "organisationId": world.grid,
        "email": "nora@new.example",
        "name": "Nora New",
        "roles": ["OPERATOR_CONTRIBUTOR"],
        **changes,
    }
    answer = await ask(client, INVITE, (person or world.coordinator).bearer, input=given)
    found: dict[str, Any] = answer.data["inviteMember"]
    return found


async def join(client: httpx.AsyncClient, secret: str, **changes: Any) -> Answer:
    """Join by a link; the client keeps no cookie."""
    given = {"secret": secret, "name": "Nora New", "password": PASSWORD, **changes}
    answer = await ask(client, JOIN, input=given)
    client.cookies.clear()
    return answer


def cookie_of(answer: Answer) -> dict[str, str]:
    """Headers of the session that came with an answer."""
    pair = answer.headers["set-cookie"].partition(";")[0]
    return {"Cookie": pair, "X-Nisassess-Client": "web"}


async def time_passes(minutes: int) -> None:
    """Everything that is remembered of accounts becomes older."""
    by = timedelta(minutes=minutes)
    await minutes_pass(minutes)
    for session in await Session.all():
        session.created_at -= by
        if session.confirmed_at:
            session.confirmed_at = min(session.confirmed_at, now()) - by
        await session.save()
    for ticket in await SignInTicket.all():
        ticket.expires_at -= by
        await ticket.save()
    for invitation in await Invitation.all():
        invitation.expires_at -= by
        await invitation.save()
    for factor in await SecondFactor.all():
        factor.begun_at -= by
        await factor.save()
