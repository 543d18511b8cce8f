"""What a sealed PDF carries inside: the results and their seal."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

DATA_NAME = "nisassess-results.json"
SEAL_NAME = "nisassess-seal.jws"


@dataclass(frozen=True, slots=True)
class Contents:
    """What could be read; `fault` says what is wrong with the file itself."""

    pdf: Any
    """Open in pikepdf; None if it cannot be opened at all."""
    fault: str | None
    document: bytes | None = None
    seal: str | None = None


def open_contents(data: bytes) -> Contents:
    """Open a file and take out what it carries; never raises, whatever the bytes are."""
    pdf, fault = _opened(data)
    if pdf is None:
        return Contents(None, fault)
    seal = _attached(pdf, SEAL_NAME)
    text = None if seal is None else seal.decode("ascii", errors="replace").strip()
    return Contents(pdf, fault, _attached(pdf, DATA_NAME), text)


def _opened(data: bytes) -> tuple[Any, str | None]:
    import pikepdf

    try:
        pdf = pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True)
        return pdf, None
    except Exception:  # whatever a parser of hostile bytes raises
        fault = "The file is damaged."
    try:
        return pikepdf.open(BytesIO(data), suppress_warnings=True), fault
    except Exception:  # whatever a parser of hostile bytes raises
        return None, "The file is no PDF that can be opened; it may be damaged or cut off."


def _attached(pdf: Any, name: str) -> bytes | None:
    """The content of an attachment; None if it is not there, or cannot be read."""
    try:
        return bytes(pdf.attachments[name].get_file().read_bytes())
    except Exception:  # whatever a parser of hostile bytes raises
        return None
