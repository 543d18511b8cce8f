"""What can go wrong between sealed results and a document.

DocumentError
├── RenderError      rendering failed, or the worker died
│   └── RenderTimeout    rendering took longer than the pool allows
└── DigestError      the digest does not belong to these results
"""


class DocumentError(Exception):
    """A document could not be made."""


class RenderError(DocumentError):
    """Rendering failed; the message says why."""


class RenderTimeout(RenderError):
    """Rendering was stopped because it took too long."""


class DigestError(DocumentError):
    """The digest does not belong to the results; printing it would be a false statement."""
