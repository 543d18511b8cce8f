"""Ours as OSCAL, as a workbook and as a CISO Assistant library, and back."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from nisassess.catalogues.interchange.exporting import export_files
from nisassess.catalogues.interchange.formats import Format
from nisassess.plugins import PluginRegistry
from nisassess.sdk import (
    Achievement,
    AnswerKind,
    Band,
    Catalogue,
    Choice,
    Condition,
    ContentError,
    Control,
    ControlGroup,
    Dimension,
    Force,
    Mapping,
    MappingRelation,
    NotApplicable,
    Profile,
    Question,
    Reference,
    Regime,
    ScopeKind,
    ScoringChoice,
    Source,
    TargetGroup,
)
from tests.catalogues.interchange.files import controls, imported

pytestmark = pytest.mark.database_free

MOMENT = datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)

QUESTIONS = (
    Question("exists", "Is there one?", AnswerKind.YES_NO, hint="Look\ntwice.", level=1),
    Question(
        "kinds",
        "Which kinds?",
        AnswerKind.MULTIPLE_CHOICE,
        choices=(
            Choice("rope", "Ropes", "Of hemp.", Decimal("0.25")),
            Choice("chain", "=Chains", None, Decimal("0.75")),
        ),
        when=Condition("exists", ("yes",)),
        dimension=Dimension.IMPLEMENTATION,
    ),
    Question(
        "signs",
        "What is true?",
        AnswerKind.INDICATORS,
        choices=(
            Choice("good", "All tied", shows=Achievement.ACHIEVED),
            Choice("bad", "None tied", shows=Achievement.NOT_ACHIEVED),
        ),
    ),
    Question(
        "days",
        "How often?",
        AnswerKind.NUMBER,
        unit="days",
        minimum=Decimal(0),
        maximum=Decimal("365.5"),
        bands=(Band(Decimal(1), at_most=Decimal(7)), Band(Decimal(0), at_least=Decimal(8))),
        optional=True,
    ),
)
REFERENCE = Reference(
    source="act",
    article="21",
    paragraph="2",
    point="a",
    addressee="Harbours",
    addressees=("transport.water",),
    force=Force.GUIDANCE,
    applies_from=date(2026, 1, 1),
    applies_until=date(2027, 1, 1),
    checked_on=date(2026, 2, 2),
    checked_by="EUR-Lex",
    note="Two lines\nof note.",
)
CATALOGUE = Catalogue(
    id="quay",
    version="2026.1",
    title="Quay rules",
    description="Rules.\n\nIn two paragraphs.",
    publisher="Harbour office",
    language="en",
    sources=(
        Source("unused", "Unused", "A source that nothing cites", Force.STANDARD, edition="2"),
        Source("act", "Act", "The act", Force.BINDING, "32022L2555", addressees=("transport",)),
    ),
    groups=(
        ControlGroup(
            id="2690.ropes",
            title="Ropes",
            summary="About\nropes.",
            label="1",
            controls=(
                Control(
                    id="2690.ropes.tied",
                    title="-Tied",
                    statement="+Ropes are tied.\n  Twice.",
                    rationale="@Ships drift.",
                    guidance=("First.", "Second,\n\nin two paragraphs."),
                    example_evidence=("Log book",),
                    references=(REFERENCE, Reference(source="act", article="3")),
                    questions=QUESTIONS,
                    label="1.1",
                    mappings=(
                        Mapping("act", "Art. 21", relation=MappingRelation.SUBSET),
                        Mapping(control="other.control", relation=MappingRelation.EQUAL),
                    ),
                    not_applicable=NotApplicable.FORBIDDEN,
                ),
            ),
        ),
    ),
)
PROFILE = Profile(
    id="quay-basic",
    version="2026.2",
    title="Basic",
    summary="For jetties.",
    regime=Regime.NIS2,
    catalogues=("quay",),
    entity_types=("transport.water",),
    target_groups=(TargetGroup.IMPORTANT,),
    scope_kinds=(ScopeKind.SERVICE,),
    scoring=ScoringChoice("weighted", ("Low", "High"), 1, {"total_at_least": Decimal("1.5")}),
    legal_basis=(),
    controls={"2690.ropes.tied": 2},
    key_controls=("2690.ropes.tied",),
    as_guidance=("act",),
    suggested_parts=("Pier",),
    notice="Two\nlines.",
)


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (Format.OSCAL, "quay.json"),
        (Format.OSCAL_YAML, "quay.yaml"),
        (Format.XLSX, "quay.xlsx"),
    ],
)
def test_catalogue_and_profile_come_back_as_they_were(
    tmp_path: Path, form: Format, name: str
) -> None:
    report, files = export_files(CATALOGUE, (PROFILE,), form, tmp_path / name, MOMENT)

    found = imported(*files)

    assert report.remarks == []
    assert found.catalogue == CATALOGUE
    assert found.profiles == (PROFILE,)


@pytest.mark.parametrize("form", [Format.OSCAL, Format.XLSX])
def test_installed_catalogues_come_back(
    tmp_path: Path, registry: PluginRegistry, form: Format
) -> None:
    for plugin in registry.plugins:
        # One of each plugin: their catalogues are written by the same hands.
        for catalogue in plugin.catalogues[:1]:
            target = tmp_path / f"{catalogue.id}.{'xlsx' if form is Format.XLSX else 'json'}"
            _, files = export_files(catalogue, (), form, target, MOMENT)

            assert imported(*files).catalogue == without_what_is_told(catalogue)


def without_what_is_told(catalogue: Catalogue) -> Catalogue:
    """As no other format holds it, which the export tells."""
    groups = tuple(
        replace(
            group,
            controls=tuple(
                replace(c, questions=tuple(replace(q, scale=None) for q in c.questions))
                for c in group.controls
            ),
        )
        for group in catalogue.groups
    )
    return replace(catalogue, groups=groups, scales={}, translations={}, changes=(), releases=())


def test_oscal_holds_statement_and_labels_where_others_look_for_them(tmp_path: Path) -> None:
    target = tmp_path / "quay.json"
    export_files(CATALOGUE, (), Format.OSCAL, target, MOMENT)

    catalog = json.loads(target.read_text())["catalog"]

    assert catalog["metadata"]["last-modified"] == "2026-03-04T05:06:07+00:00"
    control = catalog["groups"][0]["controls"][0]
    assert control["id"] == "_2690.ropes.tied"
    assert control["props"][0] == {"name": "label", "value": "1.1"}
    assert control["parts"][0] == {"name": "statement", "prose": "+Ropes are tied.\n  Twice."}


def test_ciso_library_keeps_groups_controls_and_questions(tmp_path: Path) -> None:
    target = tmp_path / "quay.yaml"
    report, files = export_files(CATALOGUE, (PROFILE,), Format.CISO, target, MOMENT)

    found = imported(*files)

    (control,) = controls(found).values()
    assert (control.id, control.label) == ("quay.2690.ropes.tied", "1.1")
    assert control.statement == "+Ropes are tied.\n  Twice."
    assert control.example_evidence == ("Log book",)
    assert [q.kind for q in control.questions][:4] == [
        AnswerKind.SINGLE_CHOICE,
        AnswerKind.MULTIPLE_CHOICE,
        AnswerKind.MULTIPLE_CHOICE,
        AnswerKind.NUMBER,
    ]
    assert [profile.id for profile in found.profiles] == ["quay-all", "quay-quay-basic"]
    told = {(remark.path, remark.reason) for remark in report.remarks}
    assert ("version", "'2026.1' became 20260100") in told
    path = "2690.ropes.tied.questions.kinds.dimension"
    assert (path, "a question has no 'dimension'") in told


def test_group_and_control_of_one_id_stay_two_nodes(tmp_path: Path) -> None:
    group = CATALOGUE.groups[0]
    same = replace(group, controls=(replace(group.controls[0], id=group.id),))
    target = tmp_path / "quay.yaml"

    export_files(replace(CATALOGUE, groups=(same,)), (), Format.CISO, target, MOMENT)

    found = imported(target)
    assert [one.id for one in found.catalogue.groups] == ["quay.2690.ropes"]
    assert list(controls(found)) == ["quay.2690.ropes"]


def test_existing_file_is_never_overwritten(tmp_path: Path) -> None:
    (tmp_path / "quay.quay-basic.json").write_text("mine")

    with pytest.raises(ContentError, match="exists already"):
        export_files(CATALOGUE, (PROFILE,), Format.OSCAL, tmp_path / "quay.json", MOMENT)

    assert [path.name for path in tmp_path.iterdir()] == ["quay.quay-basic.json"]
