"""A time-stamp authority (RFC 3161) for tests: in the process, or over real HTTP on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

STAMPED_AT = datetime(2026, 11, 20, 14, 40, tzinfo=UTC)


def authority(
    at: datetime = STAMPED_AT, usage: x509.ObjectIdentifier | None = None
) -> DummyTimeStamper:
    """An authority with a certificate of its own; its clock stands still."""
    private = rsa.generate_private_key(65537, 2048)  # the library's own signs with RSA only
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Time of the tests")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=1))
        .not_valid_after(at + timedelta(days=1))
        .add_extension(
            x509.ExtendedKeyUsage([usage or ExtendedKeyUsageOID.TIME_STAMPING]), critical=True
        )
        .sign(private, hashes.SHA256())
    )
    der = serialization.Encoding.DER
    raw = private.private_bytes(
        der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    own = asn1_x509.Certificate.load(certificate.public_bytes(der))
    store = SimpleCertificateStore()
    store.register(own)
    return DummyTimeStamper(own, keys.PrivateKeyInfo.load(raw), store, fixed_dt=at)


def answer(stamper: DummyTimeStamper, request: bytes) -> bytes:
    """The authority's answer to a request, both in DER."""
    asked = tsp.TimeStampReq.load(request)
    done: bytes = stamper.request_tsa_response(asked).dump()
    return done


@contextmanager
def served(stamper: DummyTimeStamper, *faults: int | bytes) -> Iterator[tuple[str, list[bytes]]]:
    """The authority's address and what it was asked; first it answers with the faults: a status,
    or a body that is no answer."""
    asked: list[bytes] = []
    waiting = list(faults)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(body)
            fault = waiting.pop(0) if waiting else None
            self.send_response(fault if isinstance(fault, int) else 200)
            self.send_header("Content-Type", "application/timestamp-reply")
            content = fault if isinstance(fault, bytes) else answer(stamper, body)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/tsa", asked
        finally:
            server.shutdown()
            thread.join()
