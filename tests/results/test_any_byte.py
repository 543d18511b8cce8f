"""Whatever single byte of a sealed file differs, it is told."""

import random

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from nisassess.results.contents import open_contents
from nisassess.results.signature import SignatureFault, read_signature
from nisassess.results.verification import Verdict, verify_pdf
from tests.results.authority import answer, authority
from tests.results.sealing import SealedPdf, issued_key, own_key, sealed_pdf

pytestmark = pytest.mark.database_free
_STAMPER = authority()
PLAIN = sealed_pdf(own_key())
STAMPED = sealed_pdf(
    issued_key(ec.generate_private_key(ec.SECP256R1())),
    stamping=lambda request: answer(_STAMPER, request),
)
BOTH = pytest.mark.parametrize("made", [PLAIN, STAMPED], ids=["plain", "chain and time-stamp"])


def flipped(data: bytes, at: int, bits: int) -> bytes:
    other = bytearray(data)
    other[at] ^= bits
    return bytes(other)


def place(data: bytes) -> range:
    """Where the signature itself stands: the only bytes that it does not speak of."""
    start = data.rindex(b"/Contents <") + len(b"/Contents ")
    return range(start, data.index(b">", start) + 1)


@BOTH
def test_files_are_genuine_as_they_are(made: SealedPdf) -> None:
    assert verify_pdf(made.data, made.trusted).verdict is Verdict.GENUINE


@BOTH
def test_every_bit_of_the_signatures_own_place_counts(made: SealedPdf) -> None:
    pdf = open_contents(made.data).pdf
    random_ = random.Random(7)
    silent = []
    for at in place(made.data):
        for bits in {1 << random_.randrange(8), 0x20}:
            try:
                found = read_signature(flipped(made.data, at, bits), pdf, made.trusted)
            except SignatureFault:
                continue
            if found is None or found.timestamp_fault is None:
                silent.append((at, bits))
    assert silent == []


@BOTH
def test_bytes_all_over_the_file_count(made: SealedPdf) -> None:
    step = max(1, len(made.data) // 150)
    for at in range(0, len(made.data), step):
        found = verify_pdf(flipped(made.data, at, 1 << (at % 8)), made.trusted)
        assert found.verdict is Verdict.ALTERED, at


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(PLAIN.data) - 1), st.integers(1, 255))
def test_any_byte_changed_to_any_other_is_told(at: int, bits: int) -> None:
    assert verify_pdf(flipped(PLAIN.data, at, bits), PLAIN.trusted).verdict is Verdict.ALTERED


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(PLAIN.data)), st.binary(min_size=1, max_size=40))
def test_anything_put_in_anywhere_is_told(at: int, added: bytes) -> None:
    data = PLAIN.data[:at] + added + PLAIN.data[at:]
    assert verify_pdf(data, PLAIN.trusted).verdict is Verdict.ALTERED


@settings(max_examples=30, deadline=None)
@given(st.integers(0, len(PLAIN.data) - 1), st.integers(1, 40))
def test_anything_left_out_anywhere_is_told(at: int, count: int) -> None:
    data = PLAIN.data[:at] + PLAIN.data[at + count :]
    assert verify_pdf(data, PLAIN.trusted).verdict is Verdict.ALTERED
