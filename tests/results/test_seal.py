"""Signed statements, and who vouches for their keys."""

import base64
import hashlib
import json
from datetime import timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from nisassess.results.canonical import canonical_value
from nisassess.results.keys import KeyFault, check_pair, read_certificates
from nisassess.results.seal import (
    NO_HEAD,
    LogHead,
    LogPlace,
    Receipt,
    Seal,
    SealFault,
    SealKey,
    key_id,
    link,
    peek,
    read,
    read_seal,
    sign,
)
from nisassess.results.vouching import vouching_words
from tests.results.sealing import SEALED_AT, issued_key, own_key

pytestmark = pytest.mark.database_free
SEAL = Seal("d" * 64, "sub_1", 1, 2, SEALED_AT.isoformat(), "Us", "installation", LogPlace(1, "a"))
KEY = own_key()
TRUSTED = {KEY.kid: KEY.pem}
# The statements of a certificate: compliant (EN 319 412-5, 4.2.1), and of the type for seals.
QUALIFIED = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"),
    bytes.fromhex("301f 3008 0606 04008e460101 3013 0606 04008e460106 3009 0607 04008e46010602"),
)
NOT_COMPLIANT = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"),
    bytes.fromhex("3015 3013 0606 04008e460106 3009 0607 04008e46010602"),
)


def fault_of(text: str, trusted: dict[str, str] = TRUSTED) -> tuple[str, str]:
    with pytest.raises(SealFault) as caught:
        read_seal(text, trusted)
    return caught.value.code, str(caught.value)


def test_seal_is_read_back_with_its_key() -> None:
    assert read_seal(sign(KEY, SEAL), TRUSTED) == (SEAL, KEY.kid)


def test_header_and_payload_are_as_documented() -> None:
    header, payload, _ = (
        base64.urlsafe_b64decode(part + "==") for part in sign(KEY, SEAL).split(".")
    )

    assert json.loads(header) == {"alg": "ES256", "kid": KEY.kid, "typ": "nisassess-seal+jwt"}
    assert json.loads(payload) == {
        "format": "nisassess-seal/1",
        "digest": "d" * 64,
        "submission": "sub_1",
        "version": 1,
        "number": 2,
        "sealed_at": "2026-11-20T14:32:05+00:00",
        "installation": "Us",
        "kind": "installation",
        "log": {"position": 1, "head": "a"},
    }


@pytest.mark.parametrize(
    ("private", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP256R1()), "ES256"),
        (ec.generate_private_key(ec.SECP384R1()), "ES384"),
        (ec.generate_private_key(ec.SECP521R1()), "ES512"),
        (rsa.generate_private_key(65537, 2048), "RS256"),
    ],
    ids=["P-256", "P-384", "P-521", "RSA"],
)
def test_deployers_keys_of_every_kind_seal(
    private: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, algorithm: str
) -> None:
    key = issued_key(private)

    text = sign(key, SEAL)

    assert key.certificate.algorithm == algorithm
    assert read_seal(text, {key.kid: key.pem}) == (SEAL, key.kid)


def test_every_single_character_of_a_seal_counts() -> None:
    text = sign(KEY, SEAL)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

    for at, letter in enumerate(text):
        if letter == ".":
            continue
        for other in (letters[letters.index(letter) ^ bit] for bit in (1, 8, 32)):
            fault_of(text[:at] + other + text[at + 1 :])


def test_seal_of_an_unknown_key_is_told() -> None:
    other = own_key()

    assert fault_of(sign(other, SEAL)) == ("unknown_key", f"the key {other.kid} is not known")


def test_certificate_under_a_foreign_id_is_no_key() -> None:
    other = own_key()

    code, _ = fault_of(sign(KEY, SEAL), {KEY.kid: other.pem})

    assert code == "unknown_key"


def test_header_that_claims_no_signature_or_a_shared_secret_is_refused() -> None:
    _, payload, signature = sign(KEY, SEAL).split(".")
    for algorithm in ("none", "HS256", "RS256", "ES384"):
        header = {"alg": algorithm, "kid": KEY.kid, "typ": "nisassess-seal+jwt"}
        first = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
        for last in (signature, ""):
            code, message = fault_of(f"{first}.{payload}.{last}")
            assert (code, message) == (
                "malformed",
                "its header is not that of a statement by this key",
            )


def test_receipt_is_no_seal() -> None:
    receipt = Receipt("d" * 64, "sub_1", 1, SEALED_AT.isoformat(), "Office", None, None)
    text = sign(KEY, receipt)

    assert read(Receipt, text, TRUSTED) == receipt
    assert fault_of(text) == ("malformed", "it is no statement of format nisassess-seal/1")


def test_statement_with_more_in_it_than_the_format_has_is_refused() -> None:
    header, _, signature = sign(KEY, SEAL).split(".")
    value = {"format": "nisassess-log-head/1", "position": 1, "head": "a", "at": "x", "more": 1}
    payload = base64.urlsafe_b64encode(canonical_value(value)).rstrip(b"=").decode()

    with pytest.raises(SealFault, match="not in canonical form"):
        peek(LogHead, f"{header}.{payload}.{signature}")


@pytest.mark.parametrize("text", ["", "a.b", "a.b.c", "a.b.c.d", "é.é.é", "[.[.[", "x" * 20_000])
def test_what_is_no_statement_is_malformed(text: str) -> None:
    assert fault_of(text)[0] == "malformed"
    with pytest.raises(SealFault):
        key_id(text)


def test_log_links_hold_what_stands_before() -> None:
    first = link(1, "d" * 64, "sub_1", "2026-01-01T00:00:00+00:00", NO_HEAD)
    second = link(2, "e" * 64, "sub_2", "2026-01-02T00:00:00+00:00", first)

    entry = (
        f'{{"at":"2026-01-01T00:00:00+00:00","digest":"{"d" * 64}","position":1,'
        f'"previous":"{"0" * 64}","submission":"sub_1"}}'
    )
    assert first == hashlib.sha256(entry.encode()).hexdigest()
    assert second != link(2, "e" * 64, "sub_2", "2026-01-02T00:00:00+00:00", NO_HEAD)


def test_private_part_never_shows() -> None:
    assert "PRIVATE" not in repr(KEY)


# --- who vouches ------------------------------------------------------------------------------


def words_of(key: SealKey) -> str:
    return vouching_words(key.certificate)


def test_own_key_is_vouched_for_by_nobody_else() -> None:
    assert words_of(KEY).startswith(
        "An installation's own key: nobody but the installation itself vouches for it."
    )
    assert "910/2014" not in words_of(KEY)


def test_issued_certificate_names_its_issuer_and_claims_nothing_more() -> None:
    words = words_of(issued_key(ec.generate_private_key(ec.SECP256R1())))

    assert "issued to Ministry of Tests by Invented Trust CA. It does not claim" in words


def test_qualified_is_only_what_the_certificate_claims() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    until = SEALED_AT + timedelta(days=9)
    qualified = issued_key(private, until, QUALIFIED).certificate
    not_compliant = issued_key(private, until, NOT_COMPLIANT).certificate

    assert qualified.claims_qualified
    assert "It claims to be a qualified certificate" in vouching_words(qualified)
    assert "not checked here" in vouching_words(qualified)
    assert not not_compliant.claims_qualified


def test_key_of_another_certificate_is_refused() -> None:
    one, other = own_key(), own_key()

    with pytest.raises(KeyFault, match="does not belong to the first certificate"):
        check_pair(one.private_pem, read_certificates(other.pem))


def test_chain_of_somebody_else_is_refused() -> None:
    private = ec.generate_private_key(ec.SECP256R1())
    one, other = issued_key(private), issued_key(private)

    with pytest.raises(KeyFault, match="is not issued by the next, Invented Trust CA"):
        check_pair(one.private_pem, read_certificates(one.certificate_pem + other.chain[0]))


@pytest.mark.parametrize(
    "private",
    [
        rsa.generate_private_key(65537, 1024),  # noqa: S505
        ec.generate_private_key(ec.SECP192R1()),
    ],
    ids=["RSA 1024", "P-192"],
)
def test_weak_key_is_refused(private: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey) -> None:
    key = issued_key(private)

    with pytest.raises(KeyFault, match="must be RSA of at least 2048 bits, or on P-256"):
        check_pair(key.private_pem, read_certificates(key.pem))
