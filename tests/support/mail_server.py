"""A real mail server on loopback, which keeps what it takes."""

import asyncio
import email
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from nisassess.kit.clock import now

HOST = "127.0.0.1"
NAME = "localhost"
"""Under which the certificate knows the server."""


@dataclass
class Postbox:
    """What was taken, and who is not known."""

    mails: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    busy: set[str] = field(default_factory=set)
    """Recipients that are to be tried again later."""
    drops_connection: bool = False

    async def handle_RCPT(  # noqa: N802
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        """Take or refuse a recipient."""
        if address in self.unknown:
            return "550 5.1.1 no such mailbox"
        if address in self.busy:
            return "451 4.2.1 try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        """Take a mail."""
        if self.drops_connection:
            server.transport.abort()
            return "421 gone"
        message = email.message_from_bytes(envelope.content, policy=default)
        self.mails.append(message)
        self.recipients += envelope.rcpt_tos
        return "250 taken"


@dataclass(frozen=True)
class Authority:
    """A self-made authority, and what a server needs that it vouches for."""

    ca: Path
    context: ssl.SSLContext


@asynccontextmanager
async def mail_server(
    postbox: Postbox,
    port: int = 0,
    *,
    authority: Authority | None = None,
    implicit_tls: bool = False,
    login: tuple[str, str] | None = None,
) -> AsyncIterator[int]:
    """Run a server that hands mails to the postbox; gives its port."""

    def authenticate(server: Any, session: Any, envelope: Any, how: str, data: Any) -> AuthResult:
        assert login is not None
        expected = LoginPassword(*(part.encode() for part in login))
        return AuthResult(success=data == expected, handled=False)

    offers_starttls = authority is not None and not implicit_tls

    def session() -> SMTP:
        return SMTP(
            postbox,
            hostname=NAME,
            tls_context=authority.context if authority and offers_starttls else None,
            require_starttls=offers_starttls,
            authenticator=authenticate if login else None,
            auth_required=login is not None,
            auth_require_tls=offers_starttls,
            loop=asyncio.get_running_loop(),
        )

    server = await asyncio.get_running_loop().create_server(
        session, HOST, port, ssl=authority.context if authority and implicit_tls else None
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as found:
        found.bind((HOST, 0))
        port: int = found.getsockname()[1]
    return port


def make_authority(folder: Path) -> Authority:
    """An authority that nobody else knows, with a certificate for the server."""
    ca_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of a test")])
    ca_cert = _certificate(ca_name, ca_key.public_key(), ca_name, ca_key, is_ca=True)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    certificate = _certificate(name, key.public_key(), ca_name, ca_key, is_ca=False)
    ca, chain, private = (folder / n for n in ("ca.pem", "server.pem", "server.key"))
    ca.write_bytes(ca_cert.public_bytes(serialization.Encoding.PEM))
    chain.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, private)
    return Authority(ca, context)


def _certificate(
    subject: x509.Name, key: Any, issuer: x509.Name, issuer_key: Any, *, is_ca: bool
) -> x509.Certificate:
    at = now()
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=2))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )
    if not is_ca:
        names = x509.SubjectAlternativeName([x509.DNSName(NAME)])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
