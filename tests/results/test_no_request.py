"""Nobody whom a certificate names is ever asked: no issuer, no list, no responder."""

import socket
from typing import NoReturn

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import AuthorityInformationAccessOID

from nisassess.results.verification import Verdict, verify_pdf
from tests.results.sealing import SEALED_AT, issued_key, sealed_pdf

ELSEWHERE = x509.UniformResourceIdentifier("http://192.0.2.7/asked")
NAMING = (
    x509.AuthorityInformationAccess(
        [
            x509.AccessDescription(AuthorityInformationAccessOID.CA_ISSUERS, ELSEWHERE),
            x509.AccessDescription(AuthorityInformationAccessOID.OCSP, ELSEWHERE),
        ]
    ),
    x509.CRLDistributionPoints([x509.DistributionPoint([ELSEWHERE], None, None, None)]),
)


@pytest.mark.parametrize("known", [True, False])
def test_signing_and_checking_ask_nobody(monkeypatch: pytest.MonkeyPatch, known: bool) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        pytest.fail("somebody was asked")

    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    until = SEALED_AT.replace(year=SEALED_AT.year + 2)
    key = issued_key(ec.generate_private_key(ec.SECP256R1()), until, *NAMING)

    pdf = sealed_pdf(key)
    found = verify_pdf(pdf.data, pdf.trusted if known else {})

    assert found.verdict is (Verdict.GENUINE if known else Verdict.UNKNOWN)
