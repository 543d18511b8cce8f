"""Makes happenings of what writes announce, and events of happenings. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from nisassess.discussions.live_types import (
    Changed,
    Event,
    Happening,
    HappeningKind,
    Present,
    Sight,
)
from nisassess.kit.announcing import Announcement

MOST_CHANGES = 20
"""Changes of one write that are named one by one; more are told as *many*."""
_KINDS = {
    "assessment.submit": HappeningKind.SUBMITTED,
    "assessment.discard": HappeningKind.DISCARDED,
    "assessment.decide": HappeningKind.DECIDED,
}


def happenings(told: Sequence[Announcement]) -> list[Happening]:
    """What one write did, in the order in which it is to be told."""
    found: list[Happening] = []
    by_assessment: dict[str, list[Announcement]] = {}
    for one in told:
        if one.topic.startswith("assessment."):
            by_assessment.setdefault(one.subject, []).append(one)
        elif one.topic == "thread.change":
            found.append(_discussed(one))
    for assessment_id, its in by_assessment.items():
        found = [*_of_assessment(assessment_id, its), *found]
    return found


def _discussed(one: Announcement) -> Happening:
    facts = one.facts
    return Happening(
        facts["assessment_id"],
        HappeningKind.DISCUSSED,
        by_id=facts["by_id"],
        by=facts["by"],
        control_id=facts["control"],
        part_id=facts["part"],
        thread_id=one.subject,
        marked=facts["marked"],
    )


def _of_assessment(assessment_id: str, told: list[Announcement]) -> list[Happening]:
    changes = [one for one in told if one.topic == "assessment.change"]
    revised = next((one for one in told if one.topic == "assessment.revise"), None)
    found: list[Happening] = []
    if changes or revised:
        found.append(_changed(assessment_id, changes, revised))
    if revised is not None and revised.facts["lapsed"]:
        found.append(Happening(assessment_id, HappeningKind.DECIDED))
    found.extend(_assigned(assessment_id, one) for one in told if one.topic == "assessment.assign")
    found.extend(Happening(assessment_id, _KINDS[one.topic]) for one in told if one.topic in _KINDS)
    return found


def _assigned(assessment_id: str, one: Announcement) -> Happening:
    return Happening(
        assessment_id,
        HappeningKind.ASSIGNED,
        by_id=one.facts.get("by_id"),
        by=one.facts.get("by"),
        control_id=one.facts.get("control"),
        part_id=one.facts.get("part"),
    )


def _changed(
    assessment_id: str, changes: list[Announcement], revised: Announcement | None
) -> Happening:
    last = changes[-1].facts if changes else {}
    named = [_change(one.facts) for one in changes] if len(changes) <= MOST_CHANGES else []
    return Happening(
        assessment_id,
        HappeningKind.CHANGED,
        by_id=last.get("by_id"),
        by=last.get("by"),
        revision=revised.facts["revision"] if revised else None,
        changes=tuple(named),
        many=not named,
    )


def _change(facts: dict[str, Any]) -> Changed:
    return Changed(
        facts["kind"], facts["control"], facts["part"], facts["question"], facts["version"]
    )


def shown(happening: Happening, sight: Sight) -> Happening | None:
    """As much of a happening as somebody may know; None: nothing."""
    if sight.everything:
        return happening
    match happening.kind:
        case HappeningKind.CHANGED:
            return _changed_in_sight(happening, sight)
        case HappeningKind.DISCUSSED | HappeningKind.ASSIGNED:
            seen = sight.sees(happening.control_id, happening.part_id)
            return happening if seen else None
        case HappeningKind.DECIDED:
            return None
        case _:
            return happening


def _changed_in_sight(happening: Happening, sight: Sight) -> Happening | None:
    """Of many changes at once, that there were some: what they are is read by who may see it.

    The revision counts what everybody does, so it is not told.
    """
    if happening.many:
        return replace(happening, by_id=None, by=None, revision=None)
    seen = tuple(one for one in happening.changes if sight.sees(one.control_id, one.part_id))
    return replace(happening, changes=seen, revision=None) if seen else None


def event_of(happening: Happening) -> Event:
    """The event that tells of a happening."""
    by = {"id": happening.by_id, "name": happening.by} if happening.by_id else None
    data: dict[str, Any] = {"by": by}
    match happening.kind:
        case HappeningKind.CHANGED:
            data |= {
                "revision": happening.revision,
                "many": happening.many,
                "changes": [
                    {
                        "kind": one.kind,
                        "controlId": one.control_id,
                        "partId": one.part_id,
                        "questionId": one.question_id,
                        "version": one.version,
                    }
                    for one in happening.changes
                ],
            }
        case HappeningKind.DISCUSSED | HappeningKind.ASSIGNED:
            data |= {
                "controlId": happening.control_id,
                "partId": happening.part_id or None,
                "threadId": happening.thread_id,
            }
        case _:
            pass
    return Event(happening.kind.value, data)


def presence_event(present: Iterable[Present], sight: Sight, myself: str) -> Event:
    """Who else is here, each once per place, as far as somebody may know."""
    seen = {
        (one.person_id, one.place): one
        for one in present
        if one.person_id != myself and sight.sees(one.place.control_id, one.place.part_id)
    }
    people = [
        {
            "id": one.person_id,
            "name": one.name,
            "controlId": one.place.control_id,
            "partId": one.place.part_id,
        }
        for one in sorted(seen.values(), key=lambda one: (one.name, one.person_id, str(one.place)))
    ]
    return Event("presence", {"people": people})
