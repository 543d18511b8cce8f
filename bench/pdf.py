"""Rendering a large assessment: ours beside what WeasyPrint takes for it with its defaults.

    python -m bench.pdf [--controls 350] [--parts 1]

Times are of the processor, so a busy machine disturbs them less. In the second part a worker
renders while the event loop counts how long it was ever kept waiting.
"""

import argparse
import asyncio
import gc
import re
import time
from dataclasses import dataclass
from io import BytesIO

import pypdf

from nisassess.documents import engine
from nisassess.documents.html import Sources, to_html
from nisassess.documents.pool import PdfPool
from nisassess.documents.render import Job, render_pdf
from nisassess.results.types import Results
from tests.documents.factory import PARTS, make_document, make_results

GROUPS = 10


@dataclass(frozen=True)
class Measured:
    """What rendering one assessment took."""

    pages: int
    ours: float
    defaults: float
    longest_wait: float

    @property
    def ratio(self) -> float:
        """Our time over the defaults' time."""
        return self.ours / self.defaults


def measure(controls: int, parts: int) -> Measured:
    """Render an assessment in each way."""
    results = make_results(GROUPS, max(controls // GROUPS, 1), PARTS[:parts])
    document, digest = make_document(results)
    engine.warm_up()
    start = time.process_time()
    pdf = render_pdf(results, digest)
    ours = time.process_time() - start
    return Measured(
        pages=len(pypdf.PdfReader(BytesIO(pdf)).pages),
        ours=ours,
        defaults=_with_defaults(results, digest),
        longest_wait=asyncio.run(_longest_wait(document, digest)),
    )


def _with_defaults(results: Results, digest: str) -> float:
    """The same content without column widths, fixed layout and our tuning."""
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    html = re.sub(r"<colgroup>.*?</colgroup>", "", to_html(results, Sources(digest)))
    rules = "".join(
        sheet.read_text(encoding="utf-8") for sheet in sorted(engine.STYLES.glob("*.css"))
    )
    rules = re.sub(r"table-layout: fixed;|border-collapse: separate;", "", rules)
    fonts = FontConfiguration()
    gc.collect()  # what our run left is not theirs to look through
    start = time.process_time()
    sheet = weasyprint.CSS(string=rules, base_url=str(engine.STYLES / "x.css"), font_config=fonts)
    weasyprint.HTML(string=html).write_pdf(
        stylesheets=[sheet], font_config=fonts, pdf_variant="pdf/a-3a"
    )
    return time.process_time() - start


async def _longest_wait(document: bytes, digest: str) -> float:
    async with PdfPool(1, timeout=600) as pool:
        rendering = asyncio.create_task(pool.render(Job(document, digest)))
        longest = 0.0
        while not rendering.done():
            before = time.perf_counter()
            await asyncio.sleep(0.001)
            longest = max(longest, time.perf_counter() - before)
        await rendering
    return longest


def rows(controls: int = 350, parts: int = 1) -> list[tuple[str, str]]:
    """The figures as a table's rows."""
    measured = measure(controls, parts)
    return [
        (f"PDF of {controls} controls, pages", f"{measured.pages}"),
        (
            "  rendered by us",
            f"{measured.ours:.1f} s ({measured.pages / measured.ours:.1f} pages/s)",
        ),
        ("  by WeasyPrint's defaults", f"{measured.defaults:.1f} s"),
        ("  ours over theirs (aim: at most 0.8)", f"{measured.ratio:.2f}"),
        ("  longest wait of the event loop", f"{measured.longest_wait * 1000:.0f} ms"),
    ]


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description="Measure rendering of a large assessment.")
    options.add_argument("--controls", type=int, default=350)
    options.add_argument("--parts", type=int, choices=(1, 2, 3), default=1)
    chosen = options.parse_args()
    for name, value in rows(chosen.controls, chosen.parts):
        print(f"{name:45} {value}")


if __name__ == "__main__":
    main()
