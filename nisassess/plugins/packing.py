"""Makes an installable wheel of a content folder: the same bytes for the same files."""

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from nisassess.sdk import ContentError, ContentFault, ContentPlugin, PluginManifest
from nisassess.sdk.schemas import schema_for

_EPOCH = "1580601600"
"""2 February 2020, the day that every file of the wheel carries."""
_PROJECT = """\
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "nisassess-{id}"
version = "{version}"
description = {title}
requires-python = ">=3.11"
dependencies = ["nisassess>=0.1"]
{readme}
[project.entry-points.nisassess]
{id} = "{module}:plugin"

[tool.hatch.build.targets.wheel]
packages = ["{module}"]
"""
_PACKAGE = '''\
"""Controls and profiles, as content files in `content/`."""

from pathlib import Path

from nisassess.sdk import ContentPlugin

plugin = ContentPlugin(Path(__file__).parent / "content")
'''


def pack(folder: Path, to: Path) -> Path:
    """Build `nisassess_<id>-<version>-py3-none-any.whl` into `to`; returns the file.

    Only content files go in, and the README. Raises ContentError where a file cannot be read or
    the folder has Python of its own, which belongs into a package with a build of its own.
    """
    plugin = ContentPlugin(folder)
    if faults := plugin.faults():
        raise ContentError(faults)
    if code := _code(folder):
        message = (
            "a folder with Python of its own is packed as the package that it is:"
            " see the reference on scoring methods of your own"
        )
        raise ContentError((ContentFault(str(code), 0, "", message),))
    to.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix="nisassess-pack-") as temporary, _fixed_time():
        project = Path(temporary)
        _lay_out(folder, project, plugin.manifest)
        return _build(project, to.resolve())


def _build(project: Path, to: Path) -> Path:
    from hatchling.builders.wheel import WheelBuilder

    (built,) = WheelBuilder(str(project)).build(directory=str(to), versions=["standard"])
    return Path(built)


@contextmanager
def _fixed_time() -> Iterator[None]:
    """The builder takes the time of files from the environment."""
    before = os.environ.get("SOURCE_DATE_EPOCH")
    os.environ["SOURCE_DATE_EPOCH"] = before or _EPOCH
    try:
        yield
    finally:
        if before is None:
            del os.environ["SOURCE_DATE_EPOCH"]


def _lay_out(folder: Path, project: Path, manifest: PluginManifest) -> None:
    module = f"nisassess_{manifest.id.replace('-', '_')}"
    readme = folder / "README.md"
    text = _PROJECT.format(
        id=manifest.id,
        version=manifest.version,
        title=json.dumps(manifest.title, ensure_ascii=False),
        module=module,
        readme='readme = "README.md"\n' if readme.is_file() else "",
    )
    (project / "pyproject.toml").write_text(text, encoding="utf-8")
    if readme.is_file():
        shutil.copyfile(readme, project / readme.name)
    package = project / module
    package.mkdir()
    (package / "__init__.py").write_text(_PACKAGE, encoding="utf-8")
    for file in content_files(folder):
        target = package / "content" / file.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def content_files(folder: Path) -> Iterator[Path]:
    """The files that a plugin consists of, without hidden ones, tests and papers."""
    for path in sorted(folder.rglob("*.yaml")):
        place = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in place.parts)
        if not hidden and schema_for(place.as_posix()) is not None:
            yield path


def _code(folder: Path) -> Path | None:
    """Python beside the content; tests are none of the plugin's."""
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).parts
        if parts[0] != "tests" and not any(part.startswith(".") for part in parts):
            return path
    return None
