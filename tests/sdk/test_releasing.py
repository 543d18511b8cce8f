"""A released version's digests are written once and never changed."""

import shutil
from pathlib import Path

import pytest

from nisassess.sdk import ContentError, ContentPlugin, read_catalogue
from nisassess.sdk.releasing import write_release
from nisassess.sdk.versions import release_of

pytestmark = pytest.mark.database_free
SOUND = Path(__file__).parent / "shelf" / "sound"
CATALOGUE = Path("catalogues/water-supply")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SOUND, tmp_path / "water"))


def test_release_is_written_and_read_back(folder: Path) -> None:
    path = write_release(folder / CATALOGUE)

    assert path == folder / CATALOGUE / "releases" / "1.1.yaml"
    catalogue = read_catalogue(folder / CATALOGUE)
    assert [release.version for release in catalogue.releases] == ["1.0", "1.1"]
    assert catalogue.releases[1] == release_of(catalogue)
    assert ContentPlugin(folder).check() == ()


def test_release_written_again_is_the_same(folder: Path) -> None:
    before = write_release(folder / CATALOGUE).read_text()

    assert write_release(folder / CATALOGUE).read_text() == before


def test_released_version_is_not_released_with_other_content(folder: Path) -> None:
    path = write_release(folder / CATALOGUE)
    before = path.read_text()
    group = folder / CATALOGUE / "groups" / "01-works.yaml"
    group.write_text(group.read_text().replace("harms whoever drinks", "harms everybody"))

    with pytest.raises(ContentError) as caught:
        write_release(folder / CATALOGUE)

    assert str(caught.value) == (
        f"{path}: version 1.1 was released with other content; raise the catalogue's version first"
    )
    assert path.read_text() == before


def test_first_release_makes_its_folder(folder: Path) -> None:
    shutil.rmtree(folder / CATALOGUE / "releases")

    assert write_release(folder / CATALOGUE).exists()
