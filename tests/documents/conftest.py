"""One rendering of the invented operator's results, shared by the tests that only read it."""

from dataclasses import dataclass
from io import BytesIO

import pypdf
import pytest

from nisassess.documents.render import render_pdf
from nisassess.results.types import Results
from tests.documents.factory import make_document, make_results

VERIFY_URL = "https://nisassess.example/verify"


@dataclass(frozen=True)
class Rendered:
    """A document with what it was made from."""

    results: Results
    document: bytes
    digest: str
    pdf: bytes
    pages: tuple[str, ...]

    @property
    def letters(self) -> str:
        """All text without white space, so that line breaks do not matter."""
        return letters("".join(self.pages))


def letters(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


def rendered(results: Results) -> Rendered:
    """Render results and read the text back."""
    document, digest = make_document(results)
    pdf = render_pdf(results, digest, verify_url=VERIFY_URL)
    pages = tuple(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages)
    return Rendered(results, document, digest, pdf, pages)


@pytest.fixture(scope="session")
def report() -> Rendered:
    """The usual results, as a document."""
    return rendered(make_results(groups=4, controls=3))
