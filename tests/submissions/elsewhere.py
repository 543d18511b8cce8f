"""Another installation, as far as its sealed PDFs tell of it: real keys, seals and documents."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import httpx
import pikepdf

from nisassess.documents.render import DATA_NAME, SEAL_NAME, Job, render
from nisassess.documents.signing import sign_pdf
from nisassess.kit.ids import new_id
from nisassess.results.canonical import canonical, digest
from nisassess.results.keys import new_key
from nisassess.results.seal import LogPlace, Seal, SealKey, sign
from nisassess.results.types import Part, Results, Superseded
from tests.assessments.world import Office, Stage
from tests.documents.factory import make_results

NAME = "Installation of Lumenara"
_PARTS = (Part("office", "Office IT", None),)
_TRUST = """mutation($input: TrustInstallationInput!) { trustInstallation(input: $input) {
    __typename
    ... on InstallationTrusted { installation { id name fingerprint revokedAt } }
    ... on ValidationProblem { issues { path code } }
    ... on StateProblem { code message } } }"""


def make_key(name: str = NAME) -> SealKey:
    """A fresh key that vouches for itself."""
    private, certificate = new_key(name, datetime.now(UTC) - timedelta(days=30))
    return SealKey(certificate.kid, certificate.pem, (), private, "installation")


@dataclass(frozen=True)
class Elsewhere:
    """An installation with its key."""

    key: SealKey = field(default_factory=make_key)

    def results(self, office: Office, country: str = "AT", **changes: Any) -> Results:
        """Results that were submitted to an authority of this installation."""
        usual = make_results(groups=1, controls=3, parts=_PARTS)
        release = replace(
            usual.release,
            addressee=office.name,
            addressee_id=new_id("aut"),
            addressee_country=country,
        )
        return replace(usual, **{"submission": new_id("sub"), "release": release, **changes})

    def next_version(self, before: Results, **changes: Any) -> Results:
        """What supersedes results that were sealed before."""
        superseded = Superseded(before.submission, before.version, digest(canonical(before)))
        return replace(
            before,
            **{
                "submission": new_id("sub"),
                "version": before.version + 1,
                "number": before.number + 1,
                "supersedes": superseded,
                **changes,
            },
        )

    def seal(self, results: Results, document: bytes, **changes: Any) -> str:
        """The seal of a document."""
        statement = Seal(
            digest=digest(document),
            submission=results.submission,
            version=results.version,
            number=results.number,
            sealed_at=datetime.now(UTC).isoformat(),
            installation=NAME,
            kind=self.key.kind,
            log=LogPlace(1, "5" * 64),
        )
        return sign(self.key, replace(statement, **changes))

    async def document(self, results: Results) -> bytes:
        """The sealed PDF as it is handed out."""
        document = canonical(results)
        job = Job(
            document,
            digest(document),
            seal=self.seal(results, document),
            certificates=self.key.pem,
        )
        return await asyncio.to_thread(lambda: sign_pdf(render(job), self.key))

    async def pdf(self, results: Results, document: bytes | None = None) -> bytes:
        """A sealed PDF with one blank page, which takes no renderer: what counts is inside."""
        content = document or canonical(results)
        return await self.signed(content, self.seal(results, content))

    async def signed(self, document: bytes, seal: str, key: SealKey | None = None) -> bytes:
        """A signed PDF that carries these results and this seal."""
        pdf = pikepdf.new()
        pdf.add_blank_page()
        for name, data in ((DATA_NAME, document), (SEAL_NAME, seal.encode())):
            pdf.attachments[name] = pikepdf.AttachedFileSpec(pdf, data)
        out = BytesIO()
        pdf.save(out)
        return await asyncio.to_thread(sign_pdf, out.getvalue(), key or self.key)


async def trust(
    stage: Stage, office: Office, elsewhere: Elsewhere, name: str = NAME, **changes: str
) -> Any:
    """Register the installation's key for an authority."""
    given = {
        "authorityId": office.id,
        "name": name,
        "certificate": elsewhere.key.certificate_pem,
        "fingerprint": elsewhere.key.kid,
        **changes,
    }
    data = await stage.get(office.officer, _TRUST, {"input": given})
    return data["trustInstallation"]


async def send(stage: Stage, office: Office, pdf: bytes, **query: str) -> httpx.Response:
    """Import a file as an officer."""
    return await stage.client.post(
        "/submissions/import", params=query, content=pdf, headers=office.officer.headers
    )
