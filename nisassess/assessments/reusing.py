"""What other assessments of the operator already say of a control, and what this one answers.

A mapping says what a control covers of another: it never answers by itself. A person decides what
to take over.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from nisassess.access import Actor
from nisassess.assessments.repository import elsewhere, reads
from nisassess.assessments.scoring import score
from nisassess.assessments.types import (
    AssessmentRow,
    AttachedRow,
    PartRow,
    ResponseRow,
    Snapshot,
    StatementRow,
)
from nisassess.catalogues import repository as profiles
from nisassess.catalogues.types import PinnedControl, PinnedProfile
from nisassess.kit.errors import NotFound, StateRefused
from nisassess.sdk import MappingRelation
from nisassess.sdk.scoring import ControlScore, ControlState, Methods

_INVERSE = {
    MappingRelation.EQUAL: MappingRelation.EQUAL,
    MappingRelation.SUBSET: MappingRelation.SUPERSET,
    MappingRelation.SUPERSET: MappingRelation.SUBSET,
    MappingRelation.INTERSECTS: MappingRelation.INTERSECTS,
}


@dataclass(frozen=True, slots=True)
class MappedPart:
    """What one part of another assessment says of its control."""

    part: PartRow
    state: ControlState
    level: int | None
    statement: StatementRow | None
    evidence: tuple[AttachedRow, ...]


@dataclass(frozen=True, slots=True)
class MappedControl:
    """A control of another assessment with what it covers of the one asked about."""

    assessment: AssessmentRow
    profile_title: str
    control: PinnedControl
    relation: MappingRelation
    state: ControlState
    level: int | None
    level_name: str | None
    parts: tuple[MappedPart, ...]


@dataclass(frozen=True, slots=True)
class Covering:
    """A control with what it covers of a framework's entry, and where it stands."""

    control: PinnedControl
    relation: MappingRelation
    score: ControlScore


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a framework with the controls that cover something of it."""

    target: str
    covering: tuple[Covering, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """A framework that controls of the assessment are mapped to."""

    name: str
    entries: tuple[Entry, ...]


def frameworks(snapshot: Snapshot, methods: Methods) -> tuple[Framework, ...]:
    """Every framework and other catalogue that the assessment's controls are mapped to."""
    scores = {found.control: found for found in score(snapshot, methods).controls}
    found: dict[str, dict[str, list[Covering]]] = {}
    for control in snapshot.profile.controls.values():
        for mapping in control.mapped:
            if mapping.control is None:
                entries = found.setdefault(mapping.framework, {})
                covering = Covering(control, MappingRelation(mapping.relation), scores[control.id])
                entries.setdefault(mapping.target, []).append(covering)
    return tuple(
        Framework(
            name,
            tuple(Entry(target, tuple(entries[target])) for target in sorted(entries, key=_order)),
        )
        for name, entries in sorted(found.items())
    )


def _order(target: str) -> tuple[tuple[int, int, str], ...]:
    """Numbers in order of size: `A.5.9` before `A.5.10`."""
    pieces: list[tuple[int, int, str]] = []
    digits = letters = ""
    for character in f"{target} ":
        if character.isdecimal():
            digits += character
            continue
        if digits:
            pieces += [(1, 0, letters), (0, int(digits), "")]
            digits = letters = ""
        letters += character
    return (*pieces, (1, 0, letters))


async def mapped_controls(
    actor: Actor, methods: Methods, assessment_id: str, control_id: str
) -> tuple[MappedControl, ...]:
    """Controls of the operator's other assessments that are mapped to this one.

    Those that cover most come first. Raises NotFound.
    """
    row = await reads.assessment(actor, assessment_id)
    profile = await profiles.pinned(row.profile_digest) if row else None
    if row is None or profile is None or control_id not in profile.controls:
        raise NotFound("control")
    others = await elsewhere.others(row)
    related = [
        (other, of_other, tuple(_related(profile.controls[control_id], of_other)))
        for other in others
        for of_other in [await profiles.pinned(other.profile_digest)]
    ]
    related = [item for item in related if item[2]]
    if not related:
        return ()
    said = await _read(
        [other for other, _, _ in related], [c.id for *_, f in related for c, _ in f]
    )
    found = [
        mapped
        for other, of_other, controls in related
        for mapped in said.of(other, of_other, controls, methods)
    ]
    return tuple(sorted(found, key=lambda mapped: list(_INVERSE).index(mapped.relation)))


def _related(
    control: PinnedControl, other: PinnedProfile
) -> Iterator[tuple[PinnedControl, MappingRelation]]:
    """Controls of another profile with what they cover of this one."""
    own = {mapping.control: mapping.relation for mapping in control.mapped if mapping.control}
    for candidate in other.controls.values():
        if candidate.id == control.id:
            yield candidate, MappingRelation.EQUAL
            continue
        direct = next((m.relation for m in candidate.mapped if m.control == control.id), None)
        if direct is not None:
            yield candidate, MappingRelation(direct)
        elif candidate.id in own:
            yield candidate, _INVERSE[MappingRelation(own[candidate.id])]


async def _read(among: list[AssessmentRow], controls: list[str]) -> "_Said":
    wanted = sorted(set(controls))
    parts = await elsewhere.parts(among)
    ids = [part.id for of_one in parts.values() for part in of_one]
    return _Said(
        parts,
        wanted,
        await elsewhere.responses(ids, wanted),
        await elsewhere.statements(ids, wanted),
        await elsewhere.evidence(ids, wanted),
    )


class _Said:
    """What other assessments say, sorted out by part."""

    def __init__(
        self,
        parts: dict[str, list[PartRow]],
        controls: list[str],
        responses: list[ResponseRow],
        statements: list[StatementRow],
        evidence: list[AttachedRow],
    ) -> None:
        self._parts = parts
        self._controls = controls
        self._responses = responses
        self._statements = statements
        self._evidence = evidence

    def of(
        self,
        assessment: AssessmentRow,
        profile: PinnedProfile,
        related: tuple[tuple[PinnedControl, MappingRelation], ...],
        methods: Methods,
    ) -> Iterator[MappedControl]:
        """Each related control of one assessment, scored by itself."""
        scores = self._scores(assessment, profile, {control.id for control, _ in related}, methods)
        for control, relation in related:
            scored = scores.get(control.id)
            state = scored.state if scored else ControlState.OPEN
            level = scored.level if scored else None
            yield MappedControl(
                assessment,
                profile.title,
                control,
                relation,
                state,
                level,
                profile.level_name(level) if level is not None else None,
                tuple(self._part(part, control.id, scored) for part in self._parts[assessment.id]),
            )

    def _scores(
        self,
        assessment: AssessmentRow,
        profile: PinnedProfile,
        wanted: set[str],
        methods: Methods,
    ) -> dict[str, ControlScore]:
        groups = tuple(
            replace(group, controls=tuple(c for c in group.controls if c.id in wanted))
            for group in profile.groups
        )
        mine = {part.id for part in self._parts[assessment.id]}
        snapshot = Snapshot(
            assessment=assessment,
            profile=replace(profile, groups=tuple(group for group in groups if group.controls)),
            parts=tuple(self._parts[assessment.id]),
            responses=tuple(row for row in self._responses if row.part_id in mine),
            statements=tuple(row for row in self._statements if row.part_id in mine),
            measures=(),
            evidence=(),
        )
        try:
            return {found.control: found for found in score(snapshot, methods).controls}
        except StateRefused:  # its scorer is gone; what was said can be read all the same
            return {}

    def _part(self, part: PartRow, control_id: str, scored: ControlScore | None) -> MappedPart:
        of_part = (
            next((one for one in scored.parts if one.part == part.id), None) if scored else None
        )
        return MappedPart(
            part,
            of_part.state if of_part else ControlState.OPEN,
            of_part.level if of_part else None,
            next(
                (
                    row
                    for row in self._statements
                    if row.part_id == part.id and row.control_id == control_id
                ),
                None,
            ),
            tuple(
                row
                for row in self._evidence
                if row.part_id == part.id and row.control_id == control_id
            ),
        )
