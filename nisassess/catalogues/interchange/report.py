"""What an import or export took, and everything that it could not take as it was."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class RemarkKind(StrEnum):
    """What happened to an entry of the source."""

    LEFT_OUT = "left_out"
    """It has no place on the other side, and is lost there."""
    CHANGED = "changed"
    """It was taken, in another form."""
    FILLED = "filled"
    """The other side needs something that the source lacks; a neutral text stands there."""
    DEPARTS = "departs"
    """The source departs from its own format; it was read all the same."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One entry that was not taken as it was: where it stands in the source, and why."""

    kind: RemarkKind
    path: str
    reason: str


@dataclass
class Report:
    """Grows while a file is converted."""

    format: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    languages: tuple[str, ...] = ()
    remarks: list[Remark] = field(default_factory=list)

    def left_out(self, path: str, reason: str) -> None:
        """Tell that an entry is lost."""
        self.remarks.append(Remark(RemarkKind.LEFT_OUT, path, reason))

    def changed(self, path: str, reason: str) -> None:
        """Tell that an entry was taken in another form."""
        self.remarks.append(Remark(RemarkKind.CHANGED, path, reason))

    def filled(self, path: str, reason: str) -> None:
        """Tell that something was needed which the source lacks."""
        self.remarks.append(Remark(RemarkKind.FILLED, path, reason))

    def departs(self, path: str, reason: str) -> None:
        """Tell that the source departs from its own format."""
        self.remarks.append(Remark(RemarkKind.DEPARTS, path, reason))

    def as_json(self) -> dict[str, Any]:
        """The whole report as plain values."""
        return {
            "format": self.format,
            "taken": self.counts,
            "languages": list(self.languages),
            "remarks": [
                {"kind": remark.kind.value, "path": remark.path, "reason": remark.reason}
                for remark in self.remarks
            ],
        }

    def as_text(self) -> str:
        """A summary: what was taken, and for each reason how often and where first."""
        taken = ", ".join(f"{count} {noun}" for noun, count in self.counts.items())
        lines = [f"{self.format}: {taken}", f"languages: {', '.join(self.languages) or 'none'}"]
        for kind in RemarkKind:
            lines.extend(self._of_kind(kind))
        return "\n".join(lines)

    def _of_kind(self, kind: RemarkKind) -> list[str]:
        of_kind = [remark for remark in self.remarks if remark.kind is kind]
        if not of_kind:
            return []
        first: dict[str, str] = {}
        for remark in of_kind:
            first.setdefault(remark.reason, remark.path)
        counted = Counter(remark.reason for remark in of_kind)
        return [
            f"{_HEADINGS[kind]} ({len(of_kind)}):",
            *(f"  {n} × {reason} (first: {first[reason]})" for reason, n in counted.most_common()),
        ]


_HEADINGS = {
    RemarkKind.LEFT_OUT: "left out",
    RemarkKind.CHANGED: "taken in another form",
    RemarkKind.FILLED: "filled in neutrally",
    RemarkKind.DEPARTS: "departures of the source from its format",
}
