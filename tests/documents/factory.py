"""Sealed results of an invented operator, for whoever needs some."""

from collections import Counter
from dataclasses import replace

from nisassess.results.canonical import canonical, digest
from nisassess.results.types import (
    FORMAT,
    Answer,
    ControlResult,
    Evidence,
    Figures,
    GroupResult,
    Measure,
    Part,
    PartResult,
    Release,
    Results,
    Scope,
    Trace,
    TraceInput,
)
from tests.documents import wording
from tests.documents.house import APPROVAL, LEVELS, NIS2, OPERATOR, PROFILE

PARTS = (
    Part("office", "Office IT", "Workplaces, mail, enterprise applications and their servers."),
    Part("control-centre", "Control centre", "SCADA, telecontrol and the operators' desks."),
    Part("substations", "Substations", None),
)
RULE_PART = (
    "A level counts only when all levels below it are met: the part reaches the lowest level "
    "that any of its questions allows."
)
RULE_CONTROL = "A control takes the level of its worst applicable part."
RULE_COMPLETENESS = "Answered questions divided by all questions of applicable controls and parts."
RULE_ATTAINMENT = (
    "Controls that reach their target divided by controls assessed; open and not applicable "
    "controls are left out."
)


def make_results(
    groups: int = 5,
    controls: int = 4,
    parts: tuple[Part, ...] = PARTS,
    language: str = "en",
) -> Results:
    """Results with every state, several parts, files, references, measures and an approval."""
    made = tuple(_group(number, controls, parts) for number in range(groups))
    every = tuple(control for group in made for control in group.controls)
    return Results(
        format=FORMAT,
        submission="sub_01kah3v6wne8rbt5y0c4mzq2xd",
        number=2,
        assessment="asm_01kag9d2h7f4vsx8j6n3p5r0tb",
        title="Security self-assessment 2026",
        language=language,
        period_from="2026-01-01",
        period_until="2026-12-31",
        self_declared=True,
        operator=OPERATOR,
        scope=Scope("service", "Electricity distribution, north-east region", None, parts),
        profile=PROFILE,
        figures=_figures(every, [(group.id, group.title) for group in made]),
        groups=made,
        approval=APPROVAL,
        release=Release(
            "Henrike Sørensen-Țepeș",
            "2026-11-20T14:32:05Z",
            "National Cyber Security Authority (invented)",
            "org_01kag8authority",
        ),
    )


def make_document(results: Results | None = None) -> tuple[bytes, str]:
    """The canonical document of results, and its digest."""
    document = canonical(results or make_results())
    return document, digest(document)


def with_justification(results: Results, text: str) -> Results:
    """The same results with another justification in the first part of the first control."""
    return with_first_part(results, justification=text)


def with_first_part(results: Results, **changes: object) -> Results:
    """The same results with changes to the first part of the first control."""
    group = results.groups[0]
    control = group.controls[0]
    part = replace(control.parts[0], **changes)  # type: ignore[arg-type]
    control = replace(control, parts=(part, *control.parts[1:]))
    group = replace(group, controls=(control, *group.controls[1:]))
    return replace(results, groups=(group, *results.groups[1:]))


def all_parts(results: Results) -> list[PartResult]:
    """Every part's result, in order."""
    return [
        part for group in results.groups for control in group.controls for part in control.parts
    ]


def _group(number: int, count: int, parts: tuple[Part, ...]) -> GroupResult:
    title, summary, topics = wording.GROUPS[number % len(wording.GROUPS)]
    controls = tuple(
        _control(number, index, topics[index % len(topics)], parts) for index in range(count)
    )
    inputs = [(control.id, control.title) for control in controls]
    return GroupResult(
        id=f"group-{number + 1}",
        label=f"{number + 1}",
        title=title,
        summary=summary,
        figures=_figures(controls, inputs),
        controls=controls,
    )


def _control(
    group: int, index: int, topic: tuple[str, str], parts: tuple[Part, ...]
) -> ControlResult:
    seed = (group * 31 + index * 17) % 97
    label = f"{group + 1}.{index + 1}"
    target = 2 + (seed % 5 == 0) + (seed % 3 == 0)
    results = tuple(_part(seed + at * 7, label, target, part) for at, part in enumerate(parts))
    state, level = _worst(results)
    shown = tuple(
        TraceInput(part.part, _name(part.part, parts), part.trace.result) for part in results
    )
    result = state.replace("_", " ") if level is None else f"level {level}"
    return ControlResult(
        id=f"nis.{label}",
        label=label,
        title=topic[0],
        statement=topic[1],
        references=(NIS2, replace(NIS2, citation="(EU) 2024/2690, Annex, point 1.1")),
        target=target,
        level=level,
        state=state,
        parts=results,
        trace=Trace(f"{RULE_CONTROL} Target: level {target}.", shown, result),
    )


def _name(part: str, parts: tuple[Part, ...]) -> str:
    return next(given.name for given in parts if given.id == part)


def _worst(parts: tuple[PartResult, ...]) -> tuple[str, int | None]:
    states = {part.state for part in parts} - {"not_applicable"}
    if not states:
        return "not_applicable", None
    if "open" in states:
        return "open", None
    level = min(part.level for part in parts if part.level is not None)
    return ("below" if "below" in states else "met"), level


def _part(seed: int, label: str, target: int, part: Part) -> PartResult:
    if label == "2.2" or (part.id == "substations" and seed % 4 == 1):
        return _not_applicable(seed, label, part)
    short = seed * 7 % 10 < 2
    level = max(target - 1 - seed % 2, 0) if short else min(target + seed % 2, 4)
    unanswered = label == "3.3" and part.id == "control-centre"
    answers = tuple(_answer(seed, label, number, level, unanswered) for number in (1, 2))
    inputs = tuple(
        TraceInput(answer.question, answer.prompt, _counts(answer)) for answer in answers
    )
    return PartResult(
        part=part.id,
        state="open" if unanswered else "below" if short else "met",
        level=None if unanswered else level,
        not_applicable_reason=None,
        justification=None if unanswered else _justification(seed, label, part),
        answers=answers,
        evidence=() if unanswered else _evidence(seed, label),
        measure=_measure(seed) if short and seed % 4 and not unanswered else None,
        trace=Trace(RULE_PART, inputs, "open" if unanswered else f"level {level}"),
    )


def _counts(answer: Answer) -> str:
    if answer.answer is None:
        return "unanswered"
    return f"{answer.answer}: allows level {answer.answer}"


def _justification(seed: int, label: str, part: Part) -> str:
    text = wording.JUSTIFICATIONS[seed % len(wording.JUSTIFICATIONS)]
    return f"{text} (Ref. {label}/{part.id})"


def _not_applicable(seed: int, label: str, part: Part) -> PartResult:
    reason = wording.REASONS[seed % len(wording.REASONS)]
    return PartResult(
        part=part.id,
        state="not_applicable",
        level=None,
        not_applicable_reason=f"{reason} (Ref. {label}/{part.id})",
        justification=None,
        answers=(),
        evidence=(),
        measure=None,
        trace=Trace("Not applicable, with a reason: left out.", (), "not applicable"),
    )


def _answer(seed: int, label: str, number: int, level: int, unanswered: bool) -> Answer:
    value = min(level + (number - 1) * (seed % 2), 4)
    answer = Answer(
        question=f"nis.{label}.q{number}",
        prompt=wording.PROMPTS[(seed + number) % len(wording.PROMPTS)],
        answer=str(value),
        answer_text=LEVELS[value],
        answer_description=wording.DESCRIPTIONS[value],
        answered_by="Ioana Brânză",
        answered_at="2026-10-02T09:15:00Z",
    )
    if unanswered and number == 2:
        return replace(
            answer,
            answer=None,
            answer_text=None,
            answer_description=None,
            answered_by=None,
            answered_at=None,
        )
    return answer


def _evidence(seed: int, label: str) -> tuple[Evidence, ...]:
    file = Evidence(
        id=f"evd_{seed:04d}",
        kind="file",
        title=f"Minutes and register, control {label}",
        filename=f"register-{label}-{seed}.pdf",
        media_type="application/pdf",
        size=18_342 + seed * 4_711,
        digest=digest(f"{label}{seed}".encode()),
        owner=None,
        location=None,
        dated=None,
        revision=1 + seed % 3,
        added_by="Ioana Brânză",
        added_at="2026-10-02T09:20:00Z",
    )
    reference = replace(
        file,
        id=f"evd_{seed:04d}r",
        kind="reference",
        title=f"Network plan of the control level, {label}",
        filename=None,
        media_type=None,
        size=None,
        digest=digest(f"ref{seed}".encode()) if seed % 3 else None,
        owner="Head of operations",
        location="Control centre, safe 2, folder 14",
        dated="2026-08-31",
    )
    return ((file,), (file, reference), (), (reference,))[seed % 4]


def _measure(seed: int) -> Measure:
    what, who, until, cost = wording.MEASURES[seed % len(wording.MEASURES)]
    state = ("open", "in_progress", "done", "dropped")[seed % 5 % 4]
    reason = "The old line is taken down in autumn." if state == "dropped" else None
    return Measure(what, who, until, cost, state, reason, "Ioana Brânză" if seed % 2 else None)


def _figures(controls: tuple[ControlResult, ...], inputs: list[tuple[str, str]]) -> Figures:
    count = Counter(control.state for control in controls)
    answers = [answer for control in controls for part in control.parts for answer in part.answers]
    answered = sum(answer.answer is not None for answer in answers)
    assessed = count["met"] + count["below"]
    levels = [control.level for control in controls if control.level is not None]
    complete = f"{answered} of {len(answers)} questions answered"
    attained = f"{count['met']} of {assessed} assessed controls reach their target"
    return Figures(
        questions=len(answers),
        answered=answered,
        met=count["met"],
        below=count["below"],
        open=count["open"],
        not_applicable=count["not_applicable"],
        completeness=answered / len(answers) if answers else 1.0,
        attainment=count["met"] / assessed if assessed else None,
        attainment_at_least=count["met"] / (assessed + count["open"]) if assessed else None,
        level=min(levels) if levels and not count["open"] else None,
        completeness_trace=Trace(
            RULE_COMPLETENESS,
            tuple(TraceInput(ref, label, "all questions answered") for ref, label in inputs),
            complete,
        ),
        attainment_trace=Trace(
            RULE_ATTAINMENT,
            tuple(TraceInput(ref, label, "level and target compared") for ref, label in inputs),
            attained,
        ),
    )
