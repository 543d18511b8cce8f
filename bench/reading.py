"""Reading a 350-control assessment in one query, beside the floor."""

import asyncio
import logging
import statistics
from typing import Any

import httpx
import orjson

from bench.filling import Filled
from bench.processes import Server, load
from bench.queries import ASSESSMENT
from nisassess.app import create_app
from nisassess.kit.settings import Settings


def measure(
    product: Server, floor: Server, filled: Filled, assessment: str, *, rounds: int, requests: int
) -> dict[str, Any]:
    """Latency and processor time per request of both, round by round in turn."""
    spec = {"assessment": assessment, "cookie": filled.cookie}
    servers = {"product": product, "floor": floor}
    seen: dict[str, list[Any]] = {name: [] for name in servers}
    for turn in range(rounds + 1):
        for name, server in servers.items():
            before = server.cpu()
            found = load("read", port=server.port, requests=requests, floor=name == "floor", **spec)
            found["cpu"] = (server.cpu() - before) / requests * 1000
            if turn:  # the first round only warms up
                seen[name].append(found)
    medians = {
        name: {key: statistics.median(item[key] for item in found) for key in found[0]}
        for name, found in seen.items()
    }
    return {
        **medians,
        "ratio": statistics.median(
            one["median"] / two["median"]
            for one, two in zip(seen["product"], seen["floor"], strict=True)
        ),
        "cpu_ratio": medians["product"]["cpu"] / medians["floor"]["cpu"],
    }


def same_answers(product: Server, floor: Server, filled: Filled, assessment: str) -> bool:
    """Whether both give the same JSON; the rows' order within a list is not compared."""
    body = {"query": ASSESSMENT, "variables": {"id": assessment}}
    headers = {"X-Nisassess-Client": "bench", "Cookie": f"nisassess_session={filled.cookie}"}
    with httpx.Client(timeout=60, trust_env=False) as client:
        one = client.post(f"http://127.0.0.1:{product.port}/graphql", json=body, headers=headers)
        two = client.get(f"http://127.0.0.1:{floor.port}/assessments/{assessment}")
    return _sorted(one.json()) == _sorted(two.json())


def _sorted(answer: Any) -> Any:
    whole = answer["data"]["assessment"]
    for name in ("responses", "statements", "measures", "evidence"):
        whole[name].sort(key=lambda row: orjson.dumps(row, option=orjson.OPT_SORT_KEYS))
    return whole


def statements(settings: Settings, filled: Filled, assessment: str) -> list[int]:
    """SQL statements of the first and of the second read in a fresh process."""
    return asyncio.run(_statements(settings, filled, assessment))


async def _statements(settings: Settings, filled: Filled, assessment: str) -> list[int]:
    counter = _Counter()
    logger = logging.getLogger("tortoise.db_client")
    app = create_app(settings)
    body = {"query": ASSESSMENT, "variables": {"id": assessment}}
    headers = {"X-Nisassess-Client": "bench", "Cookie": f"nisassess_session={filled.cookie}"}
    counts = []
    async with app.router.lifespan_context(app):
        logger.addHandler(counter)
        logger.setLevel(logging.DEBUG)
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://bench") as client:
            for _ in range(2):
                counter.count = 0
                answer = await client.post("/graphql", json=body, headers=headers)
                assert answer.json()["data"]["assessment"]["responses"]
                counts.append(counter.count)
        logger.removeHandler(counter)
        logger.setLevel(logging.NOTSET)
    return counts


class _Counter(logging.Handler):
    """Counts the statements that the database client logs."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def emit(self, record: logging.LogRecord) -> None:
        self.count += 1
