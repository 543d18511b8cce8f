"""Who vouches for a key, in words that claim no more than the certificate shows."""

from typing import Any

from nisassess.results.keys import Certificate


def vouching_words(certificate: Certificate) -> str:
    """Who vouches for the key."""
    if certificate.is_self_signed:
        return (
            "An installation's own key: nobody but the installation itself vouches for it. "
            "Compare the key's id with the one that the installation publishes."
        )
    if certificate.claims_qualified:
        return (
            f"A certificate issued to {certificate.subject} by {certificate.issuer}. It claims to "
            "be a qualified certificate for electronic seals (Regulation (EU) No 910/2014, "
            "Art. 38); whether the seal has the effect of a qualified one (Art. 35(2)) depends on "
            "the trusted lists and on the device, which are not checked here."
        )
    return (
        f"A certificate issued to {certificate.subject} by {certificate.issuer}. It does not claim "
        "to be qualified; a seal is not denied legal effect for that alone (Regulation (EU) "
        "No 910/2014, Art. 35(1)). Whether to trust the issuer is not judged here."
    )


def vouching(certificate: Certificate) -> dict[str, Any]:
    """The same with the facts that it rests on."""
    return {
        "id": certificate.kid,
        "subject": certificate.subject,
        "issuer": certificate.issuer,
        "selfSigned": certificate.is_self_signed,
        "claimsQualified": certificate.claims_qualified,
        "validFrom": certificate.valid_from.isoformat(),
        "validUntil": certificate.valid_until.isoformat(),
        "words": vouching_words(certificate),
    }
