"""The tables of a catalogue's workbook: one definition for writing and reading."""

CATALOGUE = "Catalogue"
SOURCES = "Sources"
GROUPS = "Groups"
CONTROLS = "Controls"
GUIDANCE = "Guidance"
EVIDENCE = "Example evidence"
REFERENCES = "References"
MAPPINGS = "Mappings"
QUESTIONS = "Questions"
CHOICES = "Choices"
BANDS = "Bands"
PROFILES = "Profiles"
TARGETS = "Targets"

HEADERS: dict[str, tuple[str, ...]] = {
    CATALOGUE: (*("catalogue id", "version", "title", "description", "publisher", "language"),),
    SOURCES: ("source id", "short", "title", "force", "celex", "edition", "addressees"),
    GROUPS: ("group id", "label", "title", "summary"),
    CONTROLS: (
        *("control id", "group", "label", "title", "statement", "rationale", "not applicable"),
    ),
    GUIDANCE: ("guidance of control", "text"),
    EVIDENCE: ("evidence of control", "text"),
    REFERENCES: (
        *("reference of control", "source", "article", "paragraph", "point", "addressee"),
        *("addressees", "force", "applies from", "applies until", "checked on", "checked by"),
        "note",
    ),
    MAPPINGS: ("mapping of control", "source", "target", "control", "relation"),
    QUESTIONS: (
        *("question of control", "question id", "kind", "prompt", "hint", "level", "dimension"),
        *("when question", "when any of", "optional", "unit", "minimum", "maximum"),
    ),
    CHOICES: (
        *("choice of control", "question", "value", "label", "description", "credit", "shows"),
    ),
    BANDS: ("band of control", "question", "credit", "at least", "at most"),
    PROFILES: (
        *("profile id", "version", "title", "summary", "regime", "entity types", "target groups"),
        *("scope kinds", "scoring method", "scoring levels", "lowest level", "parameters"),
        *("key controls", "as guidance", "suggested parts", "notice"),
    ),
    TARGETS: ("target of profile", "control", "target"),
}
"""The first header of each is its key: by it a sheet is recognised, whatever its name."""
