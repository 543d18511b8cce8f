"""The load generator, a process of its own: `python -m bench.load WORK`, what to do as JSON on
standard input, what was measured as JSON on standard output."""

import asyncio
import json
import statistics
import sys
import time
from collections.abc import Callable, Coroutine
from io import BytesIO
from itertools import count
from typing import Any

import orjson
import uvloop
from pypdf import PdfReader

from bench.client import Client
from bench.queries import ASSESSMENT, SAVE


def percentile(values: list[float], share: float) -> float:
    """The value that this share of the values does not exceed."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def latencies(values: list[float]) -> dict[str, float]:
    """Median and p99 in milliseconds."""
    return {
        "count": len(values),
        "median": statistics.median(values) * 1000,
        "p99": percentile(values, 0.99) * 1000,
    }


async def read(*, port: int, requests: int, assessment: str, cookie: str, floor: bool) -> Any:
    """Read the whole assessment several times over one connection."""
    client = await Client.connect(port)
    body = {"query": ASSESSMENT, "variables": {"id": assessment}}
    taken, size = [], 0
    for _ in range(requests):
        before = time.perf_counter()
        if floor:
            answer = await client.get(f"/assessments/{assessment}")
        else:
            answer = await client.post("/graphql", body, cookie)
        taken.append(time.perf_counter() - before)
        size = len(answer)
    await client.close()
    return {**latencies(taken), "size": size, "fastest": min(taken) * 1000}


async def save(
    *, port: int, clients: int, seconds: float, keys: list[Any], cookie: str, floor: bool
) -> Any:
    """Each client changes answers of its own, one after another, until the time is over."""
    until = time.perf_counter() + seconds
    each = [
        _Saver(port, cookie, keys[number::clients][:20], floor=floor) for number in range(clients)
    ]
    before = time.perf_counter()
    taken = [
        value for found in await asyncio.gather(*(s.run(until) for s in each)) for value in found
    ]
    return {**latencies(taken), "per_second": len(taken) / (time.perf_counter() - before)}


class _Saver:
    def __init__(self, port: int, cookie: str, keys: list[dict[str, str]], *, floor: bool) -> None:
        self._port = port
        self._cookie = cookie
        self._keys = keys
        self._versions = [int(key.pop("version")) for key in keys]
        self._floor = floor

    async def run(self, until: float) -> list[float]:
        client = await Client.connect(self._port)
        taken = []
        for number in count():
            if time.perf_counter() > until:
                break
            which = number % len(self._keys)
            given = {
                **self._keys[which],
                "value": str(number // len(self._keys) % 4),
                "expectedVersion": self._versions[which],
            }
            before = time.perf_counter()
            await self._one(client, given)
            taken.append(time.perf_counter() - before)
            self._versions[which] += 1
        await client.close()
        return taken

    async def _one(self, client: Client, given: dict[str, Any]) -> None:
        if self._floor:
            await client.post("/answers", given)
            return
        body = {"query": SAVE, "variables": {"input": given}}
        answer = orjson.loads(await client.post("/graphql", body, self._cookie))
        if answer["data"]["saveResponse"]["__typename"] != "ResponseSaved":
            raise RuntimeError(answer)


async def download(*, port: int, path: str, cookie: str) -> Any:
    """Fetch one document while /healthz is asked every few milliseconds."""
    client = await Client.connect(port)
    fetching = asyncio.create_task(client.get(path, cookie))
    before = time.perf_counter()
    other = await Client.connect(port)
    taken = []
    while not fetching.done():
        asked = time.perf_counter()
        await other.get("/healthz")
        taken.append(time.perf_counter() - asked)
        await asyncio.sleep(0.005)
    content = await fetching
    seconds = time.perf_counter() - before
    pages = len(PdfReader(BytesIO(content)).pages)
    return {**latencies(taken), "seconds": seconds, "size": len(content), "pages": pages}


_WORKS: dict[str, Callable[..., Coroutine[Any, Any, Any]]] = {
    "read": read,
    "save": save,
    "download": download,
}


def main() -> None:
    """Do the work that the command line names."""
    work: Coroutine[Any, Any, Any] = _WORKS[sys.argv[1]](**json.load(sys.stdin))
    result: Any = uvloop.run(work)
    json.dump(result, sys.stdout)


if __name__ == "__main__":
    main()
