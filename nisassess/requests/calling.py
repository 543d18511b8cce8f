"""Work for many operators, in the background: call them, tell them of a withdrawal or more time.

Each piece is one short write of at most `PIECE` operators, so that whoever else writes comes in
between. What is done is noted in the same write: after a crash the work goes on where it stood,
and two processes that find the same work take turns at it.
"""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import structlog

from nisassess.access import Actor, ActorKind, Permission
from nisassess.identity import repository as identity
from nisassess.kit.clock import now, today
from nisassess.kit.database import Database
from nisassess.notifications.telling import NoticeKind, Told, tell_each
from nisassess.operators import repository as operators
from nisassess.plugins import PluginRegistry
from nisassess.requests.policy import obstacle
from nisassess.requests.repository import entities, errands
from nisassess.requests.types import (
    CaseRow,
    EntityRow,
    EntityState,
    ErrandKind,
    ErrandRow,
    RequestState,
    StatusesReader,
)

PIECE = 50
"""Operators per write."""
_PAUSES = (1.0, 5.0, 30.0, 300.0)
_log = structlog.get_logger("nisassess.requests")


@dataclass(slots=True)
class Caller:
    """Runs errands."""

    database: Database
    registry: PluginRegistry
    statuses: StatusesReader
    pauses: tuple[float, ...] = _PAUSES
    """Seconds before each new attempt after a failure."""
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def begin(self, errand_id: str) -> None:
        """Begin an errand without waiting for it."""
        self._start(self._run(errand_id))

    def catch_up(self) -> None:
        """Go on with what an earlier process left, without waiting."""
        self._start(self._run_open())

    async def settle(self) -> None:
        """Wait for all that was begun."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Stop; the next start goes on."""
        for task in tuple(self._tasks):
            task.cancel()
        await self.settle()

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run_open(self) -> None:
        for errand_id in await errands.open_errands():
            await self._run(errand_id)

    async def _run(self, errand_id: str) -> None:
        for pause in (*self.pauses, None):
            try:
                await self._steps(errand_id)
            except Exception:  # whatever keeps it from going on may pass
                _log.exception("errand_failed", errand=errand_id)
            else:
                return
            if pause is not None:
                await asyncio.sleep(pause)

    async def _steps(self, errand_id: str) -> None:
        is_left = True
        while is_left:
            is_left = await self.step(errand_id)

    async def step(self, errand_id: str) -> bool:
        """Do one piece; False when nothing is left."""

        async def work() -> bool:
            errand = await errands.hold(errand_id)
            if errand is None:
                return False
            about = await errands.request_of(errand.request_id)
            if errand.kind is ErrandKind.CALL:
                return await self._call(errand, about)
            return await _tell_cases(errand, about)

        return await self.database.write(work)

    async def _call(self, errand: ErrandRow, about: Mapping[str, Any]) -> bool:
        is_open = about["state"] == RequestState.SENT
        rows = (
            await entities.page(errand.request_id, (EntityState.NAMED,), "", PIECE)
            if is_open
            else []
        )
        able, unable = await self._divided(rows, about)
        statuses = await self._statuses(able)
        made_of = {**about, "due_on": _day(about["due_on"]), "statuses": statuses}
        await errands.open_cases(made_of, errand.request_id, able, on=today())
        await entities.mark([one.id for one in able], EntityState.CALLED)
        await entities.mark([one.id for one in unable], EntityState.LEFT_OUT)
        cases = await errands.cases_of(errand.request_id, [one.operator_id for one in able])
        told = [_told(one.operator_id, cases[one.operator_id], about) for one in able]
        if told:
            await tell_each(
                NoticeKind.REQUESTED, Permission.REQUEST_READ, told, once=errand.request_id
            )
        return await _noted(errand, rows, rows[-1].id if rows else errand.upto)

    async def _divided(
        self, rows: list[EntityRow], about: Mapping[str, Any]
    ) -> tuple[list[EntityRow], list[EntityRow]]:
        competences = await identity.competences([about["authority_id"]])
        profile = self.registry.profiles.get(about["profile_id"])
        types = profile.entity_types if profile else ()
        able: list[EntityRow] = []
        unable: list[EntityRow] = []
        for row in rows:
            fault = obstacle(row, competences, about["regime"], types)
            (able if fault is None else unable).append(row)
        return able, unable

    async def _statuses(self, rows: list[EntityRow]) -> dict[str, str]:
        return await self.statuses.read(await operators.known(one.operator_id for one in rows))


async def _tell_cases(errand: ErrandRow, about: Mapping[str, Any]) -> bool:
    rows = await errands.awaited(errand.request_id, errand.upto, PIECE)
    kind = NoticeKind.REQUEST_REMINDED
    if errand.kind is ErrandKind.WITHDRAW:
        kind = NoticeKind.REQUEST_WITHDRAWN
        await errands.withdraw([row.id for row in rows])
    told = [_told(row.operator_id, row.id, about) for row in rows]
    if told:
        by = Actor(ActorKind.PERSON, errand.by_id, errand.by_name)
        await tell_each(kind, Permission.REQUEST_READ, told, by=by, once=errand.id)
    return await _noted(errand, rows, rows[-1].id if rows else errand.upto)


async def _noted(errand: ErrandRow, rows: list[EntityRow] | list[CaseRow], upto: str) -> bool:
    is_last = len(rows) < PIECE
    finished_at = now() if is_last else None
    await errands.progress(errand.id, len(rows), upto, finished_at=finished_at)
    return not is_last


def _told(operator_id: str, case_id: str, about: Mapping[str, Any]) -> Told:
    facts = {"authority": about["authority_name"], "due": _day(about["due_on"]).isoformat()}
    return Told(operator_id, about["title"], f"/requests/{case_id}", facts)


def _day(value: Any) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value
