"""An authority decides whose seals it takes in, by fingerprint."""

from typing import Any

from tests.assessments.world import Office, Stage, dump, rows
from tests.submissions.elsewhere import NAME, Elsewhere, make_key, trust

LIST = """query($id: ID!) { trustedInstallations(authorityId: $id) {
    id name fingerprint certificate subject vouching addedBy revokedAt } }"""
REVOKE = """mutation($id: ID!) { revokeTrust(id: $id) {
    __typename ... on TrustRevoked { installation { id revokedAt } } } }"""


async def listed(stage: Stage, office: Office) -> list[dict[str, Any]]:
    data = await stage.get(office.officer, LIST, {"id": office.id})
    found: list[dict[str, Any]] = data["trustedInstallations"]
    return found


async def test_key_is_registered_with_its_fingerprint_in_whatever_spelling(
    stage: Stage, office: Office
) -> None:
    elsewhere = Elsewhere()
    kid = elsewhere.key.kid
    spelt = ":".join(kid[at : at + 2] for at in range(0, len(kid), 2)).upper()

    done = await trust(stage, office, elsewhere, fingerprint=f" {spelt}\n")

    assert done["__typename"] == "InstallationTrusted"
    (found,) = await listed(stage, office)
    assert found == {
        "id": done["installation"]["id"],
        "name": NAME,
        "fingerprint": kid,
        "certificate": elsewhere.key.certificate_pem,
        "subject": NAME,
        "vouching": found["vouching"],
        "addedBy": "Otto Officer",
        "revokedAt": None,
    }
    assert found["vouching"].startswith("An installation's own key: nobody but")


async def test_faulty_input_is_told_field_by_field_and_nothing_is_written(
    stage: Stage, office: Office
) -> None:
    elsewhere, other = Elsewhere(), make_key()
    before = await dump("trusted_installation", "audit_entry")
    private = other.private_pem.decode()
    cases: list[tuple[dict[str, str], list[tuple[str, str]]]] = [
        ({"fingerprint": other.kid}, [("fingerprint", "other_fingerprint")]),
        ({"fingerprint": ""}, [("fingerprint", "other_fingerprint")]),
        ({"name": " \t"}, [("name", "bad_length")]),
        ({"name": "x" * 201}, [("name", "bad_length")]),
        ({"name": "two\nlines"}, [("name", "bad_length")]),
        ({"certificate": "no PEM"}, [("certificate", "bad_certificate")]),
        ({"certificate": private}, [("certificate", "bad_certificate")]),
        ({"certificate": "x" * 70_000}, [("certificate", "bad_certificate")]),
    ]

    for changes, issues in cases:
        done = await trust(stage, office, elsewhere, **changes)
        assert done["__typename"] == "ValidationProblem", changes
        assert [(one["path"], one["code"]) for one in done["issues"]] == issues
    assert await dump("trusted_installation", "audit_entry") == before


async def test_key_registered_again_changes_nothing_and_under_another_name_is_refused(
    stage: Stage, office: Office
) -> None:
    elsewhere = Elsewhere()
    first = await trust(stage, office, elsewhere)
    before = await dump("trusted_installation", "audit_entry")

    again = await trust(stage, office, elsewhere)
    renamed = await trust(stage, office, elsewhere, "Another name")

    assert again == first
    assert renamed["code"] == "other_name"
    assert await dump("trusted_installation", "audit_entry") == before


async def test_file_of_several_keys_registers_the_first_alone(stage: Stage, office: Office) -> None:
    """An installation publishes its earlier keys in one file with the present one."""
    elsewhere, retired = Elsewhere(), make_key()
    published = elsewhere.key.certificate_pem + retired.certificate_pem

    await trust(stage, office, elsewhere, certificate=published)

    (found,) = await listed(stage, office)
    assert found["fingerprint"] == elsewhere.key.kid
    assert found["certificate"] == elsewhere.key.certificate_pem


async def test_revoked_key_stays_listed_and_can_be_trusted_again(
    stage: Stage, office: Office
) -> None:
    elsewhere = Elsewhere()
    first = await trust(stage, office, elsewhere)
    given = {"id": first["installation"]["id"]}

    revoked = (await stage.get(office.officer, REVOKE, given))["revokeTrust"]
    twice = (await stage.get(office.officer, REVOKE, given))["revokeTrust"]
    (listed_then,) = await listed(stage, office)
    again = await trust(stage, office, elsewhere)

    assert revoked["installation"]["revokedAt"] == listed_then["revokedAt"] is not None
    assert twice == revoked
    assert again["installation"] == {**first["installation"], "revokedAt": None}
    actions = [row["action"] for row in await rows("audit_entry") if "trust" in row["action"]]
    assert actions == ["trust.add", "trust.revoke", "trust.add"]


async def test_trust_of_another_authority_does_not_exist(stage: Stage, office: Office) -> None:
    other = await stage.office("Other authority of Austria")
    elsewhere = Elsewhere()
    own = await trust(stage, office, elsewhere)
    before = await dump("trusted_installation")

    given = {"id": own["installation"]["id"]}
    revoked = (await stage.get(other.officer, REVOKE, given))["revokeTrust"]
    seen = await stage.get(other.officer, LIST, {"id": office.id})
    added = await trust(stage, Office(office.id, office.name, other.officer), Elsewhere())

    assert revoked["__typename"] == added["__typename"] == "NotFoundProblem"
    assert seen == {"trustedInstallations": None}
    assert await dump("trusted_installation") == before
