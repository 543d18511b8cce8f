"""What is wrong with each broken plugin of the shelf, and which check of the kit tells it."""

WORKS = "catalogues/water-supply/groups/01-works.yaml"
HEAD = "catalogues/water-supply/catalogue.yaml"
STEP = "catalogues/water-supply/changes/1.1.yaml"
PROFILE = "profiles/water-essential.yaml"

BROKEN = {
    "manifest-missing": ("loads", "plugin.yaml: the file is missing"),
    "entry-misspelt": ("loads", "sector.yaml:1: summary: is required"),
    "key-twice": ("loads", f"{PROFILE}:6: the key 'regime' stands twice"),
    "not-utf8": ("loads", "sector.yaml:3: is not UTF-8 text (byte 55)"),
    "alias": ("loads", f"{WORKS}:39: refers to an entry elsewhere (*dosing); write it out here"),
    "file-that-nothing-reads": (
        "loads",
        "catalogues/water-supply/groups/02-pumps.yml: is read by nothing; end its name with .yaml",
    ),
    "scale-unknown": (
        "loads",
        f"{WORKS}:24: controls.0.questions.0.scale: the catalogue has no scale 'covrage'"
        " (coverage)",
    ),
    "contract-of-tomorrow": ("sdk-version", "is written for sdk 2.0; this is sdk 1.1"),
    "subsector-unknown": (
        "sector",
        "sector.yaml:4: subsectors: 'mineral-water' is no subsector of NIS2 Annex I or II",
    ),
    "control-twice": ("ids", f"{WORKS}:4: controls: the id 'water.dosing' stands 2 times"),
    "question-twice": (
        "ids",
        f"{WORKS}:20: water.dosing.questions: the id 'remote' stands 2 times",
    ),
    "levels-with-a-gap": (
        "questions",
        f"{WORKS}:25: water.dosing.questions.coverage.choices: a maturity question needs the"
        " choices '0', '1', … (or '1', '2', …) in order and without gap",
    ),
    "condition-on-a-later-question": (
        "questions",
        f"{WORKS}:30: water.dosing.questions.second.when: no question 'remote' stands before it in"
        " the control (coverage)",
    ),
    "condition-on-no-answer": (
        "questions",
        f"{WORKS}:34: water.dosing.questions.second.when: 'maybe' is no answer to 'remote'"
        " (yes, no)",
    ),
    "number-without-unit": (
        "questions",
        f"{WORKS}:43: water.samples.questions.hours.unit: a question for a number needs its unit,"
        " e.g. hours",
    ),
    "band-never-reached": (
        "questions",
        f"{WORKS}:50: water.samples.questions.hours.bands.1: is never reached: a band before it"
        " holds every number of it",
    ),
    "source-undeclared": (
        "references",
        f"{WORKS}:19: water.dosing.mappings.0: the source 'iso-27002-2022' is not declared",
    ),
    "binding-unverified": (
        "references",
        f"{WORKS}:12: water.dosing.references.0: a binding provision needs 'checked_by', the"
        " source it was checked against",
    ),
    "duty-of-others": (
        "references",
        f"{WORKS}:12: water.dosing.references.0: binds waste-water; this profile is for entities"
        " that it does not bind (drinking-water.supplier). Give it 'force: guidance', name 'nis2'"
        " in the profile's 'as_guidance', or narrow its 'entity_types' (for 'water-essential')",
    ),
    "mapping-to-nowhere": (
        "references",
        f"{WORKS}:19: water.dosing.mappings.0: no installed catalogue has a control 'water.pumps'",
    ),
    "group-unknown": (
        "profiles",
        f"{PROFILE}:17: groups.water-pumps: no catalogue of the profile has a group 'water-pumps'",
    ),
    "target-beyond-the-scale": (
        "profiles",
        f"{PROFILE}:16: groups.water-works: the target 3 lies outside the scale 0 to 2",
    ),
    "key-control-not-selected": (
        "profiles",
        f"{PROFILE}:17: key_controls: the profile does not select the control 'water.pumps'",
    ),
    "method-unknown": (
        "profiles",
        f"{PROFILE}:11: scoring.method: 'dice' is no known scoring method (gated-maturity,"
        " mean-of-means, outcomes, cumulative-levels, weighted)",
    ),
    "question-without-level": (
        "profiles",
        f"{WORKS}:27: water.dosing.questions.remote: needs the level that it belongs to (for"
        " 'water-essential')",
    ),
    "translation-of-no-question": (
        "overlays",
        "catalogues/water-supply/translations/fr/groups/01-works.yaml:18:"
        " translations.fr.water.dosing.questions.romote: translates the question 'romote', which"
        " the original has not (coverage, remote, second)",
    ),
    "changed-after-release": (
        "versions",
        f"{WORKS}:5: water.dosing: was changed since 1.1 was released; raise the catalogue's"
        " version",
    ),
    "step-undeclared": (
        "versions",
        f"{HEAD}:2: version: needs changes/1.2.yaml, saying what became of each control of 1.0",
    ),
    "step-incomplete": (
        "versions",
        f"{STEP}:1: changes.1.1: does not say what became of 'water.tests' of version 1.0",
    ),
    "same-that-is-not": (
        "versions",
        f"{STEP}:4: changes.1.1.water.dosing: is said to be 'same', but its statement or questions"
        " were changed",
    ),
    "removed-that-is-there": (
        "versions",
        f"{STEP}:4: changes.1.1.water.dosing: is said to be 'removed', but is still there",
    ),
    "complete-that-is-not": (
        "translations",
        "water-supply (fr): scales.coverage.1.label: is not translated",
    ),
    "complete-that-is-stale": (
        "translations",
        "water (fr): water: the original has changed since",
    ),
}

ALSO = {
    "control-twice": {"overlays", "translations", "versions"},
    "question-twice": {"overlays", "translations"},
    "levels-with-a-gap": {"profiles", "overlays", "translations"},
    "number-without-unit": {"translations"},
    "translation-of-no-question": {"translations"},
    "changed-after-release": {"translations"},
}
"""Checks that a fault breaks besides the one it is there for."""
