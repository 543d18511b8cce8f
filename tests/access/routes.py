"""The routes outside GraphQL: how each is called, and who is let in."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from nisassess.kit.services import Services
from tests.access import facts_reviews as state
from tests.access.callers import AUTHORITIES, EVERYBODY, LIMITED, OFFICERS, OWN, PEOPLE, WRITERS
from tests.access.facts import Facts

PUBLIC = EVERYBODY


@dataclass(frozen=True)
class Way:
    """One method of one route; `path` is asked for, with `body` as the file."""

    allowed: frozenset[str]
    path: Callable[[Facts], str]
    status: int = 200
    body: bytes | None = None
    prepare: Callable[[Facts, Services], Awaitable[None]] = state.nothing


def _upload(facts: Facts) -> str:
    world = facts.world
    place = f"assessment={world.draft}&part={facts.part}&control={facts.control}"
    return f"/evidence/files?{place}&filename=plan.pdf"


def _workbook(facts: Facts) -> str:
    return f"/assessments/{facts.world.draft}/workbook.xlsx"


def _document(ending: str) -> Way:
    """A document of the submission: for whoever may see the submission."""
    return Way(OWN | OFFICERS, lambda facts: f"/submissions/{facts.world.submission}.{ending}")


ROUTES = {
    "GET /letters/{id}.pdf": Way(
        OWN | OFFICERS,
        lambda facts: f"/letters/{facts.more['letter']}.pdf",
        prepare=state.lettered,
    ),
    "GET /questions/answers/{id}/evidence/{evidence}": Way(
        OWN | OFFICERS,
        lambda facts: f"/questions/answers/{facts.more['answer']}/evidence/{facts.world.evidence}",
        prepare=state.answered,
    ),
    "GET /assessments/{id}/workbook.xlsx": Way(OWN, _workbook),
    "POST /assessments/{id}/workbook.xlsx": Way(WRITERS, _workbook, 400, b"no workbook"),
    "GET /healthz": Way(PUBLIC, lambda facts: "/healthz"),
    "GET /readyz": Way(PUBLIC, lambda facts: "/readyz"),
    "POST /evidence/files": Way(WRITERS | LIMITED, _upload, 201, b"%PDF-1.7 plan"),
    "PUT /evidence/operators/{operator}/controls/{control}/{source_key:path}": Way(
        frozenset({"integrator"}),
        lambda facts: (
            f"/evidence/operators/{facts.world.grid}/controls/{facts.control}/nightly/scan"
        ),
        201,
        b"%PDF-1.7 scan",
    ),
    "GET /evidence/{id}": Way(OWN | LIMITED, lambda facts: f"/evidence/{facts.world.evidence}"),
    "GET /submissions/{id}.pdf": Way(
        OWN | OFFICERS, lambda facts: f"/submissions/{facts.world.submission}.pdf"
    ),
    "GET /profiles/{id}/annex.html": Way(
        PEOPLE, lambda facts: "/profiles/small-operators/annex.html"
    ),
    "GET /profiles/{id}/annex.pdf": Way(
        PEOPLE, lambda facts: "/profiles/small-operators/annex.pdf"
    ),
    "GET /submissions/{id}.json": _document("json"),
    "GET /submissions/{id}.oscal.json": _document("oscal.json"),
    "GET /submissions/{id}.poam.json": _document("poam.json"),
    "GET /submissions/{id}.csv": _document("csv"),
    "GET /submissions/{id}.xlsx": _document("xlsx"),
    "GET /register/template.csv": Way(AUTHORITIES, lambda facts: "/register/template.csv"),
    "GET /register/entities.csv": Way(AUTHORITIES, lambda facts: "/register/entities.csv"),
    "POST /register/entities.csv": Way(
        AUTHORITIES, lambda facts: "/register/entities.csv", 400, b"no register"
    ),
    "GET /statistics/{view}.csv": Way(AUTHORITIES, lambda facts: "/statistics/distribution.csv"),
    "POST /submissions/import": Way(
        AUTHORITIES, lambda facts: "/submissions/import", 409, b"%PDF-1.7 of nobody"
    ),
    "GET /submissions/{id}/receipt.jws": Way(
        OWN | OFFICERS, lambda facts: f"/submissions/{facts.world.submission}/receipt.jws"
    ),
    "GET /desk/cases.csv": Way(AUTHORITIES, lambda facts: "/desk/cases.csv"),
    "GET /desk/cases.jsonl": Way(AUTHORITIES, lambda facts: "/desk/cases.jsonl"),
    "POST /verify": Way(PUBLIC, lambda facts: "/verify", 400),
    "GET /verify/{digest}": Way(PUBLIC, lambda facts: f"/verify/{'0' * 64}"),
    "POST /unsubscribe/{token}": Way(
        PUBLIC, lambda facts: f"/unsubscribe/all.{facts.world.contributor.actor.id}.forged", 404
    ),
    "GET /seal/key.pem": Way(PUBLIC, lambda facts: "/seal/key.pem"),
    "GET /seal/head.jws": Way(PUBLIC, lambda facts: "/seal/head.jws"),
    "GET /submissions/{id}/evidence/{evidence}": Way(
        OWN | OFFICERS,
        lambda facts: (
            f"/submissions/{facts.world.submission}/evidence/{facts.world.sealed_evidence}"
        ),
    ),
}

ELSEWHERE = {
    "* /graphql": "the matrix of the fields, tests/api",
    "GET /assessments/{id}/events": "tests/discussions/test_stream_access.py: it never ends",
    "* /static": "files of the build, the same for everybody",
    "GET /{path:path}": "the application's page, the same for everybody",
}
"""Routes that need no row, and why."""
