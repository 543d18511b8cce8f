"""The OSCAL documents that were named on the command line or lie beside them."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from nisassess.catalogues.interchange.report import Report
from nisassess.catalogues.interchange.source import Entry, Source

if TYPE_CHECKING:
    from pydantic import BaseModel

KINDS = ("catalog", "profile", "mapping-collection")
OTHER_KINDS = (
    "component-definition",
    "system-security-plan",
    "assessment-plan",
    "assessment-results",
    "plan-of-action-and-milestones",
)
_READABLE = (".json", ".yaml", ".yml")


def kind_of(source: Source) -> str | None:
    """Which OSCAL document a file is; none when it is no OSCAL."""
    value = source.value
    if not isinstance(value, dict):
        return None
    for kind in (*KINDS, *OTHER_KINDS):
        if kind in value:
            return kind
    return None


class Shelf:
    """Finds what a document refers to by file name, in the folder of the document only.

    Addresses on the web are never followed, and no path leads out of the folder: of a link only
    the last part, the file's name, is looked at.
    """

    def __init__(self, named: list[Source]) -> None:
        self._named = {source.path.name: source for source in named}

    def find(self, referring: Source, names: list[str]) -> Source | None:
        """The first of the files that was named or lies beside the referring one."""
        for name in names:
            if name in self._named:
                return self._named[name]
        for name in names:
            path = referring.path.parent / name
            if name.endswith(_READABLE) and _is_beside(path):
                self._named[name] = Source(path)
                return self._named[name]
        return None


def _is_beside(path: Path) -> bool:
    return path.is_file() and path.resolve().parent == path.parent.resolve()


def file_names(href: str, document: Entry) -> list[str]:
    """The file names that a link of a document may mean."""
    if not href.startswith("#"):
        return [_name(href)]
    for resource in document.block("back-matter").blocks("resources"):
        if resource.text("uuid").lower() == href[1:].lower():
            return [_name(link.needed("href")) for link in resource.blocks("rlinks")]
    return []


def _name(href: str) -> str:
    return PurePosixPath(unquote(urlsplit(href).path).replace("\\", "/")).name


def tell_departures(kind: str, top: Entry, report: Report) -> None:
    """Hold a document against OSCAL's own models; what departs is told and read all the same."""
    from pydantic import ValidationError
    from trestle.common.err import TrestleError

    try:
        _model(kind).model_validate(top.value)
    except ValidationError as error:
        for problem in error.errors(include_url=False, include_input=False, include_context=False):
            path = ".".join(map(str, (*top.location, *problem["loc"])))
            report.departs(path, f"OSCAL's schema: {problem['msg']}")
    except TrestleError as error:
        # Its own answer to versions that it does not know.
        report.departs(f"{top.path}.metadata.oscal-version", f"OSCAL's schema: {error}")


def _model(kind: str) -> "type[BaseModel]":
    # Half a second to import, and not needed by a server.
    from trestle.oscal.catalog import Catalog
    from trestle.oscal.mapping import MappingCollection
    from trestle.oscal.profile import Profile

    models: dict[str, type[BaseModel]] = {
        "catalog": Catalog,
        "profile": Profile,
        "mapping-collection": MappingCollection,
    }
    return models[kind]
