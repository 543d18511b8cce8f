"""What people do at the door, and how time passes."""

from datetime import timedelta
from typing import Any

import httpx

from nisassess.identity.models import AccessToken, Person, Session, SignInThrottle
from tests.support.api import ask

WRONG_PAIR = "The e-mail address or the password is not right."

_SIGN_IN = """
mutation($email: String!, $password: String!) {
  signIn(email: $email, password: $password) {
    __typename
    ... on SignedIn { viewer { id } }
    ... on SignInProblem { message retryAfterSeconds }
  }
}
"""
_CREATE = """
mutation($input: CreateAccessTokenInput!) {
  createAccessToken(input: $input) {
    __typename
    ... on AccessTokenCreated {
      token accessToken { id name prefix expiresAt revokedAt lastUsedAt createdBy }
    }
    ... on ValidationProblem { issues { path code message } }
  }
}
"""


async def sign_in(client: httpx.AsyncClient, email: str, password: str) -> dict[str, Any]:
    """The result of a sign-in; the client keeps no cookie."""
    answer = await ask(client, _SIGN_IN, email=email, password=password)
    client.cookies.clear()
    found: dict[str, Any] = answer.data["signIn"]
    return found


async def create_token(
    client: httpx.AsyncClient, headers: dict[str, str], **given: Any
) -> dict[str, Any]:
    """The result of asking for an access token."""
    answer = await ask(client, _CREATE, headers, input=given)
    found: dict[str, Any] = answer.data["createAccessToken"]
    return found


async def viewer(client: httpx.AsyncClient, headers: dict[str, str]) -> str | None:
    """Id of whoever the headers speak for."""
    found = (await ask(client, "{ viewer { id } }", headers)).data["viewer"]
    return found and str(found["id"])


async def minutes_pass(minutes: int) -> None:
    """Everything that identity remembers becomes older."""
    by = timedelta(minutes=minutes)
    for row in await SignInThrottle.all():
        row.window_started_at -= by
        await row.save()
    for session in await Session.all():
        session.expires_at -= by
        await session.save()
    for token in await AccessToken.all():
        token.expires_at -= by
        if token.last_used_at:
            token.last_used_at -= by
        await token.save()


async def close_account(person_id: str) -> None:
    """As an administrator would."""
    await Person.filter(id=person_id).update(active=False)
