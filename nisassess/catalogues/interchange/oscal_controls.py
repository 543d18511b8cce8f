"""OSCAL's controls as ours."""

from dataclasses import dataclass

from nisassess.catalogues.interchange import content, fitting, oscal_own
from nisassess.catalogues.interchange.oscal_matter import BackMatter
from nisassess.catalogues.interchange.oscal_prose import (
    Parameters,
    label_of,
    part_text,
    tell_part,
)
from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry
from nisassess.sdk import Control, Mapping, Reference

_EXAMINED = {"EXAMINE"}
_OF_CONTROLS = {"id", "title", "class", "params", "props", "links", "parts", "controls"}


@dataclass(frozen=True)
class Setting:
    """What all controls of a catalogue share while they are made."""

    parameters: Parameters
    matter: BackMatter
    labels: dict[str, str]
    """By OSCAL id, what people know a control by."""
    mappings: dict[str, list[Mapping]]
    language: str
    report: Report


def is_withdrawn(entry: Entry) -> bool:
    """Tell whether a control is no longer part of its catalogue."""
    return any(
        prop.text("name") == "status" and prop.text("value").lower() == "withdrawn"
        for prop in entry.blocks("props")
    )


def tell_withdrawn(entry: Entry, setting: Setting) -> None:
    """Tell where a withdrawn control went."""
    went = [setting.matter.name_of(link, setting.labels) for link in entry.blocks("links")]
    into = f" ({', '.join(went)})" if went else ""
    setting.report.left_out(entry.path, f"withdrawn{into}")


def control(entry: Entry, id_: str, setting: Setting) -> Control:
    """Make a control; tells what it could not keep."""
    parts = _Parts(entry, setting)
    report = setting.report
    _tell_losses(entry, report)
    heading = fitting.one_line(entry.needed("title"))
    whole = parts.statement()
    if not whole:
        report.filled(entry.path, "has no statement; its title stands there")
    statement, rest = fitting.text(whole or heading, entry.path, report)
    told = [] if fitting.fits_title(heading) else [heading]
    guidance = [*told, *rest, *parts.guidance()]
    references = parts.references()
    evidence, long = fitting.evidence(parts.evidence(), entry.path, report)
    setting.parameters.tell(entry, report)
    own = oscal_own.control_parts(entry)
    if not own.questions:
        report.filled(entry.path, "the source has no questions; one asks the statement")
    if not own.rationale:
        report.filled(entry.path, "the source gives no rationale, and this is said")
    return Control(
        id=id_,
        title=fitting.title(heading),
        statement=statement,
        rationale=own.rationale or content.words(setting.language).no_rationale,
        guidance=tuple(piece for text in (*guidance, *long) for piece in fitting.pieces(text)),
        example_evidence=evidence,
        references=references + own.references(setting.matter),
        questions=own.questions or (content.achieved_question(setting.language),),
        label=label_of(entry) or (None if own.is_own else entry.needed("id")),
        mappings=(*own.mappings, *setting.mappings.get(entry.needed("id"), ())),
        not_applicable=own.not_applicable,
    )


def _tell_losses(entry: Entry, report: Report) -> None:
    for key in sorted(entry.value.keys() - _OF_CONTROLS):
        report.left_out(entry.at(key), f"a control has no '{key}'")
    if entry.has("class"):
        report.left_out(entry.at("class"), "a control has no class")
    for prop in entry.blocks("props"):
        name = prop.text("name")
        if oscal_own.is_ours(prop) or (name == "label" and not prop.text("class")):
            continue
        report.left_out(prop.path, f"a control has no property '{name}'")


class _Parts:
    """The parts of one control, sorted by where their text goes."""

    def __init__(self, entry: Entry, setting: Setting) -> None:
        self._entry = entry
        self._setting = setting
        self._parts = [part for part in entry.blocks("parts") if not oscal_own.is_ours(part)]

    def _text(self, part: Entry) -> str:
        return part_text(part, self._setting.parameters, self._setting.report).strip()

    def statement(self) -> str:
        found = [part for part in self._parts if part.text("name") == "statement"]
        return "\n\n".join(filter(None, (self._text(part) for part in found)))

    def guidance(self) -> list[str]:
        found = [self._guidance(part) for part in self._parts if not self._is_elsewhere(part)]
        found.extend(self._setting.parameters.guidelines(self._entry))
        related = self._related()
        if related:
            found.append(f"Related: {', '.join(dict.fromkeys(related))}")
        return [text for text in found if text]

    def _is_elsewhere(self, part: Entry) -> bool:
        return part.text("name") == "statement" or _is_examined(part)

    def _guidance(self, part: Entry) -> str:
        text = self._text(part)
        name = part.needed("name")
        heading = part.text("title") or ("" if name == "guidance" else name.replace("-", " "))
        method = _method(part)
        heading = f"{heading} ({method})" if method else heading
        return f"{heading}: {text}" if heading and text else text

    def evidence(self) -> list[str]:
        """What an assessor is to examine."""
        lines: list[str] = []
        for part in self._parts:
            if _is_examined(part):
                tell_part(part, self._setting.report)
                text = "\n".join(self._text(child) for child in part.blocks("parts"))
                text = text or part.text("prose")
                lines.extend(line for line in fitting.lines_of(text) if line != "[SELECT FROM:")
        own = oscal_own.evidence(self._entry)
        return [*lines, *own]

    def _related(self) -> list[str]:
        links = list(self._entry.blocks("links"))
        for part in self._parts:
            links.extend(link for link in part.blocks("links") if link.text("rel") == "related")
        return [
            self._setting.matter.name_of(link, self._setting.labels)
            for link in links
            if link.text("rel") in {"related", "required"}
        ]

    def references(self) -> tuple[Reference, ...]:
        found: list[Reference] = []
        for link in self._entry.blocks("links"):
            if link.text("rel") in {"related", "required"}:
                self._setting.report.changed(link.path, "a related control is named in guidance")
                continue
            reference = self._setting.matter.reference(link)
            if reference is None:
                reason = f"a link '{link.text('rel')}' that leads to no document"
                self._setting.report.left_out(link.path, reason)
            elif reference not in found:
                found.append(reference)
        return tuple(found)


def _method(part: Entry) -> str:
    methods = [p.text("value") for p in part.blocks("props") if p.text("name") == "method"]
    return methods[0] if methods else ""


def _is_examined(part: Entry) -> bool:
    return part.text("name").startswith("assessment") and _method(part) in _EXAMINED
