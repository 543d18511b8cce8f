"""Evidence by reference: the file stays with the operator."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nisassess.access import ANONYMOUS, Role
from nisassess.evidence import repository
from nisassess.evidence.service import EvidenceService, page, prepare_reference
from nisassess.evidence.types import EvidenceKind, ReferenceInput
from nisassess.kit.clock import today
from nisassess.kit.errors import Forbidden, NotFound, Unauthenticated, ValidationFailed
from nisassess.kit.ids import new_id
from tests.evidence.world import World, actor, rows

OPERATOR = "opr_01h455vb4pex5vsknk084sn02q"
DIGEST = "a" * 64


def reference(**changes: object) -> ReferenceInput:
    values: dict = {
        "title": "Network plan",
        "owner": "Head of operations",
        "location": "Safe 3, folder 7",
        "dated": date(2026, 3, 1),
        **changes,
    }
    return ReferenceInput(**values)


async def test_reference_is_added(service: EvidenceService, world: World) -> None:
    person = actor(world.operator, Role.OPERATOR_CONTRIBUTOR)
    given = reference(title=" Network plan ", digest=f" {DIGEST.upper()}")
    row = prepare_reference(person, world.operator, given)
    await service.database.write(lambda: repository.add(row))

    found = await repository.evidence(person, row.id)

    assert found == row
    assert row.kind is EvidenceKind.REFERENCE
    assert (row.title, row.digest, row.download_url) == ("Network plan", DIGEST, None)
    assert (row.dated, row.revision) == (date(2026, 3, 1), 1)


@pytest.mark.database_free
@pytest.mark.parametrize(
    ("changes", "path", "message"),
    [
        ({"title": "  "}, "title", "must be 1 to 200 characters, not 0"),
        ({"title": "t" * 201}, "title", "must be 1 to 200 characters, not 201"),
        ({"owner": ""}, "owner", "must be 1 to 200 characters, not 0"),
        ({"location": "l" * 501}, "location", "must be 1 to 500 characters, not 501"),
        (
            {"location": "Safe\x00 3"},
            "location",
            "must not hold control characters, line breaks or marks of writing direction",
        ),
        ({"digest": "abc"}, "digest", "must be a SHA-256 in 64 hexadecimal digits"),
        ({"digest": "g" * 64}, "digest", "must be a SHA-256 in 64 hexadecimal digits"),
        (
            {"dated": date(1949, 12, 31)},
            "dated",
            "must be from 1950-01-01 to today, not 1949-12-31",
        ),
    ],
)
def test_bad_reference_is_refused(changes: dict, path: str, message: str) -> None:
    person = actor(OPERATOR, Role.OPERATOR_COORDINATOR)

    with pytest.raises(ValidationFailed) as caught:
        prepare_reference(person, OPERATOR, reference(**changes))

    (issue,) = caught.value.issues
    assert (issue.path, issue.message) == (path, message)


@pytest.mark.database_free
def test_future_date_is_refused_with_a_day_of_grace() -> None:
    person = actor(OPERATOR, Role.OPERATOR_COORDINATOR)
    prepare_reference(person, OPERATOR, reference(dated=today() + timedelta(days=1)))

    with pytest.raises(ValidationFailed, match="dated: must be from 1950-01-01 to today"):
        prepare_reference(person, OPERATOR, reference(dated=today() + timedelta(days=2)))


@pytest.mark.database_free
def test_every_fault_is_named_at_once() -> None:
    person = actor(OPERATOR, Role.OPERATOR_COORDINATOR)
    given = reference(title="", owner="", location="", digest="x")

    with pytest.raises(ValidationFailed) as caught:
        prepare_reference(person, OPERATOR, given)

    assert [i.path for i in caught.value.issues] == ["title", "owner", "location", "digest"]


@pytest.mark.database_free
def test_only_uploaders_of_the_operator_refer() -> None:
    with pytest.raises(Unauthenticated):
        prepare_reference(ANONYMOUS, OPERATOR, reference())
    for role in (Role.OPERATOR_APPROVER, Role.INTEGRATOR, Role.AUTHORITY_OFFICER):
        with pytest.raises(Forbidden):
            prepare_reference(actor(OPERATOR, role), OPERATOR, reference())
    with pytest.raises(NotFound):
        prepare_reference(actor(new_id("opr"), Role.OPERATOR_CONTRIBUTOR), OPERATOR, reference())


async def test_table_is_locked_to_others(service: EvidenceService, world: World) -> None:
    person = actor(world.operator, Role.OPERATOR_CONTRIBUTOR)
    row = prepare_reference(person, world.operator, reference())
    stranger = actor(world.other_operator, Role.OPERATOR_CONTRIBUTOR)

    file = replace(row, kind=EvidenceKind.FILE, series="a" * 64)
    with pytest.raises(NotFound):
        await service.database.write(lambda: repository.add_revision(stranger, file))
    assert await rows() == []

    await service.database.write(lambda: repository.add(row))
    assert await repository.evidence(stranger, row.id) is None
    assert await repository.by_ids(stranger, [row.id]) == {}
    assert await page(stranger, world.operator, 10, None) is None
    integrator = actor(world.operator, Role.INTEGRATOR)
    assert await repository.evidence(integrator, row.id) is None
    assert await page(integrator, world.operator, 10, None) is None
