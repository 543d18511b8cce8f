"""What every resolver and route finds in its context."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

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
    _once: dict[str, Any] = field(default_factory=dict)

    def get(self, kind: type[T]) -> T:
        """A service of the application by its class."""
        return self.services.get(kind)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """An object that lives as long as this request, made at first use."""
        if name not in self._once:
            self._once[name] = make()
        made: T = self._once[name]
        return made


Info = StrawberryInfo[Context, None]
