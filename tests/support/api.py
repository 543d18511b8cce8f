"""Speaks GraphQL over HTTP with the application of a test."""

from dataclasses import dataclass
from typing import Any

import httpx


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: dict[str, Any]
    headers: httpx.Headers

    @property
    def data(self) -> Any:
        """The data; fails when there is an error."""
        assert "errors" not in self.body, self.body["errors"]
        return self.body["data"]

    @property
    def codes(self) -> list[str]:
        """Codes of the errors."""
        return [error["extensions"]["code"] for error in self.body.get("errors", [])]


async def ask(
    client: httpx.AsyncClient,
    query: str,
    headers: dict[str, str] | None = None,
    **variables: Any,
) -> Answer:
    """Run one operation."""
    body = {"query": query, "variables": variables}
    response = await client.post("/graphql", json=body, headers=headers or {})
    return Answer(response.status_code, response.json(), response.headers)
