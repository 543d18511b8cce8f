"""Saving one answer, with history and audit row, durable: alone and with 31 others."""

import asyncio
import statistics
from typing import Any

from bench.filling import Filled
from bench.processes import Server, load
from nisassess.assessments.models import Response
from nisassess.kit.database import Database
from nisassess.kit.settings import Settings

CLIENTS = (1, 32)


def measure(
    servers: dict[str, Server],
    settings: Settings,
    filled: Filled,
    *,
    rounds: int,
    seconds: float,
) -> dict[str, dict[int, dict[str, float]]]:
    """By server and number of clients: latency and saves per second, round by round in turn."""
    assessment = filled.assessments[1]
    seen: dict[tuple[str, int], list[dict[str, float]]] = {}
    for _ in range(rounds):
        for clients in CLIENTS:
            for name, server in servers.items():
                keys = asyncio.run(_keys(settings, assessment))
                before = server.cpu()
                found = load(
                    "save",
                    port=server.port,
                    clients=clients,
                    seconds=seconds,
                    keys=keys,
                    cookie=filled.cookie,
                    floor=name == "floor",
                )
                found["cpu"] = (server.cpu() - before) / found["count"] * 1000
                seen.setdefault((name, clients), []).append(found)
    return {
        name: {clients: _medians(seen[name, clients]) for clients in CLIENTS} for name in servers
    }


def _medians(found: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(item[key] for item in found) for key in found[0]}


async def _keys(settings: Settings, assessment: str) -> list[dict[str, Any]]:
    """What the clients save: the level questions with their present versions."""
    database = Database(settings.effective_database_url)
    await database.open()
    try:
        rows = await Response.filter(
            assessment_id=assessment, question_id__endswith="/level"
        ).values(
            assessmentId="assessment_id",
            partId="part_id",
            controlId="control_id",
            questionId="question_id",
            version="version",
        )
        return list(rows)
    finally:
        await database.close()
