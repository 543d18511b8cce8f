"""The installation's signature on a finished document: PAdES, invisible, over every byte.

It is added behind the rendered bytes, which stay as they are; PDF/A and PDF/UA stay kept. The
signature certifies the document: whoever changes it afterwards breaks it.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from nisassess.documents.errors import SigningError, StampingError
from nisassess.results.keys import read_certificates
from nisassess.results.seal import SealKey

FIELD = "nisassess-seal"

TimeStamping = Callable[[bytes], bytes]
"""Asks a time-stamp authority (RFC 3161): takes the request in DER, gives the answer in DER."""


def sign_pdf(pdf: bytes, key: SealKey, stamping: TimeStamping | None = None) -> bytes:
    """The document signed: PAdES B-B, or B-T with a time-stamp.

    Takes a tenth of a second and blocks, so an event loop asks for it in a thread. Raises
    StampingError if the authority gives no time-stamp, and SigningError.
    """
    from pyhanko.sign import signers
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter

    metadata = signers.PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    out = BytesIO()
    try:
        signers.sign_pdf(
            _writer(pdf),
            metadata,
            signer=_signer(key),
            timestamper=None if stamping is None else _time_stamper(stamping),
            output=out,
        )
    except StampingError:
        raise
    except Exception as error:
        raise SigningError(f"the document could not be signed: {error}") from error
    return out.getvalue()


def _writer(pdf: bytes) -> Any:
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    class KeepingVersion(IncrementalPdfFileWriter):
        """Stays with PDF 1.7, which PDF/A-3 is made of; keys on curves would raise it to 2.0."""

        def ensure_output_version(self, version: tuple[int, int]) -> None:
            """Leave the version as it is."""

    return KeepingVersion(BytesIO(pdf))


def _signer(key: SealKey) -> Any:
    from asn1crypto import keys, x509
    from cryptography.hazmat.primitives import serialization
    from pyhanko.sign import signers
    from pyhanko_certvalidator.registry import SimpleCertificateStore

    private = key.private_key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    chain = [
        x509.Certificate.load(one.x509.public_bytes(serialization.Encoding.DER))
        for one in read_certificates(key.pem)
    ]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain)
    return signers.SimpleSigner(
        signing_cert=chain[0],
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=store,
    )


def _time_stamper(stamping: TimeStamping) -> Any:
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper

    class Asking(TimeStamper):
        """Hands the request over; what it gets back is checked by the library."""

        async def async_request_tsa_response(self, req: Any) -> Any:
            try:
                return tsp.TimeStampResp.load(stamping(req.dump()), strict=True)
            except Exception as error:
                raise StampingError(f"the document has no time-stamp: {error}") from error

    return Asking()  # type: ignore[no-untyped-call]
