"""The demo: what it holds, that it is filled once, and what it tells."""

import re
from pathlib import Path

import httpx
import pytest

from nisassess.access import Role
from nisassess.app import compose
from nisassess.demo import fill, guide
from nisassess.demo.cast import PASSWORD, cast
from nisassess.demo.papers import pdf
from nisassess.identity import service as identity
from nisassess.identity import signing_in
from nisassess.identity.signing_in import Door, SignedInSession
from nisassess.kit.database import Database, fetch
from nisassess.kit.settings import Settings
from nisassess.plugins import PluginRegistry, load_plugins
from nisassess.supervision import service as supervision

TABLES = (
    "organisation", "person", "membership", "competence", "operator", "assessment", "part",
    "response", "statement", "measure", "evidence", "evidence_link", "approval", "submission",
    "listing", "change",
)  # fmt: skip
SECTORS = {"energy", "transport", "health", "banking", "ict-service-management"}


async def counted(settings: Settings) -> dict[str, int]:
    database = Database(settings.effective_database_url)
    await database.open()
    try:
        return {
            table: (await fetch(f"SELECT COUNT(*) AS n FROM {table}"))[0]["n"] for table in TABLES
        }
    finally:
        await database.close()


async def test_it_is_filled_once_and_only_the_tokens_are_new(settings: Settings) -> None:
    first = await fill.fill(settings)
    before = await counted(settings)
    second = await fill.fill(settings)

    assert await counted(settings) == before
    assert before["submission"] == 5
    assert set(first) == set(second) == set(Role)
    assert not set(first.values()) & set(second.values())
    assert len(set(second.values())) == len(Role)
    application = compose(settings, load_plugins())
    async with application.asgi.router.lifespan_context(application.asgi):
        await check_states(application.services.get(Database))
        await check_everybody(application.services.get(Database))
        await check_status(application.services.get(Database), load_plugins())
        await check_over_http(application.asgi, first, second)


async def check_states(database: Database) -> None:
    rows = await fetch(
        "SELECT a.title, a.state, a.scope_kind, a.period_from, o.name, o.sector, o.country,"
        " a.carried_from, a.opening_option, p.profile_id,"
        " (SELECT COUNT(*) FROM response r WHERE r.assessment_id = a.id) AS answers,"
        " (SELECT COUNT(*) FROM evidence_link l WHERE l.assessment_id = a.id) AS evidence,"
        " (SELECT COUNT(*) FROM measure m WHERE m.assessment_id = a.id) AS measures"
        " FROM assessment a JOIN operator o ON o.id = a.operator_id"
        " JOIN resolved_profile p ON p.digest = a.profile_id ORDER BY a.id"
    )
    operators = await fetch("SELECT sector, country, regime FROM operator")
    assert {one["sector"] for one in operators} >= SECTORS
    assert len({one["country"] for one in operators if one["regime"] == "nis2"}) == 2
    own = [row for row in rows if row["name"] == cast().operator("sonnkar").name]
    last, this, project = own
    assert [row["state"] for row in own] == ["submitted", "draft", "draft"]
    assert last["answers"] == this["answers"] > project["answers"] > 0
    assert min(last["evidence"], last["measures"], this["evidence"], this["measures"]) > 0
    assert project["scope_kind"] == "investment_project"
    assert int(str(this["period_from"])[:4]) - int(str(last["period_from"])[:4]) == 1
    submitted = [row for row in rows if row["state"] == "submitted"]
    assert {row["sector"] for row in submitted} == {
        "energy",
        "health",
        "banking",
        "ict-service-management",
    }
    assert {row["state"] for row in rows} == {"draft", "approved", "submitted"}
    assert len([row for row in rows if row["carried_from"]]) == 2
    assert {row["opening_option"] for row in rows} == {None, "provisional", "identified"}


async def signed_in(database: Database, email: str) -> SignedInSession:
    door = Door(origin="test", hours=1)
    session = await signing_in.sign_in(database, email, PASSWORD, door=door)
    assert isinstance(session, SignedInSession)
    return session


async def check_everybody(database: Database) -> None:
    for _, person in cast().accounts():
        session = await signed_in(database, person.email)
        assert [grant.roles for grant in session.actor.grants] == [frozenset({person.role})]


async def check_status(database: Database, registry: PluginRegistry) -> None:
    found = {}
    for operator in cast().operators:
        email = operator.people[0].email
        session = await signed_in(database, email)
        status = await supervision.nis_status(session.actor, registry, operator.id)
        assert status is not None
        found[operator.key] = (status.indicative.status.value, status.effective.value)
    assert found == {
        "sonnkar": ("essential", "essential"),
        "serra": ("important", "essential"),
        "atlantica": ("essential", "essential"),
        "riaclara": ("important", "important"),
        "cais": ("important", "important"),
        "nordkamm": ("essential", "essential"),
        "silberbach": ("important", "important"),
        "haslau": ("outside", "outside"),
        "hohenlinde": ("essential", "essential"),
        "farol": found["farol"],
        "gruenmoos": ("undecided", "undecided"),
    }


async def check_over_http(asgi: object, earlier: dict[Role, str], tokens: dict[Role, str]) -> None:
    transport = httpx.ASGITransport(asgi)  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://demo") as client:
        query = {
            "query": "query($f: SubmissionFilter) {submissions(first: 9, filter: $f)"
            " {edges {node {operatorName addressee {name}}}}}",
            "variables": {"f": {"belowTargetOn": "energy.legacy-controllers"}},
        }
        officer = {"Authorization": f"Bearer {tokens[Role.AUTHORITY_OFFICER]}"}
        answer = (await client.post("/graphql", json=query, headers=officer)).json()
        assert [edge["node"] for edge in answer["data"]["submissions"]["edges"]] == [
            {
                "operatorName": cast().operator("sonnkar").name,
                "addressee": {"name": cast().authority("at").name},
            }
        ]
        old = {"Authorization": f"Bearer {earlier[Role.AUTHORITY_OFFICER]}"}
        refused = await client.post("/graphql", json=query, headers=old)
        assert refused.status_code == 401 or "errors" in refused.json()

        push = {
            "Authorization": f"Bearer {tokens[Role.INTEGRATOR]}",
            "Content-Type": "text/plain",
        }
        path = f"/evidence/operators/{cast().operator('sonnkar').id}/controls/nis.logging/demo/a"
        statuses = [
            (await client.put(path, content=b"All deliver.", headers=push)).status_code
            for _ in range(2)
        ]
        assert statuses == [201, 200]


async def test_an_installation_of_its_own_is_left_alone(settings: Settings) -> None:
    database = Database(settings.effective_database_url)
    await database.open()
    await identity.create_person(database, "ada@own.example", "Ada", PASSWORD, [])
    await database.close()
    before = await counted(settings)

    with pytest.raises(SystemExit, match="installation of its own"):
        await fill.fill(settings)

    assert await counted(settings) == before


async def test_an_interrupted_start_leaves_nothing_and_is_made_up_for(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def interrupted(*_: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr(fill, "play", interrupted)
        with pytest.raises(InterruptedError):
            await fill.fill(settings)

    assert set((await counted(settings)).values()) == {0}
    await fill.fill(settings)
    assert (await counted(settings))["submission"] == 5


def test_the_guide_names_every_account_and_fits_the_terminal() -> None:
    tokens = dict.fromkeys(Role, f"nisassess_{'x' * 43}")
    told = guide.text(Settings(port=65535), tokens)

    for organisation, person in cast().accounts():
        assert {organisation, person.name, person.email} <= set(
            re.findall("|".join(map(re.escape, (organisation, person.name, person.email))), told)
        )
    assert PASSWORD in told
    assert "http://127.0.0.1:65535/graphql" in told
    assert max(map(len, told.splitlines())) <= guide.WIDTH


def test_nothing_in_it_exists() -> None:
    data = Path(guide.__file__).parent / "data"
    texts = "\n".join(file.read_text(encoding="utf-8") for file in data.rglob("*.*"))

    addresses = re.findall(r"[\w.+-]+@([\w.-]+)", texts)
    assert addresses
    assert all(domain.endswith(".example") for domain in addresses)
    assert "http" not in texts
    emails = [person.email for _, person in cast().accounts()]
    assert len(set(emails)) == len(emails)
    assert {person.role for _, person in cast().accounts()} == set(Role) - {Role.INTEGRATOR}


def test_its_pdf_files_are_pdf_files() -> None:
    pypdf = pytest.importorskip("pypdf")
    from io import BytesIO

    page = pypdf.PdfReader(BytesIO(pdf(["First line", "(second) \\ line"])), strict=True).pages[0]

    assert page.extract_text().splitlines() == ["First line", "(second) \\ line"]
