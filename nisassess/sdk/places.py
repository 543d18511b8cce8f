"""Finds the file and line of what the checks name by id, for content that lies in a folder."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.reader.documents import Document, Names, load


@dataclass(frozen=True, slots=True)
class _Place:
    file: Path
    line: int


@dataclass(frozen=True, slots=True)
class _File:
    """A file, whose it is, and how its entries are named there."""

    owner: str
    document: Document
    under: str = ""
    """The key under which its entries stand."""
    lifted: bool = False
    """Its controls are named by their own ids, without `controls` before them."""

    def key(self, names: Names) -> str:
        """The key of an entry of the file."""
        if self.lifted and names[0] == "controls" and len(names) > 1:
            names = names[1:]
        return ".".join((self.under, *names) if self.under else names)


class Places:
    """Where every entry of a plugin's folder stands, by the ids that the checks use.

    An entry is a path of ids under its owner (catalogue, profile or sector), e.g. of a catalogue
    `nis.risk-analysis.questions.method.choices`. Files that cannot be read are left out.
    """

    def __init__(self, folder: Path) -> None:
        self._owners: dict[str, dict[str, _Place]] = {}
        for file in _files(folder):
            path = file.document.path
            entries = self._owners.setdefault(file.owner, {})
            entries.setdefault(file.under, _Place(path, 1))
            for names, line in file.document.named():
                entries.setdefault(file.key(names), _Place(path, line))

    def locate(self, faults: Iterable[ContentFault]) -> tuple[ContentFault, ...]:
        """The faults with file and line, as far as their owners lie in this folder."""
        return tuple(self._located(fault) for fault in faults)

    def _located(self, fault: ContentFault) -> ContentFault:
        if fault.line or fault.file not in self._owners:
            return fault
        length, place = _nearest(self._owners[fault.file], fault.key)
        message = fault.message
        for owner, entries in self._owners.items():
            further, candidate = _nearest(entries, fault.key)
            if owner != fault.file and further > length:
                length, place = further, candidate
                message = f"{fault.message} (for '{fault.file}')"
        return replace(fault, file=str(place.file), line=place.line, message=message)


def _nearest(entries: dict[str, _Place], key: str) -> tuple[int, _Place]:
    """The place of an entry, or of the nearest one around it, and how much of the key it has."""
    while key and key not in entries:
        key = key.rpartition(".")[0]
    return len(key), entries.get(key) or next(iter(entries.values()))


def _files(folder: Path) -> Iterator[_File]:
    for document in _load(folder, "sector.yaml"):
        yield _File(_id(document), document)
        for overlay in _load(folder, "translations/*/sector.yaml"):
            yield _File(_id(document), overlay, _language(overlay.path.parent))
    for document in _load(folder, "profiles/*.yaml"):
        yield _File(_id(document), document)
        for overlay in _load(folder, f"profiles/translations/*/{document.path.name}"):
            yield _File(_id(document), overlay, _language(overlay.path.parent))
    for document in _load(folder, "catalogues/*/catalogue.yaml"):
        yield _File(_id(document), document)
        yield from _parts(_id(document), document.path.parent)


def _parts(owner: str, folder: Path) -> Iterator[_File]:
    """The files of a catalogue beside its head."""
    for document in _load(folder, "groups/*.yaml"):
        yield _File(owner, document, _id(document))
        yield _File(owner, document, lifted=True)
    for overlay in _load(folder, "translations/*/catalogue.yaml"):
        yield _File(owner, overlay, _language(overlay.path.parent))
    for overlay in _load(folder, "translations/*/groups/*.yaml"):
        under = _language(overlay.path.parent.parent)
        yield _File(owner, overlay, f"{under}.{_id(overlay)}")
        yield _File(owner, overlay, under, lifted=True)
    for part in ("changes", "releases"):
        for document in _load(folder, f"{part}/*.yaml"):
            yield _File(owner, document, f"{part}.{document.path.stem}", lifted=True)


def _language(folder: Path) -> str:
    return f"translations.{folder.name}"


def _load(folder: Path, pattern: str) -> Iterator[Document]:
    for path in sorted(folder.glob(pattern)):
        try:
            document = load(path)
        except ContentError:
            continue
        if isinstance(document.value, dict):
            yield document


def _id(document: Document) -> str:
    return str(document.value.get("id", ""))
