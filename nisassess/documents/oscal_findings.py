"""Observations for each part, findings for each control, evidence: what OSCAL's documents share."""

from collections.abc import Iterator

from nisassess.catalogues.interchange.oscal_export import token
from nisassess.catalogues.interchange.oscal_values import Value, part
from nisassess.documents.oscal_common import (
    Sealed,
    line,
    measure_props,
    moment,
    origin,
    own,
)
from nisassess.results.types import (
    Answer,
    ControlResult,
    Evidence,
    Gate,
    GroupResult,
    Outcome,
    PartResult,
    Trace,
)

_STATES = {
    "met": ("satisfied", "pass", "The target is reached."),
    "below": ("not-satisfied", "fail", "The target is not reached."),
    "open": ("not-satisfied", "other", "Open: not everything is answered."),
    "not_applicable": ("satisfied", "other", "Not applicable: there is nothing to reach."),
}
"""State, reason and words of a finding. OSCAL has no third state: the reason tells them apart."""
_METHOD = "SELF-ASSESSMENT"
"""Neither examination, interview nor test: OSCAL lets a method be named."""


def title(item: ControlResult | GroupResult) -> str:
    """Number and title on one line."""
    return line(f"{item.label} {item.title}" if item.label else item.title)


def objective_id(control: ControlResult) -> str:
    """What a finding is about: the control at the target that the profile gave it."""
    return f"{token(control.id)}_target"


# --- objectives -----------------------------------------------------------------------------


def objective(given: Sealed, control: ControlResult) -> Value:
    """The control at its target, with the questions that were asked."""
    asked = {answer.question: answer for item in control.parts for answer in item.answers}
    questions = [
        part(
            "question",
            prose=answer.prompt,
            props=[own("id", answer.question), own("kind", answer.kind)],
        )
        for answer in asked.values()
    ]
    return {
        "control-id": token(control.id),
        "description": title(control),
        "props": [
            own("id", control.id),
            own("label", control.label),
            own("target", control.target),
            own("key-control", True if control.key else None),
            *(
                own("reference", item.citation, **{"class": item.force}, remarks=item.note or "")
                for item in control.references
            ),
        ],
        "parts": [
            {
                "id": objective_id(control),
                "name": "assessment-objective",
                "title": f"Reaches {given.level(control.target)}",
                "prose": control.statement,
                "parts": questions,
            }
        ],
    }


# --- observations ---------------------------------------------------------------------------


def observation_id(given: Sealed, control: ControlResult, item: PartResult) -> str:
    """The UUID of what one part answered for one control."""
    return given.uuid("observation", control.id, item.part)


def observation(given: Sealed, control: ControlResult, item: PartResult) -> Value:
    """What one part of the scope answered for one control, with its evidence."""
    name = line(given.part_name(item.part))
    return {
        "uuid": observation_id(given, control, item),
        "title": f"{title(control)}: {name}",
        "description": f"What the operator answered for {name}: {item.state.replace('_', ' ')}.",
        "props": [
            own("control", control.id),
            own("part", item.part),
            own("state", item.state),
            own("level", item.level),
            own("value", item.value),
            *_trace(item.trace),
            *_answers(item.answers),
            own("not-applicable-reason", item.not_applicable_reason),
            *(measure_props(item.measure) if item.measure else ()),
            own("measure", item.measure.what if item.measure else None),
        ],
        "methods": [_METHOD],
        "types": ["control-objective"],
        "origins": origin(given),
        "subjects": [
            {"subject-uuid": given.uuid("part", item.part), "type": "component", "title": name}
        ],
        "relevant-evidence": [
            {
                "href": f"#{evidence_id(given, one)}",
                "description": line(one.title),
                "props": [own("digest", one.digest, **{"class": "sha-256"})],
            }
            for one in item.evidence
        ],
        "collected": _collected(given, item),
        "remarks": item.justification,
    }


def _collected(given: Sealed, item: PartResult) -> str:
    """The last answer; the release where nothing was answered."""
    times = [moment(answer.answered_at) for answer in item.answers if answer.answered_at]
    return max(times, default=moment(given.results.release.released_at))


def _answers(answers: tuple[Answer, ...]) -> Iterator[Value]:
    """Each answer as a group of properties."""
    for number, answer in enumerate(answers, 1):
        group = f"answer-{number}"
        is_open = {"class": "unanswered"} if answer.answer is None else {}
        yield own("question", answer.question, group=group, **is_open)
        yield own("answer", answer.answer, group=group, **{"class": answer.kind or ""})
        text = answer.answer_text if answer.answer_text != answer.answer else None
        yield own("answer-text", text, group=group, remarks=answer.answer_description or "")
        yield own("answered-by", answer.answered_by, group=group)
        yield own("answered-at", answer.answered_at, group=group)


def _trace(trace: Trace) -> Iterator[Value]:
    yield own("result", trace.result, remarks=trace.rule)
    for number, item in enumerate(trace.inputs, 1):
        value = f"{item.label}: {item.value}"
        yield own("result-input", value, group=f"input-{number}", remarks=item.ref)


def gate_observation(given: Sealed, gate: Gate, place: str) -> Value:
    """A condition that no average makes up for; `place` tells gates of one name apart."""
    return {
        "uuid": given.uuid("gate", place, gate.id),
        "title": f"Gate: {line(gate.title)}",
        "description": f"Required: {gate.required}; reached: {gate.reached}; {gate.state}.",
        "props": [
            own("gate", gate.id),
            own("state", gate.state),
            own("required", gate.required),
            own("reached", gate.reached),
            *_trace(gate.trace),
        ],
        "methods": [_METHOD],
        "origins": origin(given),
        "collected": moment(given.results.release.released_at),
    }


def outcome_observation(given: Sealed, outcome: Outcome) -> Value:
    """What all gates together come to."""
    return {
        "uuid": given.uuid("outcome"),
        "title": "Outcome",
        "description": outcome.words or outcome.state,
        "props": [own("state", outcome.state), *_trace(outcome.trace)],
        "methods": [_METHOD],
        "origins": origin(given),
        "collected": moment(given.results.release.released_at),
    }


# --- findings -------------------------------------------------------------------------------


def finding_id(given: Sealed, control: ControlResult) -> str:
    """The UUID of a control's finding."""
    return given.uuid("finding", control.id)


def finding(given: Sealed, control: ControlResult) -> Value:
    """Whether the control reaches its target; the worst applicable part decides."""
    state, reason, words = _STATES[control.state]
    status = {"state": state, "reason": reason, "remarks": words}
    excluded = control.state == "not_applicable"
    reached = "nothing is to be reached" if excluded else f"reaches {given.level(control.level)}"
    return {
        "uuid": finding_id(given, control),
        "title": title(control),
        "description": f"Target: {given.level(control.target)}; {reached}.",
        "props": [
            own("control", control.id),
            own("state", control.state),
            own("target", control.target),
            own("level", control.level),
            own("value", control.value),
            *(own("dimension", item.value, group=item.dimension) for item in control.dimensions),
            *_trace(control.trace),
        ],
        "origins": origin(given),
        "target": {
            "type": "objective-id",
            "target-id": objective_id(control),
            "title": title(control),
            "status": status,
            "implementation-status": {"state": "not-applicable"} if excluded else None,
        },
        "related-observations": [
            {"observation-uuid": observation_id(given, control, item)} for item in control.parts
        ],
    }


# --- evidence -------------------------------------------------------------------------------


def evidence_id(given: Sealed, evidence: Evidence) -> str:
    """The UUID of a piece of evidence in one revision."""
    return given.uuid("evidence", evidence.id, str(evidence.revision))


def evidence_resources(given: Sealed, parts: list[PartResult]) -> list[Value]:
    """Every piece of evidence once."""
    found = {evidence_id(given, one): one for item in parts for one in item.evidence}
    return [_resource(given, uuid, one) for uuid, one in found.items()]


def _resource(given: Sealed, uuid: str, evidence: Evidence) -> Value:
    is_file = evidence.kind == "file"
    hashes = [{"algorithm": "SHA-256", "value": evidence.digest}] if evidence.digest else []
    link = {
        # Beside this document on the installation that sealed it, for those who may.
        "href": f"{given.results.submission}/evidence/{evidence.id}",
        "media-type": evidence.media_type,
        "hashes": hashes,
    }
    return {
        "uuid": uuid,
        "title": line(evidence.title),
        "description": line(evidence.filename) if evidence.filename else None,
        "props": [
            own("id", evidence.id),
            own("kind", evidence.kind),
            own("revision", evidence.revision),
            own("size", evidence.size),
            own("digest", evidence.digest, **{"class": "sha-256"}),
            own("owner", evidence.owner),
            own("location", evidence.location),
            own("dated", evidence.dated),
            own("added-by", evidence.added_by),
            own("added-at", evidence.added_at),
        ],
        "rlinks": [link] if is_file else None,
        "remarks": None if is_file else "It stays with the operator.",
    }
