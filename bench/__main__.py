"""`python -m bench`: measure everything and print the table."""

import argparse
import asyncio
import os
import platform
import sys
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from bench import asking, country, filling, others, processes, reading, rendering, saving, starting
from bench.table import Line, text
from tests.support.postgres import PostgresUnavailableError, create_database, throwaway_postgres

SECTIONS = ("reading", "saving", "rendering", "starting", "country", "asking")
OTHERS = 500
CALLED = 10_000


def main() -> None:
    """Measure what the command line names."""
    given = _arguments()
    with tempfile.TemporaryDirectory(prefix="nisassess-bench-", dir=given.place) as folder:
        place = Path(folder)
        sections: dict[str, Callable[[], list[Line]]] = {
            "reading": lambda: _reading(place, given),
            "saving": lambda: _saving(place, given),
            "rendering": lambda: _rendering(place, given),
            "starting": lambda: _starting(place, given),
            "country": lambda: _country(place, given),
            "asking": lambda: _asking(place),
        }
        lines: list[Line] = []
        for name in given.only or SECTIONS:
            _say(f"{name} ...")
            lines.extend(sections[name]())
    print(f"Python {platform.python_version()}, {os.cpu_count()} processors, load now", end=" ")
    print("{:.1f} {:.1f} {:.1f}".format(*os.getloadavg()))
    print(text(lines))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", action="append", choices=SECTIONS)
    parser.add_argument("--rounds", type=int, default=5, help="medians are over so many")
    parser.add_argument("--seconds", type=float, default=5.0, help="length of a round of saving")
    parser.add_argument("--place", default=None, help="folder on the disk that is to be measured")
    parser.add_argument("--no-postgres", action="store_true")
    return parser.parse_args()


def _say(message: str) -> None:
    print(message, file=sys.stderr, flush=True)


def _reading(place: Path, given: argparse.Namespace) -> list[Line]:
    lines = _reading_from("SQLite", place / "reading", None, given)
    if given.no_postgres:
        return lines
    with ExitStack() as stack:
        try:
            server = stack.enter_context(throwaway_postgres())
        except PostgresUnavailableError as error:
            _say(f"no PostgreSQL: {error}")
            return lines
        url = asyncio.run(create_database(server, "bench"))
        return lines + _reading_from("PostgreSQL", place / "reading-pg", url, given)


def _reading_from(
    name: str, folder: Path, url: str | None, given: argparse.Namespace
) -> list[Line]:
    settings = filling.settings(folder, url)
    filled = asyncio.run(filling.fill(settings))
    lines = []
    with processes.product(folder, url) as product, processes.floor(folder, url) as floor:
        for parts, assessment in filled.assessments.items():
            first, later = reading.statements(settings, filled, assessment)
            assert reading.same_answers(product, floor, filled, assessment)
            found = reading.measure(
                product, floor, filled, assessment, rounds=given.rounds, requests=10
            )
            ours, theirs = found["product"], found["floor"]
            what = f"read 350 controls, {parts} part{'s' * (parts > 1)}, {name}"
            lines += [
                Line(
                    f"{what}, {ours['size'] / 1e6:.1f} MB: median",
                    f"{ours['median']:.0f} ms",
                    f"{theirs['median']:.0f} ms",
                    f"{found['ratio']:.2f}",
                    "≤ 2.0",
                ),
                Line(
                    "… processor time of the server",
                    f"{ours['cpu']:.0f} ms",
                    f"{theirs['cpu']:.0f} ms",
                    f"{found['cpu_ratio']:.2f}",
                ),
                Line("… SQL statements (first time in a process)", f"{later} ({first})", aim="≤ 8"),
            ]
    return lines


def _saving(place: Path, given: argparse.Namespace) -> list[Line]:
    folder = place / "saving"
    settings = filling.settings(folder, None)
    filled = asyncio.run(filling.fill(settings, (1,)))
    lines = _saving_with(folder, filled, given, "nothing else stored")
    _say(f"storing {OTHERS} others ...")
    asyncio.run(others.add(settings, filled.operator, filled.assessments[1], OTHERS))
    return lines + _saving_with(folder, filled, given, f"{OTHERS} others stored")


def _saving_with(
    folder: Path, filled: filling.Filled, given: argparse.Namespace, stored: str
) -> list[Line]:
    settings = filling.settings(folder, None)
    with processes.product(folder) as product, processes.floor(folder) as floor:
        found = saving.measure(
            {"product": product, "floor": floor},
            settings,
            filled,
            rounds=given.rounds,
            seconds=given.seconds,
        )
    one, floor_one = found["product"][1], found["floor"][1]
    many, floor_many = found["product"][32], found["floor"][32]
    return [
        Line(
            f"save one answer, 1 client, {stored}: median / p99",
            f"{one['median']:.1f} / {one['p99']:.1f} ms",
            f"{floor_one['median']:.1f} / {floor_one['p99']:.1f} ms",
            f"{one['median'] / floor_one['median']:.2f}",
        ),
        Line(
            f"… 32 clients, {stored}: saves per second",
            f"{many['per_second']:.0f}",
            f"{floor_many['per_second']:.0f}",
            f"{many['per_second'] / floor_many['per_second']:.2f}",
            "≥ 500",
        ),
        Line(
            "… median / p99, processor time of a save",
            f"{many['median']:.0f} / {many['p99']:.0f} ms, {many['cpu']:.2f} ms",
            f"{floor_many['median']:.0f} / {floor_many['p99']:.0f} ms, {floor_many['cpu']:.2f} ms",
        ),
    ]


def _rendering(place: Path, given: argparse.Namespace) -> list[Line]:
    folder = place / "rendering"
    settings = filling.settings(folder, None)
    filled = asyncio.run(filling.fill(settings, (1,)))
    submission, document = asyncio.run(filling.submit(settings, filled, filled.assessments[1]))
    with processes.product(folder) as server:
        found = rendering.measure(server, folder, submission, filled, min(given.rounds, 3))
    plain = rendering.plain(document)
    return [
        Line(
            f"PDF of 350 controls, {found['pages']} pages, {found['size'] / 1e6:.1f} MB",
            f"{found['seconds']:.1f} s",
            f"{plain:.1f} s (defaults)",
            f"{found['seconds'] / plain:.2f}",
        ),
        Line("… the first one, with the start of a worker", f"{found['first']:.1f} s"),
        Line(
            "… /healthz meanwhile: median / p99",
            f"{found['others_median']:.1f} / {found['others_p99']:.1f} ms",
        ),
    ]


def _asking(place: Path) -> list[Line]:
    folder = place / "asking"
    folder.mkdir()
    found = asking.measure(folder, CALLED)
    return [
        Line(f"call {CALLED} operators, in the background", f"{found['called']:.1f} s"),
        Line("… longest that another write waited", f"{found['longest'] * 1000:.0f} ms"),
        Line("… a page of 50 of their cases: median", f"{found['page'] * 1000:.2f} ms"),
    ]


def _starting(place: Path, given: argparse.Namespace) -> list[Line]:
    found = starting.measure(place, min(given.rounds, 3))
    return [
        Line(
            f"`nisassess {verb}`: empty folder to serving / again on kept data",
            f"{seconds['empty']:.1f} / {seconds['again']:.1f} s",
            aim="< 5 s",
        )
        for verb, seconds in found.items()
    ]


def _country(place: Path, given: argparse.Namespace) -> list[Line]:
    try:
        with throwaway_postgres() as server:
            found = country.both(place, server, given.rounds)
    except PostgresUnavailableError as error:
        _say(f"no PostgreSQL: {error}")
        return []
    few, many = (found[size] for size in country.SIZES)
    small, large = (f"{size:,}" for size in country.SIZES)
    return [
        Line(
            f"{name}, of {large} stored (floor: of {small})"
            + (": seconds" if name == "loading" else ": median"),
            f"{many[name]:.1f} s" if name == "loading" else f"{many[name]:.0f} ms",
            f"{few[name]:.1f} s" if name == "loading" else f"{few[name]:.0f} ms",
            f"{many[name] / few[name]:.2f}",
            "≤ 1.5" if name in country.OF_ONE_REQUEST else "",
        )
        for name in many
    ]


if __name__ == "__main__":
    main()
