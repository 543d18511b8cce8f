"""Each import contract refuses a violation that is planted in a copy of the house."""

import os
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SECTORS = ("energy", "transport", "health", "finance")
# Import paths that lead to the copy and never to the checkout.
PACKAGES = ("nisassess", *(f"plugins/{sector}/nisassess_{sector}" for sector in SECTORS))

pytestmark = pytest.mark.database_free


def contracts() -> dict[str, str]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    return {contract["id"]: contract["name"] for contract in settings["contracts"]}


@dataclass(frozen=True)
class Violation:
    contract: str
    planted: dict[str, str]
    told: str

    def __str__(self) -> str:
        return self.told.replace("nisassess", "").strip(".")


VIOLATIONS = [
    Violation(
        "house",
        {"nisassess/audit/planted.py": "import nisassess.evidence"},
        "nisassess.audit.planted -> nisassess.evidence",
    ),
    Violation(
        "house",
        {"nisassess/access/planted.py": "def late():\n    import nisassess.identity"},
        "nisassess.access.planted -> nisassess.identity",
    ),
    Violation(
        "house",
        {"nisassess/sdk/planted.py": "import nisassess.kit"},
        "nisassess.sdk.planted -> nisassess.kit",
    ),
    Violation(
        "house",
        {"nisassess/kit/planted.py": "import nisassess.sdk"},
        "nisassess.kit.planted -> nisassess.sdk",
    ),
    Violation("house", {"nisassess/attic/__init__.py": ""}, "nisassess.attic"),
    Violation(
        "rooms",
        {
            "nisassess/operators/types.py": "import nisassess.operators.repository",
            "nisassess/operators/repository.py": "",
        },
        "nisassess.operators.types -> nisassess.operators.repository",
    ),
    Violation(
        "rooms",
        {
            "nisassess/operators/repository.py": "import nisassess.operators.service",
            "nisassess/operators/service.py": "",
        },
        "nisassess.operators.repository -> nisassess.operators.service",
    ),
    Violation(
        "rooms",
        {
            "nisassess/operators/routes.py": "import nisassess.operators.graphql",
            "nisassess/operators/graphql.py": "",
        },
        "nisassess.operators.routes -> nisassess.operators.graphql",
    ),
    Violation(
        "models",
        {
            "nisassess/operators/service.py": "import nisassess.operators.models",
            "nisassess/operators/models.py": "",
        },
        "nisassess.operators.service",
    ),
    Violation(
        "models",
        {
            "nisassess/operators/planted.py": "import nisassess.operators.models",
            "nisassess/operators/models.py": "",
        },
        "nisassess.operators.planted",
    ),
    Violation(
        "plugins",
        {"nisassess/baseline/planted.py": "import nisassess.kit"},
        "nisassess.baseline.planted imports nisassess.kit",
    ),
    Violation(
        "plugins",
        {"nisassess/baseline/planted.py": "from nisassess import results"},
        "nisassess.baseline.planted imports nisassess.results",
    ),
    *(
        Violation(
            "plugins",
            {f"plugins/{sector}/nisassess_{sector}/planted.py": "import nisassess.results"},
            f"nisassess_{sector}.planted imports nisassess.results",
        )
        for sector in SECTORS
    ),
    Violation(
        "plugins",
        {"plugins/energy/nisassess_energy/planted.py": "import nisassess_finance"},
        "nisassess_energy.planted imports nisassess_finance",
    ),
    Violation(
        "pure",
        {"nisassess/documents/planted.py": "import tortoise"},
        "nisassess.documents.planted -> tortoise",
    ),
    Violation(
        "pure",
        {
            "nisassess/documents/planted.py": "import nisassess.kit.planted",
            "nisassess/kit/planted.py": "import asyncpg",
        },
        "nisassess.documents.planted -> nisassess.kit.planted",
    ),
    Violation(
        "pure",
        {"nisassess/results/planted.py": "from tortoise.models import Model"},
        "nisassess.results.planted -> tortoise",
    ),
    Violation(
        "pure",
        {"nisassess/sdk/planted.py": "import httpx"},
        "nisassess.sdk.planted -> httpx",
    ),
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of everything that import-linter reads."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=_all_but_python)
    contract_types = Path("tests/architecture/allowed_imports.py")
    (tmp_path / contract_types).parent.mkdir(parents=True)
    shutil.copy(ROOT / contract_types, tmp_path / contract_types)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def _all_but_python(folder: str, names: list[str]) -> set[str]:
    return {n for n in names if not (n.endswith(".py") or Path(folder, n).is_dir())}


def plant(house: Path, planted: dict[str, str]) -> None:
    for name, code in planted.items():
        file = house / name
        file.parent.mkdir(exist_ok=True)
        before = file.read_text() if file.exists() else ""
        file.write_text(f"{before}\n{code}\n")


def lint(house: Path, *options: str) -> subprocess.CompletedProcess[str]:
    paths = [house / Path(package).parent for package in PACKAGES]
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", *options],
        cwd=house,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, paths)), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_house_as_it_stands_keeps_every_contract(house: Path) -> None:
    answer = lint(house)

    assert answer.returncode == 0, answer.stdout
    assert f"{len(contracts())} kept, 0 broken" in answer.stdout


@pytest.mark.parametrize("violation", VIOLATIONS, ids=str)
def test_planted_violation_is_refused(house: Path, violation: Violation) -> None:
    plant(house, violation.planted)

    answer = lint(house, "--contract", violation.contract)

    assert answer.returncode == 1, answer.stdout + answer.stderr
    assert f"{contracts()[violation.contract]} BROKEN" in answer.stdout
    assert violation.told in answer.stdout


def test_every_contract_has_a_planted_violation() -> None:
    assert {violation.contract for violation in VIOLATIONS} == set(contracts())
