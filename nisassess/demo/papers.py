"""Evidence of the demo: what it is attached to, and the bytes of its files."""

from functools import cache

from pydantic import ConfigDict, TypeAdapter
from pydantic.dataclasses import dataclass

from nisassess.demo.cast import read_yaml
from nisassess.demo.script import dated

_STRICT = ConfigDict(extra="forbid")
_STATIONS = ("Ostried", "Hochau", "Lerchwald", "Breitmoos", "Steinfurth", "Gamsegg", "Mühlanger")
_DEVICES = (
    ("Protection relay", "7.82", 4),
    ("Telecontrol unit", "3.1.4", 6),
    ("Station controller", "2.09", -1),
    ("Access switch", "15.2", 3),
)


@dataclass(frozen=True, config=_STRICT)
class File:
    """A file and where it is attached (control: parts); one of the last three is its content."""

    filename: str
    title: str
    attach: dict[str, tuple[str, ...]]
    text: str | None = None
    lines: tuple[str, ...] = ()
    register: str | None = None

    def content(self, year: int) -> bytes:
        """The bytes; `year` is the last year of the demo."""
        if self.text is not None:
            return dated(self.text).encode()
        if self.lines:
            return pdf([dated(line) for line in self.lines])
        return assets(year, walked=self.register == "assets-walked").encode()


@dataclass(frozen=True, config=_STRICT)
class Reference:
    """Something that stays in the house; `digest_of` makes up a digest for it."""

    title: str
    owner: str
    location: str
    days_ago: int
    attach: dict[str, tuple[str, ...]]
    digest_of: str | None = None


@dataclass(frozen=True, config=_STRICT)
class Papers:
    """Evidence of one assessment."""

    files: tuple[File, ...] = ()
    references: tuple[Reference, ...] = ()


_NONE = Papers()


def papers(key: str) -> Papers:
    """The evidence of the assessment with this key."""
    return _all().get(key, _NONE)


@cache
def _all() -> dict[str, Papers]:
    return TypeAdapter(dict[str, Papers]).validate_python(read_yaml("evidence.yaml"))


def assets(year: int, *, walked: bool) -> str:
    """An asset register as CSV; before the walk-down the switches of stations are missing."""
    lines = ["id;site;kind;firmware;support_until;owner"]
    for site, station in enumerate(_STATIONS, start=1):
        for kind, (device, firmware, years) in enumerate(_DEVICES, start=1):
            if device == "Access switch" and not walked:
                continue
            until = f"{year + years}-12-31"
            lines.append(
                f"ST{site:02}-{kind:02};{station};{device};{firmware};{until};Station technology"
            )
    lines += [
        f"CC-{number:02};{site};Control-system server;12.4;{year + 5}-06-30;Control systems"
        for number, site in enumerate(("Main site", "Main site", "Fall-back", "Fall-back"), start=1)
    ]
    return "\n".join(lines) + "\n"


def pdf(lines: list[str]) -> bytes:
    """One page of PDF 1.4 with lines in a type of even width; ASCII only."""
    text = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    stream = f"BT /F1 11 Tf 15 TL 60 780 Td {text}ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
        b"/Resources << /Font << /F1 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(stream), stream),
    )
    body = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + head + tail


def _escaped(line: str) -> str:
    return line.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
