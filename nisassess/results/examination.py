"""Checks a PDF in a process of its own, with bounds on memory and time.

The bytes may be hostile: what they do to a parser, they do to this process. It reads a line of
JSON (`trusted`: certificates by key id, `retired`: since when, by key id, `contents`: whether to
hand out what the file carries) and the PDF from standard input, and writes one JSON object. Run
as `python -m nisassess.results.examination`.
"""

import json
import sys
from datetime import datetime
from typing import Any

from nisassess.kit.isolation import bound
from nisassess.results.seal import LONGEST
from nisassess.results.verification import as_json, verify_pdf

MEMORY = 2 * 1024**3
"""Bytes of address space."""
SECONDS = 60
"""Of computing."""
LARGEST_DOCUMENT = 32 * 1024 * 1024
"""Bytes of embedded results; those of 350 controls in ten parts take some three mebibytes."""


def examine(
    data: bytes,
    trusted: dict[str, str],
    retired: dict[str, str] | None = None,
    *,
    contents: bool = True,
) -> dict[str, Any]:
    """The verification as plain values; with `contents` the results and seal that the file has."""
    since = {kid: datetime.fromisoformat(at) for kid, at in (retired or {}).items()}
    found = verify_pdf(data, trusted, retired=since)
    return {
        "verification": as_json(found),
        "key": None if found.certificate is None else found.certificate.kid,
        "signer": found.signer,
        "document": _text(found.document) if contents else None,
        "seal": found.seal_text if contents and len(found.seal_text or "") <= LONGEST else None,
    }


def _text(document: bytes | None) -> str | None:
    if document is None or len(document) > LARGEST_DOCUMENT:
        return None
    try:
        return document.decode()
    except UnicodeDecodeError:
        return None


def main() -> None:
    """Answer one request."""
    bound(MEMORY, SECONDS)
    asked = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    found = examine(data, asked["trusted"], asked["retired"], contents=asked["contents"])
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
