"""Checks a sealed PDF offline: is everything in it as the installation sealed it, and if not, what.

Needs nothing but the file and the certificates that whoever checks trusts.
"""

from collections.abc import Mapping
from datetime import datetime

from nisassess.kit.clock import now
from nisassess.results.canonical import digest, parse
from nisassess.results.changes import changes
from nisassess.results.contents import open_contents
from nisassess.results.keys import Certificate, KeyFault, read_certificates
from nisassess.results.plain import plain
from nisassess.results.printed import figures, has_shares, read_printed
from nisassess.results.seal import Seal, SealFault, is_moment, key_id, peek, read
from nisassess.results.signature import Signature, SignatureFault, read_signature
from nisassess.results.types import Results
from nisassess.results.verified import Check, State, Verdict, Verification, as_json

__all__ = ["Check", "State", "Verdict", "Verification", "as_json", "verify_pdf"]

_LONGEST_TOLD = 1_000
"""Characters of what is told of one thing: some of it may be a stranger's words."""


def verify_pdf(
    data: bytes, trusted: Mapping[str, str], *, retired: Mapping[str, datetime] | None = None
) -> Verification:
    """Check a PDF against certificates (PEM) by key id.

    `retired` tells since when a key no longer seals; what it sealed before stays good.
    """
    return _Inspection(data, trusted, retired or {}).verification()


class _Inspection:
    """Collects the checks of one file."""

    def __init__(
        self, data: bytes, trusted: Mapping[str, str], retired: Mapping[str, datetime]
    ) -> None:
        self._data = data
        self._trusted = trusted
        self._retired = retired
        self._checks: list[Check] = []
        self._changes: list[str] = []
        self._found = open_contents(data)
        self._results: Results | None = None
        self._seal: Seal | None = None
        self._seal_holds = False
        self._signature: Signature | None = None
        self._certificate: Certificate | None = None

    def verification(self) -> Verification:
        fault = self._found.fault
        self._add("file", fault is None, "The file is a whole PDF.", fault)
        self._read_results()
        self._read_signature()
        self._read_seal()
        self._compare_seal()
        self._compare_printed()
        self._look_at_times()
        self._tell_changes()
        verdict = self._verdict()
        document = self._found.document
        return Verification(
            verdict=verdict,
            words=plain(self._words(verdict), _LONGEST_TOLD),
            checks=tuple(self._checks),
            digest=None if document is None else digest(document),
            seal=self._seal,
            certificate=self._certificate,
            timestamp=self._signature.timestamp if self._signature else None,
            signer=self._signature.kid if self._signature else None,
            changes=tuple(plain(change, _LONGEST_TOLD) for change in self._changes),
            document=document,
            seal_text=self._found.seal,
        )

    # --- what is in the file ------------------------------------------------------------------

    def _read_results(self) -> None:
        document = self._found.document
        if document is None:
            self._fail("data", "The file holds no results of an assessment that can be read.")
            return
        try:
            results = parse(document)
        except (ValueError, RecursionError):
            results = None
        if results is None or not has_shares(results):
            self._fail("data", "The embedded results cannot be read: they were altered.")
            return
        self._results = results
        self._pass("data", "The results are embedded in the file.")

    def _read_signature(self) -> None:
        try:
            found = read_signature(self._data, self._found.pdf, self._trusted)
        except SignatureFault as fault:
            self._fail("signature", f"The file's signature does not hold: {fault}.")
            return
        if found is None:
            self._fail("signature", "The file is not signed, or its signature was taken away.")
            return
        self._signature = found
        added = len(self._data) - found.covered
        message = f"{added} bytes were added to the file after it was signed."
        words = "The signature covers the whole file, and the file is as it was signed."
        self._add("signature", added == 0, words, message)

    def _read_seal(self) -> None:
        text = self._found.seal
        if text is None:
            self._fail("seal", "The file holds no seal, or it was taken away.")
            return
        try:
            kid = key_id(text)
            stated = peek(Seal, text)
            if not is_moment(stated.sealed_at):
                self._fail("seal", "The seal does not hold: it does not tell when it was made.")
                return
            self._seal = stated
            self._certificate = self._certificate_of(kid)
            if self._certificate is None:
                self._unknown("seal", f"The key that sealed, {kid}, is not known here.")
                return
            read(Seal, text, {kid: self._certificate.pem})
        except (SealFault, KeyFault) as fault:
            self._fail("seal", f"The seal does not hold: {fault}.")
            return
        self._seal_holds = True
        self._tell_key(kid)

    def _certificate_of(self, kid: str) -> Certificate | None:
        if kid in self._trusted:
            return read_certificates(self._trusted[kid])[0]
        if self._signature is not None and self._signature.kid == kid:
            return self._signature.certificate
        return None

    def _tell_key(self, kid: str) -> None:
        if kid not in self._trusted:
            self._unknown("seal", f"The seal fits its key, but the key, {kid}, is not known here.")
            return
        since = self._retired.get(kid)
        if since is None:
            self._pass("seal", "The seal was made by a key that is trusted here.")
        elif self._seal is not None and datetime.fromisoformat(self._seal.sealed_at) <= since:
            words = f"The seal was made by a key that is trusted here, retired on {since:%Y-%m-%d}."
            self._pass("seal", words)
        else:
            self._fail("seal", f"The seal is dated after its key was retired on {since:%Y-%m-%d}.")

    # --- does it agree ------------------------------------------------------------------------

    def _compare_seal(self) -> None:
        seal, document = self._seal, self._found.document
        if seal is None or document is None:
            self._unknown("digest", "There are not both a seal and results to compare.")
            return
        same = seal.digest == digest(document)
        words = "The embedded results are those that were sealed."
        self._add("digest", same, words, "The embedded results are not those that were sealed.")
        if same and self._results is not None:
            self._compare_statement(seal, self._results)
        self._compare_signer()

    def _compare_statement(self, seal: Seal, results: Results) -> None:
        stated = (seal.submission, seal.version, seal.number)
        same = stated == (results.submission, results.version, results.number)
        words = "The seal speaks of this submission and version."
        self._add("statement", same, words, "The seal speaks of another submission or version.")

    def _compare_signer(self) -> None:
        if self._signature is None or self._found.seal is None or self._seal is None:
            return
        kid = key_id(self._found.seal)
        if self._signature.kid == kid:
            self._pass("signer", "The file was signed by the key that sealed the results.")
        elif self._is_of_the_same(self._signature.certificate):
            self._pass("signer", "The file was signed by another trusted key of the same name.")
        elif kid in self._trusted:
            self._fail("signer", "The file was signed by another key than the one that sealed.")
        else:
            self._unknown("signer", "The file was signed by another key, which is not known here.")

    def _is_of_the_same(self, signer: Certificate) -> bool:
        """Whether both keys are trusted and name the same: one of them followed the other."""
        own = self._certificate
        return (
            own is not None
            and {own.kid, signer.kid} <= self._trusted.keys()
            and own.subject == signer.subject
        )

    def _compare_printed(self) -> None:
        printed = read_printed(self._data)
        document, results = self._found.document, self._results
        if document is None or results is None:
            return
        if printed.digests:
            same = printed.digests == {digest(document)}
            words = "The cover prints the digest of the embedded results."
            wrong = "The cover prints another digest than that of the embedded results."
            self._add("printed_digest", same, words, wrong)
        else:
            self._unknown("printed_digest", "No digest could be read from the cover.")
        wrong_figures, read_figures = [], 0
        for name, expected, words in figures(results):
            share = printed.share(words)
            read_figures += share is not None
            if share is not None and share != expected:
                told = "none" if expected is None else f"{expected} %"
                wrong_figures.append(f"{name} is printed as {share} %, the data say {told}")
        if wrong_figures:
            told = "; ".join(wrong_figures)
            self._fail("printed_score", f"The printed score is not that of the data: {told}.")
            self._changes.extend(wrong_figures)
        elif read_figures:
            self._pass("printed_score", "The printed score is that of the embedded results.")
        else:
            self._unknown("printed_score", "No score could be read from the pages.")

    # --- when ---------------------------------------------------------------------------------

    def _look_at_times(self) -> None:
        signature, certificate, seal = self._signature, self._certificate, self._seal
        if signature is not None and signature.timestamp_fault is not None:
            self._fail("timestamp", f"The time-stamp does not hold: {signature.timestamp_fault}.")
        elif signature is not None and signature.timestamp is not None:
            stamp = signature.timestamp
            words = f"Time-stamped {stamp.at:%Y-%m-%d %H:%M} UTC by {stamp.authority}."
            self._pass("timestamp", f"{words} Whether to trust that authority is not judged here.")
        if certificate is None or seal is None or not self._seal_holds:
            return
        at = datetime.fromisoformat(seal.sealed_at)
        if not certificate.valid_from <= at <= certificate.valid_until:
            self._fail("validity", "The certificate of the key was not valid when it sealed.")
        elif certificate.valid_until < now():
            ended = f"{certificate.valid_until:%Y-%m-%d}"
            words = f"The certificate of the key was valid when it sealed, and ended on {ended}."
            self._pass("validity", words)
        else:
            self._pass("validity", "The certificate of the key was valid when it sealed.")

    # --- in sum -------------------------------------------------------------------------------

    def _tell_changes(self) -> None:
        """Where the signed part of the file still holds the results, say what became of them."""
        document, signature = self._found.document, self._signature
        if signature is not None and signature.covered < len(self._data):
            before = open_contents(self._data[: signature.covered]).document
            if before is not None:
                self._changes.extend(changes(before, document))
        elif document is not None and self._seal is not None and not self._changes:
            actual = digest(document)
            if actual != self._seal.digest:
                self._changes.append(
                    f"the embedded results have the digest {actual}, sealed was {self._seal.digest}"
                )

    def _verdict(self) -> Verdict:
        states = {check.code: check.state for check in self._checks}
        if State.FAILED in states.values():
            return Verdict.ALTERED
        return Verdict.UNKNOWN if states.get("seal") is not State.PASSED else Verdict.GENUINE

    def _words(self, verdict: Verdict) -> str:
        if verdict is Verdict.ALTERED:
            failed = [check.words for check in self._checks if check.state is State.FAILED]
            return f"Not genuine. {failed[0]}"
        if verdict is Verdict.UNKNOWN or self._seal is None:
            return "The file agrees with itself, but nobody who is known here vouches for it."
        at = datetime.fromisoformat(self._seal.sealed_at)
        return (
            f"Genuine: sealed by {self._seal.installation} on {at:%Y-%m-%d at %H:%M} UTC, and "
            "nothing was changed since."
        )

    def _add(self, code: str, passed: bool, right: str, wrong: str | None) -> None:
        state = State.PASSED if passed else State.FAILED
        self._note(code, state, right if passed else wrong or "")

    def _pass(self, code: str, words: str) -> None:
        self._note(code, State.PASSED, words)

    def _fail(self, code: str, words: str) -> None:
        self._note(code, State.FAILED, words)

    def _unknown(self, code: str, words: str) -> None:
        self._note(code, State.UNKNOWN, words)

    def _note(self, code: str, state: State, words: str) -> None:
        self._checks.append(Check(code, state, plain(words, _LONGEST_TOLD)))
