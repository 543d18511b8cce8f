"""What overlays name must be there in the original."""

import pytest

from nisassess.sdk import (
    Catalogue,
    CatalogueTexts,
    ChoiceTexts,
    ControlTexts,
    GroupTexts,
    Opening,
    OpeningOption,
    OpeningOptionTexts,
    OpeningTexts,
    Profile,
    ProfileTexts,
    QuestionTexts,
    Sector,
    SectorTexts,
)
from nisassess.sdk.checks import check_plugin
from tests.sdk.builders import catalogue, cited, profile, sector

pytestmark = pytest.mark.database_free


def faults(
    of_catalogue: Catalogue | None = None,
    of_profile: Profile | None = None,
    of_sector: Sector | None = None,
) -> list[tuple[str, str, str]]:
    found = check_plugin(
        of_sector or sector(), (of_catalogue or catalogue(),), (of_profile or profile(),)
    )
    return [(fault.file, fault.key, fault.message) for fault in found]


def overlaid(**texts: object) -> Catalogue:
    return catalogue(translations={"fr": CatalogueTexts(**texts)})  # type: ignore[arg-type]


def in_group(**controls: ControlTexts) -> Catalogue:
    named = {id_.replace("_", "."): texts for id_, texts in controls.items()}
    return overlaid(groups={"demo-group": GroupTexts("demo-group", controls=named)})


@pytest.mark.parametrize(
    ("made", "key", "told"),
    [
        (
            overlaid(groups={"gone": GroupTexts("gone")}),
            "translations.fr.gone",
            "translates the group 'gone', which the original has not (demo-group)",
        ),
        (
            overlaid(scales={"gone": {}}),
            "translations.fr.scales.gone",
            "translates the scale 'gone', which the original has not (there are none)",
        ),
        (
            in_group(demo_gone=ControlTexts()),
            "translations.fr.demo.gone",
            "translates the control 'demo.gone', which the original has not (demo.one)",
        ),
        (
            in_group(demo_one=ControlTexts(questions={"gone": QuestionTexts()})),
            "translations.fr.demo.one.questions.gone",
            "translates the question 'gone', which the original has not (ladder, door)",
        ),
        (
            in_group(
                demo_one=ControlTexts(
                    questions={"ladder": QuestionTexts(choices={"9": ChoiceTexts("Neuf")})}
                )
            ),
            "translations.fr.demo.one.questions.ladder.choices.9",
            "translates the choice '9', which the original has not (0, 1, 2, 3)",
        ),
        (
            catalogue(translations={"en": CatalogueTexts()}),
            "translations.en",
            "the catalogue itself is written in 'en'",
        ),
    ],
)
def test_overlay_of_something_unknown_is_told(made: Catalogue, key: str, told: str) -> None:
    assert faults(made) == [("demo-catalogue", key, told)]


def test_overlay_of_an_unknown_opening_or_entity_type_is_told() -> None:
    texts = ProfileTexts(
        "demo-profile", opening=OpeningTexts(options={"gone": OpeningOptionTexts("Parti")})
    )
    of_profile = profile(
        opening=Opening("Were you named?", (OpeningOption("named", "Named", "Bound.", cited()),)),
        translations={"fr": texts, "en": ProfileTexts("x")},
    )
    of_sector = sector(translations={"fr": SectorTexts(entity_types={"gone": "Parti"})})

    assert faults(of_profile=of_profile, of_sector=of_sector) == [
        (
            "demo",
            "translations.fr.entity_types.gone",
            "translates the entity type 'gone', which the original has not (there are none)",
        ),
        (
            "demo-profile",
            "translations.fr.opening.options.gone",
            "translates the option 'gone', which the original has not (named)",
        ),
        ("demo-profile", "translations.en", "the profile itself is written in 'en'"),
    ]
