"""Opens what a command names: a content folder, a wheel, or an installed plugin."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.metadata import EntryPoint, distributions, entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import BadZipFile, ZipFile

from nisassess.plugins.asking import Candidate, failure
from nisassess.sdk import PROJECT, ContentError, ContentFault, ContentPlugin
from nisassess.sdk.scoring import ScoringMethod

_LARGEST_WHEEL = 200 * 1024 * 1024
"""Bytes of a wheel's files, unpacked."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A plugin, and how its files are shown to people."""

    candidate: Candidate
    place: str
    """What was named."""
    kind: str
    """`folder`, `wheel` or `installed`."""
    hidden: str = ""
    """Beginning of file names that means nothing to people, shown as `place`."""

    @property
    def name(self) -> str:
        """Name of the plugin."""
        return self.candidate.name

    @property
    def plugin(self) -> Any:
        """What has the hooks."""
        return self.candidate.module

    def located(self, faults: Iterable[ContentFault]) -> tuple[ContentFault, ...]:
        """Faults with file and line where the content lies in files."""
        found = tuple(faults)
        plugin = self.plugin
        return self.shown(plugin.locate(found) if isinstance(plugin, ContentPlugin) else found)

    def shown(self, faults: Iterable[ContentFault]) -> tuple[ContentFault, ...]:
        """Faults with file names that a person can follow."""
        return tuple(replace(one, file=self.shown_path(one.file)) for one in faults)

    def shown_path(self, file: str) -> str:
        """A file's name as people know it."""
        if self.hidden and file.startswith(self.hidden):
            return f"{self.place}{file[len(self.hidden) :]}"
        return file


@contextmanager
def opened(named: str) -> Iterator[Opened]:
    """A folder, a wheel or an installed plugin; raises ContentError where there is none.

    A wheel is unpacked for as long as it is open. Python in it is run, as it would be when
    installed.
    """
    path = Path(named)
    if path.is_dir():
        yield _folder(path)
    elif path.suffix == ".whl":
        with TemporaryDirectory(prefix="nisassess-wheel-") as unpacked:
            yield _wheel(path, Path(unpacked))
    else:
        yield _installed(named)


def _folder(path: Path) -> Opened:
    """A content folder; that of a package with a `content/` folder in it is found too."""
    if not (path / "plugin.yaml").exists():
        inner = sorted(path.glob("content/plugin.yaml")) or sorted(
            path.glob("*/content/plugin.yaml")
        )
        if len(inner) == 1:
            path = inner[0].parent
    plugin = ContentPlugin(path, _methods_beside(path))
    try:
        name, version = plugin.manifest.id, plugin.manifest.version
    except ContentError:  # told by the check, with everything else
        name, version = path.resolve().name, "unknown"
    return Opened(Candidate(name, f"folder {path}", version, plugin), str(path), "folder")


def _methods_beside(path: Path) -> tuple[ScoringMethod, ...]:
    """The scoring methods of an installed package whose content this folder is."""
    for point in entry_points(group=PROJECT):
        with suppress(Exception, SystemExit):  # told where plugins are loaded
            plugin = point.load()
            if isinstance(plugin, ContentPlugin) and plugin.folder.resolve() == path.resolve():
                return plugin.scoring_methods
    return ()


def _installed(named: str) -> Opened:
    points = entry_points(group=PROJECT)
    for point in points:
        if point.name == named:
            return Opened(_candidate(point, named), named, "installed")
    known = ", ".join(sorted(point.name for point in points))
    raise _fault(named, f"is no folder, no wheel (.whl) and no installed plugin ({known})")


def _wheel(path: Path, unpacked: Path) -> Opened:
    try:
        with ZipFile(path) as archive:
            if sum(one.file_size for one in archive.infolist()) > _LARGEST_WHEEL:
                raise _fault(str(path), "unpacks to more than 200 MB; no plugin is as large")
            archive.extractall(unpacked)
    except FileNotFoundError:
        raise _fault(str(path), "the file is missing") from None
    except (BadZipFile, OSError, NotImplementedError, RuntimeError) as error:
        raise _fault(str(path), f"is no wheel: {error}") from None
    points = [
        point
        for distribution in distributions(path=[str(unpacked)])
        for point in distribution.entry_points
        if point.group == PROJECT
    ]
    if len(points) != 1:
        message = f"must name one plugin under the entry points '{PROJECT}', not {len(points)}"
        raise _fault(str(path), message)
    return Opened(
        _unpacked(points[0], unpacked, str(path)), str(path), "wheel", hidden=str(unpacked)
    )


def _unpacked(point: EntryPoint, unpacked: Path, shown: str) -> Candidate:
    """Loaded from the unpacked files, before an installed package of the same name."""
    top = point.module.partition(".")[0]
    kept = {name: sys.modules.pop(name) for name in _modules(top)}
    sys.path.insert(0, str(unpacked))
    try:
        return _candidate(point, shown)
    finally:
        sys.path.remove(str(unpacked))
        for name in _modules(top):
            del sys.modules[name]
        sys.modules.update(kept)


def _modules(top: str) -> list[str]:
    return [name for name in sys.modules if name == top or name.startswith(f"{top}.")]


def _candidate(point: EntryPoint, shown: str) -> Candidate:
    try:
        module = point.load()
    except (Exception, SystemExit) as error:  # whatever a stranger's module does on import
        raise _fault(shown, failure("cannot be imported:", error)) from None
    distribution = point.dist
    return Candidate(
        point.name,
        distribution.name if distribution else point.name,
        distribution.version if distribution else "unknown",
        module,
    )


def _fault(file: str, message: str) -> ContentError:
    return ContentError((ContentFault(file, 0, "", message),))
