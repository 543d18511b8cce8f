"""What every resolver and route finds in its context."""

from dataclasses import dataclass
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from strawberry.types import Info as StrawberryInfo

from nisassess.access.actor import Actor
from nisassess.kit.services import Services

T = TypeVar("T")


@dataclass(slots=True)
class Context:
    """Context of one GraphQL request."""

    actor: Actor
    services: Services
    request: Request
    response: Response | None

    def get(self, kind: type[T]) -> T:
        """A service of the application by its class."""
        return self.services.get(kind)


Info = StrawberryInfo[Context, None]
