"""The document as it is handed out: verified in each language that it is written in."""

from dataclasses import replace

import pytest

from nisassess.documents.render import Job, render
from nisassess.documents.signing import sign_pdf
from nisassess.results.canonical import canonical, digest
from nisassess.results.seal import LogPlace, Seal, sign
from nisassess.results.verification import Verdict, verify_pdf
from tests.documents.factory import make_results
from tests.results.sealing import NAME, SEALED_AT, own_key

pytestmark = pytest.mark.database_free


@pytest.mark.parametrize("language", ["en", "de", "fr"])
def test_printed_digest_and_score_are_found_in_every_language(language: str) -> None:
    usual = make_results(groups=3, controls=3, language=language)
    figures = replace(usual.figures, completeness=0.874, attainment=0.3333)
    results = replace(usual, figures=figures)
    document, key = canonical(results), own_key()
    statement = Seal(
        digest=digest(document),
        submission=results.submission,
        version=results.version,
        number=results.number,
        sealed_at=SEALED_AT.isoformat(),
        installation=NAME,
        kind="installation",
        log=LogPlace(1, "a" * 64),
    )
    seal = sign(key, statement)
    job = Job(
        document,
        digest(document),
        seal=seal,
        certificates=key.pem,
        verify_url="https://nis.example/verify",
    )

    found = verify_pdf(sign_pdf(render(job), key), {key.kid: key.pem})

    assert found.verdict is Verdict.GENUINE
    assert {check.code for check in found.checks if check.state != "passed"} == set()
