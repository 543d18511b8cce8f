"""A plugin that is a folder of content, with no Python of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from nisassess.sdk.content import Catalogue, PluginManifest, Profile, Sector
from nisassess.sdk.errors import ContentError, ContentFault
from nisassess.sdk.hookspec import hookimpl
from nisassess.sdk.reader import read_catalogue, read_manifest, read_profiles, read_sector, strays

if TYPE_CHECKING:
    from nisassess.sdk.scoring import ScoringMethod
    from nisassess.sdk.sections import SealedView, Section


@dataclass(frozen=True)
class ContentPlugin:
    """All hooks of a plugin, answered from the files of one folder.

    A plugin's package needs no more than
    `plugin = ContentPlugin(Path(__file__).parent / "content")`, named by its entry point. Each
    file is read once, when the platform first asks. Every hook raises ContentError naming the
    faults of its files.
    """

    folder: Path
    """Holds `plugin.yaml`, `sector.yaml`, `catalogues/<id>/` and `profiles/`."""
    scoring_methods: "tuple[ScoringMethod, ...]" = ()
    """Methods of the plugin's own, where it brings any."""
    document_sections: "Callable[[SealedView], tuple[Section, ...]] | None" = None
    """Makes sections of the printed document, where the plugin adds any."""

    @cached_property
    def manifest(self) -> PluginManifest:
        """What `plugin.yaml` says: the plugin's id, title, version and that of the contract."""
        return read_manifest(self.folder / "plugin.yaml")

    @cached_property
    def sector(self) -> Sector:
        """What the plugin covers."""
        return read_sector(self.folder / "sector.yaml")

    @cached_property
    def catalogues(self) -> tuple[Catalogue, ...]:
        """Every catalogue in `catalogues/`, in the order of the folders' names."""
        found: list[Catalogue] = []
        faults = list(strays(self.folder))
        for folder in self.catalogue_folders():
            try:
                found.append(read_catalogue(folder))
            except ContentError as error:
                faults.extend(error.faults)
        if faults:
            raise ContentError(tuple(faults))
        return tuple(found)

    @cached_property
    def profiles(self) -> tuple[Profile, ...]:
        """Every profile in `profiles/`, in the order of the files' names; none without it."""
        folder = self.folder / "profiles"
        return read_profiles(folder) if folder.is_dir() else ()

    def faults(self) -> tuple[ContentFault, ...]:
        """Every fault of every file's shape at once; empty when all can be read."""
        return tuple(self._faults())

    def check(
        self,
        other_catalogues: tuple[Catalogue, ...] = (),
        methods: "Mapping[str, ScoringMethod] | None" = None,
    ) -> tuple[ContentFault, ...]:
        """Every fault of the files and of what they say together, each with file and line.

        `other_catalogues` are those of other plugins, on which profiles may build; `methods` are
        the scoring methods of the platform, by default the sdk's and the plugin's own.
        """
        from nisassess.sdk.checks import check_plugin
        from nisassess.sdk.scoring import METHODS

        unreadable = self.faults()
        if unreadable:
            return unreadable
        found = check_plugin(
            self.sector,
            self.catalogues,
            self.profiles,
            other_catalogues,
            METHODS.extended(self.scoring_methods) if methods is None else methods,
        )
        return self.locate(found)

    def locate(self, faults: Iterable[ContentFault]) -> tuple[ContentFault, ...]:
        """Faults that name ids, with the file and line where each stands in the folder."""
        from nisassess.sdk.places import Places

        told = tuple(faults)
        return Places(self.folder).locate(told) if told else ()

    def _faults(self) -> Iterator[ContentFault]:
        for part in ("manifest", "sector", "catalogues", "profiles"):
            try:
                getattr(self, part)
            except ContentError as error:
                yield from error.faults

    def profile_files(self) -> list[Path]:
        """The file of each profile, in the order of `profiles`."""
        return sorted((self.folder / "profiles").glob("*.yaml"))

    def catalogue_folders(self) -> list[Path]:
        """The folder of each catalogue, in the order of `catalogues`."""
        folder = self.folder / "catalogues"
        return sorted(path for path in folder.glob("*") if path.is_dir() and path.name[0] != ".")

    @hookimpl
    def nisassess_sdk_version(self) -> str:
        """The version of the contract that the content was written for."""
        return self.manifest.sdk

    @hookimpl
    def nisassess_sector(self) -> Sector:
        """The sector that the plugin is for."""
        return self.sector

    @hookimpl
    def nisassess_catalogues(self) -> tuple[Catalogue, ...]:
        """The plugin's catalogues."""
        return self.catalogues

    @hookimpl
    def nisassess_profiles(self) -> tuple[Profile, ...]:
        """The plugin's profiles."""
        return self.profiles

    @hookimpl
    def nisassess_scoring_methods(self) -> "tuple[ScoringMethod, ...]":
        """The plugin's own scoring methods."""
        return self.scoring_methods

    @hookimpl
    def nisassess_document_sections(self, results: "SealedView") -> "tuple[Section, ...]":
        """The plugin's own sections, if it makes any."""
        return self.document_sections(results) if self.document_sections else ()
