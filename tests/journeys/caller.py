"""Somebody at the API of a running server, with a session of their own."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import httpx

from nisassess.demo.cast import PASSWORD

_SIGN_IN = """
mutation($email: String!, $password: String!) {
  signIn(email: $email, password: $password) { __typename }
}
"""


@contextmanager
def doors(url: str) -> Iterator["Doors"]:
    """Where people come in; every connection is closed at the end."""
    with ExitStack() as stack:
        yield Doors(url, stack)


class Doors:
    """Lets people in at a server."""

    def __init__(self, url: str, stack: ExitStack) -> None:
        self._url = url
        self._stack = stack

    def stranger(self) -> "Caller":
        """Somebody who has not signed in."""
        http = httpx.Client(
            base_url=self._url,
            trust_env=False,
            timeout=60,
            headers={"X-Nisassess-Client": "web"},
        )
        return Caller(self._stack.enter_context(http))

    def sign_in(self, email: str, password: str = PASSWORD) -> "Caller":
        """Sign in with the address and the password."""
        caller = self.stranger()
        answer = caller.ask(_SIGN_IN, email=email, password=password)
        assert answer["signIn"]["__typename"] == "SignedIn", answer
        return caller


class Caller:
    """A person, as the browser would call: by cookie."""

    def __init__(self, http: httpx.Client) -> None:
        self.http = http

    def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        body = self.raw(query, **variables)
        assert "errors" not in body, body
        data: dict[str, Any] = body["data"]
        return data

    def raw(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer."""
        answer = self.http.post("/graphql", json={"query": query, "variables": variables})
        body: dict[str, Any] = answer.json()
        return body

    def act(self, mutation: str, selection: str = "", *, expect: str, **given: Any) -> Any:
        """Call a mutation `name(InputType)` with its one input; expects a type of its union."""
        name, of = mutation.rstrip(")").split("(")
        query = (
            f"mutation($i: {of}!) {{ {name}(input: $i) {{ __typename {selection} "
            "... on Problem { message } } }"
        )
        answer = self.ask(query, i=given)[name]
        assert answer["__typename"] == expect, answer
        return answer
