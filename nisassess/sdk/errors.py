"""Errors of the plugin contract.

SdkError
└── ContentError    a content file is not what it should be; carries every fault found
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ContentFault:
    """One thing that is wrong in a content file, and what would be right.

    `line` counts from 1; 0 means the fault concerns the file as a whole. `key` is the dotted
    path of the entry inside the file.
    """

    file: str
    line: int
    key: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


class SdkError(Exception):
    """Base of all errors of the plugin contract."""


class ContentError(SdkError):
    """Content files are faulty; `faults` names each fault with file, line and key."""

    def __init__(self, faults: tuple[ContentFault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))
