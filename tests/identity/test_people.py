import pytest

from nisassess.access import Role
from nisassess.identity import repository, secrets, service
from nisassess.identity.types import OrganisationKind
from nisassess.kit.database import Database
from nisassess.kit.errors import ValidationFailed
from tests.support.rows import differences, everything, rows
from tests.support.world import World

LONG_ENOUGH = "twelve chars"


@pytest.mark.parametrize(
    ("email", "name", "password", "faults"),
    [
        ("ada", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("@b.example", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("ada@", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("a da@b.example", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("ada@@b.example", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("ada@b.example,eve@c.example", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("<ada@b.example>", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("ada\0@b.example", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("a" * 250 + "@b.example", "Ada", LONG_ENOUGH, [("email", "bad_email")]),
        ("ada@b.example", " ", LONG_ENOUGH, [("name", "bad_length")]),
        ("ada@b.example", "A" * 201, LONG_ENOUGH, [("name", "bad_length")]),
        ("ada@b.example", "A\0da", LONG_ENOUGH, [("name", "bad_length")]),
        ("ada@b.example", "Ada", LONG_ENOUGH[:-1], [("password", "bad_length")]),
        ("ada@b.example", "Ada", "x" * 201, [("password", "bad_length")]),
        (
            "ada",
            "",
            "",
            [("email", "bad_email"), ("name", "bad_length"), ("password", "bad_length")],
        ),
    ],
)
async def test_faulty_person_is_refused_with_every_fault(
    email: str, name: str, password: str, faults: list[tuple[str, str]], database: Database
) -> None:
    before = await everything()
    with pytest.raises(ValidationFailed) as refused:
        await service.create_person(database, email, name, password, [])
    assert [(issue.path, issue.code) for issue in refused.value.issues] == faults
    assert differences(before, await everything()) == {}


async def test_person_is_stored_with_a_hash_and_a_tidy_address(
    database: Database, world: World
) -> None:
    person_id = await service.create_person(
        database,
        " Ada@B.Example ",
        " Ada Ampère ",
        LONG_ENOUGH,
        [(world.grid, Role.SIGNATORY), (world.bank, Role.OPERATOR_APPROVER)],
    )
    person = await repository.person_by_email("ADA@b.example")
    assert person is not None
    assert (person.id, person.email, person.name) == (person_id, "ada@b.example", "Ada Ampère")
    assert person.password_hash.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert LONG_ENOUGH not in str(await everything())
    assert person.password_hash not in repr(person)
    assert await secrets.password_matches(person.password_hash, LONG_ENOUGH)
    assert not await secrets.password_matches(person.password_hash, f"{LONG_ENOUGH} ")


async def test_second_person_with_an_address_is_refused(database: Database, world: World) -> None:
    with pytest.raises(ValidationFailed, match="exists already"):
        await service.create_person(
            database, world.officer.email.upper(), "Another", LONG_ENOUGH, []
        )


async def test_person_with_an_unknown_organisation_is_not_half_added(database: Database) -> None:
    before = await everything()
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        await service.create_person(
            database, "a@b.example", "Ada", LONG_ENOUGH, [("opr_none", Role.SIGNATORY)]
        )
    assert differences(before, await everything()) == {}


async def test_password_that_is_no_text_matches_nothing() -> None:
    hash_ = await secrets.hash_password(LONG_ENOUGH)
    assert not await secrets.password_matches(hash_, "\ud800")
    assert not await secrets.password_matches("no hash at all", LONG_ENOUGH)
    assert not await secrets.password_matches(None, LONG_ENOUGH)


async def test_authorities_are_found_by_country_regime_and_subsector(
    database: Database, world: World
) -> None:
    special = await service.create_organisation(
        database, OrganisationKind.AUTHORITY, "Electricity authority", "AT"
    )
    await service.add_competence(database, special, "AT", "nis2", "energy.electricity")

    async def names(country: str, regime: str, subsector: str) -> list[str]:
        found = await repository.authorities(country, regime, subsector)
        return [one.name for one in found]

    nis = "NIS authority of Austria"
    assert await names("AT", "nis2", "energy.electricity") == ["Electricity authority", nis]
    assert await names("AT", "nis2", "energy.gas") == [nis]
    assert await names("AT", "dora", "banking") == ["Financial supervisor of Austria"]
    assert await names("DE", "dora", "banking") == []
    assert await names("AT", "nis2", "*") == [nis]
    assert len(await rows("competence")) == 4
