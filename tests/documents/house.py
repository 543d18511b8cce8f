"""The invented operator: its house, its profile and its management body."""

from nisassess.results.canonical import digest
from nisassess.results.types import (
    Approval,
    CatalogueUsed,
    Member,
    Operator,
    ProfileUsed,
    Reference,
)

LEVELS = ("Absent", "Begun", "Defined", "Managed", "Proven")
NIS2 = Reference(
    "NIS2 Art. 21(2)(a)",
    "Policies on risk analysis and information system security",
    "binding",
    "32022L2555",
    "Essential and important entities",
    None,
)

OPERATOR = Operator(
    id="opr_01kag8operator",
    name="Lumenara Verteilnetz GmbH",
    country="AT",
    countries=("AT", "SI"),
    sector="energy",
    subsector="energy.electricity",
    entity_type="energy.electricity.dso",
    entity_type_title="Distribution system operator",
    subsector_title="Electricity",
    sector_title="Energy",
    status="essential",
    status_basis="listed",
    status_rule="Listed as essential by the competent authority on 12 May 2026.",
    status_citation="NIS2 Art. 3(1)(e) and 3(3)",
)

PROFILE = ProfileUsed(
    id="energy-electricity",
    version="2026.1",
    title="Electricity distribution, essential entities",
    summary="The NIS baseline with the controls of electricity on top of it.",
    notice="Indicative: an authority may set other targets.",
    regime="nis2",
    digest=digest(b"profile"),
    scoring_method="gated-maturity",
    scoring_version="1.0",
    levels=LEVELS,
    catalogues=(
        CatalogueUsed("nis-baseline", "2026.1", "NIS baseline", "nisassess project"),
        CatalogueUsed("energy-electricity", "2026.1", "Electricity", "nisassess project"),
    ),
    legal_basis=(
        NIS2,
        Reference(
            "(EU) 2024/1366 Art. 29",
            "Minimum and advanced cybersecurity controls in the electricity sector",
            "binding",
            "32024R1366",
            "High-impact and critical-impact entities",
            "Applies according to the entity's classification.",
        ),
    ),
)

APPROVAL = Approval(
    body="Management board",
    resolution="GF-2026/41",
    resolved_on="2026-11-17",
    reservations="The budget for network segmentation in 2027 is subject to the owners.",
    members=(
        Member("Dr. Katharina Öztürk-Weiß", "Chief executive", "2026-03-04"),
        Member("Νίκος Παπαδόπουλος", "Chief operating officer", "2025-11-19"),
        Member("Милена Ђорђевић", "Chief financial officer", None),
        Member("Ġorġ Żammit Ħaġ", "Independent member", "2026-01-22"),
        Member("משה בן־דוד", "Independent member", None),
    ),
    recorded_by="Dr. Katharina Öztürk-Weiß",
    recorded_at="2026-11-18T08:05:00Z",
    citation="NIS2 Art. 20(1)",
)
