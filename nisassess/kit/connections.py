"""What every connection shares."""

from typing import Any, Self

import strawberry

from nisassess.kit.pagination import Page


@strawberry.type
class PageInfo:
    """Whether there is more, and where to go on."""

    has_next_page: bool
    end_cursor: str | None

    @classmethod
    def of(cls, page: Page[Any]) -> Self:
        """The info of a page."""
        end = page.cursors[-1] if page.cursors else None
        return cls(has_next_page=page.has_next, end_cursor=end)
