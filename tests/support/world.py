"""A small world: three operators, three authorities, their people, tokens and assessments.

Built once per worker through the services, then copied for each test. A slice's conftest takes
the fixtures `settings` and `world` from here; ids and secrets are the same in every test.
"""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nisassess.app import wire
from nisassess.documents.pool import PdfPool
from nisassess.evidence.store import BlobStore
from nisassess.identity import service
from nisassess.identity.secrets import hash_password
from nisassess.identity.types import OrganisationKind
from nisassess.kit.clock import today
from nisassess.kit.database import Database
from nisassess.kit.services import Services
from nisassess.kit.settings import Settings
from nisassess.operators import service as operators
from nisassess.plugins import PluginRegistry
from tests.support import acts
from tests.support.databases import copied_database
from tests.support.inhabitants import CAST, PASSWORD, Person, add_person, details

__all__ = ["PASSWORD", "Person", "World", "build", "settings", "world"]

NIS2_PROFILE = "nis-baseline-important"
DORA_PROFILE = "finance-dora-full"
GRID = "energy.electricity.distribution-system-operator"
BANK = "banking.credit-institution"


@dataclass(frozen=True)
class World:
    """Ids of what there is, and the people who act."""

    grid: str
    other_grid: str
    bank: str

    nis_authority: str
    other_nis_authority: str
    financial_supervisor: str

    contributor: Person
    coordinator: Person
    approver: Person
    signatory: Person
    consultant: Person
    """Has the first control of the first part of `draft`, and nothing else."""
    other_coordinator: Person
    bank_coordinator: Person
    bank_approver: Person
    bank_signatory: Person
    officer: Person
    lead: Person
    """Of the NIS2 authority, as the officer."""
    other_officer: Person
    financial_officer: Person
    administrator: Person

    integrator_token: str
    """Secret of an integrator's token of the grid operator."""
    integrator_token_id: str
    other_token_id: str
    """A token of the other operator."""

    assignment: str
    """The consultant's."""
    draft: str
    """Two parts, three questions answered in each; the first control of the first part has a
    justification, a planned measure and a file."""
    approved: str
    submitted: str
    carried: str
    """A draft carried over from `submitted`."""
    other_draft: str
    bank_submitted: str

    submission: str
    """Of `submitted`, to the NIS2 authority; one control below its target."""
    bank_submission: str
    """To the financial supervisor."""
    below: str
    """Id of the control that `submission` misses."""

    evidence: str
    """File of the grid operator, attached in `draft`."""
    sealed_evidence: str
    """File of the grid operator, sealed in `submission`."""

    @property
    def integrator(self) -> dict[str, str]:
        """Headers of a request by the integrator's token."""
        return {"Authorization": f"Bearer {self.integrator_token}"}


_built: dict[Path, World] = {}


@pytest.fixture
async def settings(
    tmp_path: Path, shared_folder: Path, registry: PluginRegistry
) -> AsyncIterator[Settings]:
    """Settings of an installation that holds the world."""
    async with world_database(tmp_path, shared_folder, registry) as url:
        yield Settings(data_dir=tmp_path, database_url=url, pdf_workers=1, background_work=False)


@pytest.fixture
def world(settings: Settings, shared_folder: Path) -> World:
    """The world that is in the database."""
    return _built[shared_folder]


@asynccontextmanager
async def world_database(
    folder: Path, shared: Path, registry: PluginRegistry
) -> AsyncIterator[str]:
    """URL of a database with the world; its files are put into the folder."""
    template = shared / "world"

    async def fill(url: str) -> None:
        services = wire(Settings(data_dir=template, database_url=url), registry)
        database = services.get(Database)
        await database.open()
        try:
            await services.get(BlobStore).prepare()
            _built[shared] = await build(services)
        finally:
            await services.get(PdfPool).close()
            await database.close()

    async with copied_database("world", folder, shared, fill) as url:
        for name in ("evidence", "keys"):
            shutil.copytree(template / name, folder / name, dirs_exist_ok=True)
        yield url


async def build(services: Services) -> World:
    """Fill an empty installation."""
    known: dict[str, Any] = await _organisations(services)
    known |= await _people(services.get(Database), known)
    known |= await _tokens(services.get(Database), known)
    known |= await _grid_assessments(services, known)
    known |= await _other_assessments(services, known)
    names = {one.name for one in fields(World)}
    return World(**{name: value for name, value in known.items() if name in names})


async def _organisations(services: Services) -> dict[str, str]:
    database, registry = services.get(Database), services.get(PluginRegistry)

    async def operator(name: str, country: str, entity_type: str) -> str:
        return await operators.create_operator(
            database, service.SYSTEM, registry, details(name, country, entity_type)
        )

    async def authority(name: str, country: str, regime: str) -> str:
        kind = OrganisationKind.AUTHORITY
        id_ = await service.create_organisation(database, kind, name, country)
        await service.add_competence(database, id_, country, regime, "*")
        return id_

    kind = OrganisationKind.PLATFORM
    return {
        "grid": await operator("Nordlicht Netz", "AT", GRID),
        "other_grid": await operator("Südwind Netz", "DE", GRID),
        "bank": await operator("Alpenbank", "AT", BANK),
        "nis_authority": await authority("NIS authority of Austria", "AT", "nis2"),
        "other_nis_authority": await authority("NIS authority of Germany", "DE", "nis2"),
        "financial_supervisor": await authority("Financial supervisor of Austria", "AT", "dora"),
        "platform": await service.create_organisation(database, kind, "Platform", None),
    }


async def _people(database: Database, known: dict[str, Any]) -> dict[str, Person]:
    password_hash = await hash_password(PASSWORD)
    return {
        key: await add_person(database, name, known[organisation], role, password_hash)
        for key, (name, organisation, role) in CAST.items()
    }


async def _tokens(database: Database, known: dict[str, Any]) -> dict[str, str]:
    until = today() + timedelta(days=30)
    secret, row = await service.create_token(
        database, known["coordinator"].actor, known["grid"], "nightly pipeline", until
    )
    _, other = await service.create_token(
        database, known["other_coordinator"].actor, known["other_grid"], "scanner", until
    )
    return {
        "integrator_token": secret,
        "integrator_token_id": row.id,
        "other_token_id": other.id,
    }


async def _grid_assessments(services: Services, known: dict[str, Any]) -> dict[str, str]:
    coordinator, contributor = known["coordinator"].actor, known["contributor"].actor
    approver, signatory = known["approver"].actor, known["signatory"].actor

    parts = ("Office IT", "Control centre")
    draft = await acts.start(services, coordinator, NIS2_PROFILE, title="Draft", parts=parts)
    await acts.answer(services, contributor, draft.id, count=3)
    await acts.explain(services, contributor, draft.id)
    evidence = await acts.upload(services, contributor, draft.id)
    assignment = await acts.assign(services, coordinator, draft.id, known["consultant"].actor.id)

    approved = await acts.start(services, coordinator, NIS2_PROFILE, title="Approved")
    await acts.answer(services, contributor, approved.id)
    await acts.approve(services, approver, approved.id)

    submitted = await acts.start(services, coordinator, NIS2_PROFILE, title="Submitted")
    profile, _ = await acts.content(coordinator, submitted.id)
    below = list(profile.controls)[1]
    await acts.answer(services, contributor, submitted.id, missed=(below,))
    sealed = await acts.upload(
        services, contributor, submitted.id, b"%PDF-1.7 sealed", "sealed.pdf"
    )
    await acts.approve(services, approver, submitted.id)
    submission = await acts.submit(
        services, signatory, submitted.id, known["nis_authority"], PASSWORD
    )
    carried = await acts.carry_over(services, coordinator, submitted.id, NIS2_PROFILE)
    return {
        "draft": draft.id,
        "assignment": assignment.id,
        "carried": carried.id,
        "approved": approved.id,
        "submitted": submitted.id,
        "submission": submission.id,
        "below": below,
        "evidence": evidence.id,
        "sealed_evidence": sealed.id,
    }


async def _other_assessments(services: Services, known: dict[str, Any]) -> dict[str, str]:
    other = known["other_coordinator"].actor
    other_draft = await acts.start(services, other, NIS2_PROFILE, title="Other draft")
    await acts.answer(services, other, other_draft.id, count=3)

    bank = known["bank_coordinator"].actor
    submitted = await acts.start(services, bank, DORA_PROFILE, title="Bank's")
    await acts.answer(services, bank, submitted.id)
    await acts.approve(services, known["bank_approver"].actor, submitted.id)
    submission = await acts.submit(
        services,
        known["bank_signatory"].actor,
        submitted.id,
        known["financial_supervisor"],
        PASSWORD,
    )
    return {
        "other_draft": other_draft.id,
        "bank_submitted": submitted.id,
        "bank_submission": submission.id,
    }
