"""Errors of evidence.

ExpectedProblem
├── TooLarge         the file exceeds the limit, which the message names (413)
└── UploadStalled    no byte came for a while (408)

BlobUnreadable       a kept file is missing or damaged: a fault of the installation
"""

from nisassess.kit.errors import ExpectedProblem


class TooLarge(ExpectedProblem):
    """The file exceeds the limit; nothing was kept."""

    status = 413
    code = "TOO_LARGE"

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"The file is larger than the limit of {readable_size(limit)}.")


class UploadStalled(ExpectedProblem):
    """The sender went silent; nothing was kept."""

    status = 408
    code = "UPLOAD_STALLED"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"No data came for {seconds:g} seconds; send the file again.")


class BlobUnreadable(Exception):
    """A file that the database speaks of is missing from the store, or has another size."""


def readable_size(size: int) -> str:
    """A number of bytes for people: `50 MiB`, `1000 bytes`."""
    for unit, name in ((1024**3, "GiB"), (1024**2, "MiB"), (1024, "KiB")):
        if size >= unit and size % unit == 0:
            return f"{size // unit} {name}"
    return f"{size} bytes"
