"""What the composition root hands to the slices, found by type."""

from typing import Any, TypeVar

T = TypeVar("T")


class Services:
    """A typed bag of the application's long-lived objects."""

    def __init__(self) -> None:
        self._by_type: dict[type[Any], Any] = {}

    def add(self, service: Any, kind: type[Any] | None = None) -> None:
        """Offer an object under its class, or under the interface that it implements."""
        self._by_type[kind or type(service)] = service

    def get(self, kind: type[T]) -> T:
        """The object of this class; KeyError names what the composition root forgot."""
        service: T = self._by_type[kind]
        return service
