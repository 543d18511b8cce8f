"""Exports a catalogue of ours as a CISO Assistant library."""

from typing import Any

from nisassess.catalogues.interchange.oscal_profile_export import targets
from nisassess.catalogues.interchange.report import Report
from nisassess.sdk import AnswerKind, Catalogue, Choice, Control, ControlGroup, Profile, Question
from nisassess.sdk.citation import citation

Value = dict[str, Any]

_KINDS = {
    AnswerKind.MULTIPLE_CHOICE: "multiple_choice",
    AnswerKind.INDICATORS: "multiple_choice",
    AnswerKind.NUMBER: "number",
    AnswerKind.DATE: "date",
    AnswerKind.TEXT: "text",
}
_FIXED = {
    AnswerKind.ACHIEVEMENT: (
        Choice("achieved", "Achieved"),
        Choice("partially", "Partially achieved"),
        Choice("not_achieved", "Not achieved"),
    ),
    AnswerKind.YES_NO: (Choice("yes", "Yes"), Choice("no", "No")),
}
_RESULTS = {
    "achieved": "compliant",
    "partially": "partially_compliant",
    "not_achieved": "non_compliant",
}


def export_library(catalogue: Catalogue, profiles: tuple[Profile, ...], report: Report) -> Value:
    """The library's value, to be written as YAML."""
    return _Export(catalogue, profiles, report).library()


class _Export:
    def __init__(self, catalogue: Catalogue, profiles: tuple[Profile, ...], report: Report) -> None:
        self._catalogue = catalogue
        self._profiles = profiles
        self._report = report
        self._sources = {source.id: source for source in catalogue.sources}
        self._selected = {profile.id: targets(profile, catalogue) for profile in profiles}

    def _urn(self, kind: str, *rest: str) -> str:
        return ":".join(("urn:nisassess:risk", kind, self._catalogue.id, *rest))

    def library(self) -> Value:
        catalogue, report = self._catalogue, self._report
        report.format = "CISO Assistant library"
        report.languages = (catalogue.language, *sorted(catalogue.translations))
        nodes = [node for group in catalogue.groups for node in self._group(group)]
        report.counts = {
            "groups": len(catalogue.groups),
            "controls": sum(len(group.controls) for group in catalogue.groups),
            "implementation groups": len(self._profiles),
        }
        framework = {
            "urn": self._urn("framework"),
            "ref_id": catalogue.id,
            "name": catalogue.title,
            "description": catalogue.description,
            "implementation_groups_definition": [self._profile(p) for p in self._profiles],
            "requirement_nodes": nodes,
        }
        return {
            "urn": self._urn("library"),
            "locale": catalogue.language,
            "ref_id": catalogue.id,
            "name": catalogue.title,
            "description": catalogue.description,
            "version": self._version(),
            "provider": catalogue.publisher,
            "packager": "nisassess",
            "translations": {
                language: {"name": texts.title, "description": texts.description}
                for language, texts in catalogue.translations.items()
                if texts.title
            },
            "objects": {"framework": framework},
        }

    def _version(self) -> int:
        """A library's version is one whole number, which grows with ours."""
        numbers = [*map(int, self._catalogue.version.split(".")), 0][:3]
        whole = numbers[0] * 10_000 + numbers[1] * 100 + numbers[2]
        self._report.changed("version", f"'{self._catalogue.version}' became {whole}")
        return whole

    def _profile(self, profile: Profile) -> Value:
        path = f"profiles.{profile.id}"
        self._report.left_out(path, "targets, scoring, regime and entities of a profile")
        return {"ref_id": profile.id, "name": profile.title, "description": profile.summary}

    def _group(self, group: ControlGroup) -> list[Value]:
        # A group and a control of ours may have one id; nodes there may not.
        urn = self._urn("req_node", "group", group.id)
        heading = {
            "urn": urn,
            "assessable": False,
            "depth": 1,
            "ref_id": group.label or group.id,
            "name": group.title,
            "description": group.summary,
            "translations": {
                language: {"name": texts.title, "description": texts.summary}
                for language, texts in self._texts_of(group.id).items()
            },
        }
        return [_filled(heading), *(self._control(c, urn, group.id) for c in group.controls)]

    def _texts_of(self, group: str) -> dict[str, Any]:
        return {
            language: texts.groups[group]
            for language, texts in self._catalogue.translations.items()
            if group in texts.groups
        }

    def _control(self, control: Control, parent: str, group: str) -> Value:
        self._tell_losses(control)
        urn = self._urn("req_node", control.id)
        return _filled(
            {
                "urn": urn,
                "assessable": True,
                "depth": 2,
                "parent_urn": parent,
                "ref_id": control.label or control.id,
                "name": control.title,
                "description": control.statement,
                "annotation": self._annotation(control),
                "typical_evidence": "\n".join(f"- {text}" for text in control.example_evidence),
                "implementation_groups": [
                    id_ for id_, selected in self._selected.items() if control.id in selected
                ],
                "translations": self._translations(control.id, group),
                "questions": self._questions(control, urn),
            }
        )

    def _annotation(self, control: Control) -> str:
        cited = [citation(reference, self._sources) for reference in control.references]
        parts = [control.rationale, *control.guidance]
        if cited:
            parts.append("; ".join(cited))
            reason = "references stand as text in the annotation"
            self._report.changed(f"{control.id}.references", reason)
        return "\n\n".join(parts)

    def _translations(self, control: str, group: str) -> Value:
        found = {}
        for language, texts in self._texts_of(group).items():
            own = texts.controls.get(control)
            if own is not None:
                parts = [part for part in (own.rationale, *own.guidance) if part]
                found[language] = _filled(
                    {
                        "name": own.title,
                        "description": own.statement,
                        "annotation": "\n\n".join(parts),
                        "typical_evidence": "\n".join(f"- {e}" for e in own.example_evidence),
                    }
                )
                if own.questions:
                    path = f"translations.{language}.{control}.questions"
                    self._report.left_out(path, "translations of questions")
        return found

    def _tell_losses(self, control: Control) -> None:
        if control.mappings:
            reason = "mappings, which need the other framework's URNs"
            self._report.left_out(f"{control.id}.mappings", reason)
        for question in control.questions:
            for name in ("level", "dimension", "unit", "minimum", "maximum", "bands", "optional"):
                if getattr(question, name):
                    path = f"{control.id}.questions.{question.id}.{name}"
                    self._report.left_out(path, f"a question has no '{name}'")

    def _questions(self, control: Control, urn: str) -> Value:
        urns = {q.id: f"{urn}:question:{n}" for n, q in enumerate(control.questions, 1)}
        values = {
            question.id: {
                choice.value: f"{urns[question.id]}:choice:{number}"
                for number, choice in enumerate(_choices(question), 1)
            }
            for question in control.questions
        }
        return {
            urns[question.id]: self._question(question, urns, values)
            for question in control.questions
        }

    def _question(
        self, question: Question, urns: dict[str, str], values: dict[str, dict[str, str]]
    ) -> Value:
        when = question.when
        text = "\n".join(part for part in (question.prompt, question.hint) if part)
        return _filled(
            {
                "type": _KINDS.get(question.kind, "unique_choice"),
                "text": text,
                "choices": [
                    _choice(choice, values[question.id][choice.value], question)
                    for choice in _choices(question)
                ],
                "depends_on": {
                    "question": urns[when.question],
                    "answers": [values[when.question][value] for value in when.any_of],
                    "condition": "any",
                }
                if when
                else None,
            }
        )


def _choices(question: Question) -> tuple[Choice, ...]:
    fixed = _FIXED.get(question.kind)
    if fixed is None:
        return question.choices
    own = {choice.value: choice for choice in question.choices}
    return tuple(own.get(choice.value, choice) for choice in fixed)


def _choice(choice: Choice, urn: str, question: Question) -> Value:
    result = _RESULTS.get(choice.value) if question.kind is AnswerKind.ACHIEVEMENT else None
    label = choice.label
    if question.kind is AnswerKind.MATURITY:
        label = f"{choice.value}: {choice.label}"
    return _filled(
        {
            "urn": urn,
            "value": label,
            "description": choice.description,
            "compute_result": result,
        }
    )


def _filled(value: Value) -> Value:
    return {key: item for key, item in value.items() if item not in (None, "", [], {})}
