"""WeasyPrint, made to give one reproducible file that is PDF/A-3a and PDF/UA-1.

Only the shipped fonts exist for it and no address can be fetched: the pages are the same on
every machine.
"""

import atexit
import hashlib
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree as ET

from nisassess.documents.text import FONTS
from nisassess.documents.tuning import with_page_references_kept, without_collector

STYLES = FONTS.parent / "styles"
_VARIANT = "pdf/a-3a"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_PREFIXES = {
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}


@dataclass(frozen=True, slots=True)
class Embedded:
    """Data that travels inside the file, with what it is to the document (ISO 32000-2, 7.11.3)."""

    name: str
    description: str
    media_type: str
    content: bytes
    relationship: str = "Data"


def write_pdf(html: str, embedded: tuple[Embedded, ...], moment: datetime) -> bytes:
    """The HTML as PDF, with the data embedded and every date set to `moment`."""
    identifier = hashlib.sha256(b"".join(data.content for data in embedded)).hexdigest()[:32]
    with without_collector(), with_page_references_kept(), warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves its colour profile open
        document = lay_out(html)
        _stamp(document.metadata, moment)
        document.metadata.attachments = [_attachment(data, moment) for data in embedded]
        return bytes(
            document.write_pdf(
                pdf_variant=_VARIANT,
                pdf_identifier=identifier.encode(),
                finisher=_finisher({data.name: data.media_type for data in embedded}),
            )
        )


def _attachment(data: Embedded, moment: datetime) -> Any:
    return _weasyprint().Attachment(
        file_obj=BytesIO(data.content),
        name=data.name,
        description=data.description,
        created=moment,
        modified=moment,
        relationship=data.relationship,
    )


def lay_out(html: str) -> Any:
    """The HTML on pages, as WeasyPrint's document."""
    stylesheets, fonts = _setting()
    page = _weasyprint().HTML(string=html, url_fetcher=_fetcher(()))
    return page.render(font_config=fonts, stylesheets=stylesheets, pdf_variant=_VARIANT)


def _finisher(media_types: dict[str, str]) -> Callable[[Any, Any], None]:
    def finish(_: Any, pdf: Any) -> None:
        """Name each associated file once, where the renderer does it twice, and say what it is.

        The renderer would take the kind of a file from the machine's own tables.
        """
        pdf.catalog["AF"][:] = dict.fromkeys(pdf.catalog["AF"])
        for item in pdf.objects:
            if isinstance(item, dict) and item.get("Type") == "/Filespec":
                number = int(item["EF"]["F"].split()[0])
                kind = media_types[item["UF"].string].replace("/", "#2f").replace("+", "#2b")
                pdf.objects[number].extra["Subtype"] = f"/{kind}"

    return finish


def load() -> None:
    """Import the renderer."""
    _weasyprint()


def warm_up() -> None:
    """Load what every rendering needs."""
    _setting()


def cool_down() -> None:
    """Let go of it, and of the copies of the fonts in the folder for temporary files."""
    _setting.cache_clear()


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    with _own_fontconfig(), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for fonts of the machine and there are none
        import weasyprint
    return weasyprint


@lru_cache(maxsize=1)
def _setting() -> tuple[list[Any], Any]:
    """Stylesheets and fonts, parsed once for all documents of this process."""
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    with _own_fontconfig():
        fonts = FontConfiguration()
    atexit.register(cool_down)
    sheets = [
        weasyprint.CSS(filename=str(sheet), font_config=fonts, url_fetcher=_fetcher(("file",)))
        for sheet in sorted(STYLES.glob("*.css"))
    ]
    return sheets, fonts


def _fetcher(protocols: tuple[str, ...]) -> Any:
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=protocols)


@contextmanager
def _own_fontconfig() -> Iterator[None]:
    """Fontconfig reads our file instead of the machine's, for as long as it starts."""
    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(FONTS / "fontconfig.xml")
    try:
        yield
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


def _stamp(metadata: Any, moment: datetime) -> None:
    """Set the dates and state PDF/UA-1 beside PDF/A in the file's metadata."""
    for prefix, namespace in _PREFIXES.items():
        ET.register_namespace(prefix, namespace)  # PDF/A insists on these very prefixes
    metadata.created = metadata.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
    of_the_variant = metadata.generate_rdf_metadata

    def with_accessibility(*given: Any, **named: Any) -> bytes:
        root = ET.fromstring(of_the_variant(*given, **named))  # noqa: S314
        for node in ET.fromstring(_ACCESSIBILITY):  # noqa: S314
            root.append(node)
        return bytes(ET.tostring(root, encoding="utf-8"))

    metadata.generate_rdf_metadata = with_accessibility


_ACCESSIBILITY = f"""
<rdf:RDF xmlns:rdf="{_RDF}"
    xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
    xmlns:pdfaExtension="{_PREFIXES["pdfaExtension"]}"
    xmlns:pdfaSchema="{_PREFIXES["pdfaSchema"]}"
    xmlns:pdfaProperty="{_PREFIXES["pdfaProperty"]}">
  <rdf:Description rdf:about=""><pdfuaid:part>1</pdfuaid:part></rdf:Description>
  <rdf:Description rdf:about=""><pdfaExtension:schemas><rdf:Bag>
    <rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
        <pdfaProperty:name>part</pdfaProperty:name>
        <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
        <pdfaProperty:category>internal</pdfaProperty:category>
        <pdfaProperty:description>Part of PDF/UA that is followed</pdfaProperty:description>
      </rdf:li></rdf:Seq></pdfaSchema:property>
    </rdf:li>
  </rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>
"""
