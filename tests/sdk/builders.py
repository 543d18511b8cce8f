"""Small sound content, of which tests break one thing at a time."""

from datetime import date

from nisassess.sdk import (
    AnswerKind,
    Catalogue,
    Choice,
    Control,
    ControlGroup,
    Force,
    Mapping,
    Profile,
    Question,
    Reference,
    Regime,
    ScopeKind,
    ScoringChoice,
    Sector,
    Source,
    TargetGroup,
)

CHECKED = {"checked_by": "EUR-Lex text", "checked_on": date(2026, 11, 26)}
"""What a binding reference says of itself."""
LEVELS = ("None", "Started", "Defined", "Done")


def cited(source: str = "nis2", article: str | None = "21", **changes: object) -> Reference:
    return Reference(source, article, **{**CHECKED, **changes})  # type: ignore[arg-type]


def sector(**changes: object) -> Sector:
    given = {"id": "demo", "title": "Demo", "summary": "For tests.", "subsectors": ("health",)}
    return Sector(**{**given, **changes})  # type: ignore[arg-type]


def maturity(id_: str = "ladder", levels: int = 4, **changes: object) -> Question:
    choices = tuple(Choice(str(level), f"Step {level}") for level in range(levels))
    given = {"id": id_, "prompt": "How far?", "kind": AnswerKind.MATURITY, "choices": choices}
    return Question(**{**given, **changes})  # type: ignore[arg-type]


def yes_no(id_: str = "door", level: int | None = 2, **changes: object) -> Question:
    given = {"id": id_, "prompt": "Locked?", "kind": AnswerKind.YES_NO, "level": level}
    return Question(**{**given, **changes})  # type: ignore[arg-type]


def control(id_: str = "demo.one", **changes: object) -> Control:
    given = {
        "id": id_,
        "title": "One",
        "statement": "It is so.",
        "rationale": "It matters.",
        "guidance": ("Do it.",),
        "example_evidence": ("A record",),
        "references": (cited(),),
        "mappings": (Mapping("iso", "A.5.1"),),
        "questions": (maturity(), yes_no()),
    }
    return Control(**{**given, **changes})  # type: ignore[arg-type]


def group(*controls: Control, id_: str = "demo-group") -> ControlGroup:
    return ControlGroup(id_, "Group", "A group.", controls or (control(),))


def catalogue(*groups: ControlGroup, **changes: object) -> Catalogue:
    given = {
        "id": "demo-catalogue",
        "version": "1.0",
        "title": "Demo",
        "description": "For tests.",
        "publisher": "Testers",
        "language": "en",
        "sources": (
            Source("nis2", "NIS2", "The directive", Force.BINDING),
            Source("iso", "ISO", "The standard", Force.STANDARD),
        ),
        "groups": groups or (group(),),
    }
    return Catalogue(**{**given, **changes})  # type: ignore[arg-type]


def profile(**changes: object) -> Profile:
    given = {
        "id": "demo-profile",
        "version": "1.0",
        "title": "Profile",
        "summary": "A profile.",
        "regime": Regime.NIS2,
        "catalogues": ("demo-catalogue",),
        "entity_types": (),
        "target_groups": (TargetGroup.ESSENTIAL,),
        "scope_kinds": (ScopeKind.SERVICE,),
        "scoring": ScoringChoice("gated-maturity", LEVELS),
        "legal_basis": (cited(),),
        "groups": {"demo-group": 2},
    }
    return Profile(**{**given, **changes})  # type: ignore[arg-type]
