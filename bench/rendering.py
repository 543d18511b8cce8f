"""Rendering the PDF of 350 controls, and who has to wait for it."""

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from bench.filling import Filled
from bench.processes import Server, load
from nisassess.documents.html import Sources, to_html
from nisassess.documents.text import FONTS
from nisassess.results.canonical import digest, parse

STYLES = FONTS.parent / "styles"


def measure(server: Server, folder: Path, submission: str, filled: Filled, rounds: int) -> Any:
    """Seconds of the first rendering and of the later ones, pages, and /healthz meanwhile."""
    found = []
    for _ in range(rounds + 1):
        for kept in (folder / "pdf").glob("*.pdf"):
            kept.unlink()
        path = f"/submissions/{submission}.pdf"
        found.append(load("download", port=server.port, path=path, cookie=filled.cookie))
    first, *later = found
    return {
        "first": first["seconds"],
        "seconds": statistics.median(item["seconds"] for item in later),
        "pages": first["pages"],
        "size": first["size"],
        "others_median": statistics.median(item["median"] for item in later),
        "others_p99": statistics.median(item["p99"] for item in later),
    }


def plain(document: str) -> float:
    """Seconds that WeasyPrint takes with its defaults for the same pages, in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.rendering"],
        input=document.encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    return float(json.loads(done.stdout))


def main() -> None:
    """Render canonical results from standard input; print the seconds."""
    import weasyprint  # not where the servers are started from

    document = sys.stdin.buffer.read()
    html = to_html(parse(document), Sources(digest(document)))
    styles = sorted(STYLES.glob("*.css"))
    before = time.perf_counter()
    weasyprint.HTML(string=html).write_pdf(stylesheets=[str(sheet) for sheet in styles])
    print(json.dumps(time.perf_counter() - before))


if __name__ == "__main__":
    main()
