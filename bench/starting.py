"""From an empty folder to serving, and from kept data to serving again."""

import statistics
import tempfile
from pathlib import Path

from bench.processes import product


def measure(place: Path, rounds: int) -> dict[str, dict[str, float]]:
    """Seconds from process start to ready, by verb: with an empty folder, and again."""
    return {verb: _verb(place, verb, rounds) for verb in ("serve", "demo")}


def _verb(place: Path, verb: str, rounds: int) -> dict[str, float]:
    empty: list[float] = []
    again: list[float] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory(dir=place) as folder:
            for found in (empty, again):
                with product(Path(folder), verb=verb) as server:
                    found.append(server.started_in)
    return {"empty": statistics.median(empty), "again": statistics.median(again)}
