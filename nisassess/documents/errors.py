"""What can go wrong between sealed results and a document.

DocumentError
├── RenderError      rendering failed, or the worker died
│   └── RenderTimeout    rendering took longer than the pool allows
├── SigningError     the finished document could not be signed
├── DigestError      the digest does not belong to these results
└── NothingToPlanError    a plan of action was asked for, and there is nothing to remedy
"""


class DocumentError(Exception):
    """A document could not be made."""


class RenderError(DocumentError):
    """Rendering failed; the message says why."""


class RenderTimeout(RenderError):
    """Rendering was stopped because it took too long."""


class SigningError(DocumentError):
    """The document is there, its signature is not; the message says why."""


class StampingError(SigningError):
    """The time-stamp authority gave no time-stamp; the message says why."""


class SealError(DocumentError):
    """The seal does not hold, or is not that of these results."""


class DigestError(DocumentError):
    """The digest does not belong to the results; printing it would be a false statement."""


class NothingToPlanError(DocumentError):
    """There is neither a gap nor a measure, so there is no plan."""
