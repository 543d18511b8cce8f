"""What the preview adds to the application: a way in, the list of faults, the reload."""

import json
import re
from html import escape

from nisassess.sdk import ContentFault

PREFIX = "/preview"
_ASSESSMENT = re.compile(r"^/assessments/(asm_[0-9a-z]+)")

SCRIPT = """\
// Asks now and then whether the content changed, and shows the new state.
const here = document.currentScript;
const language = here.dataset.language;
if (language && sessionStorage.getItem('nisassess.preview') !== language) {
  localStorage.setItem('nisassess.language', language);
  sessionStorage.setItem('nisassess.preview', language);
}
async function look() {
  try {
    const query = new URLSearchParams({ path: location.pathname });
    const answer = await fetch(`/preview/state?${query}`, { cache: 'no-store' });
    const state = await answer.json();
    if (String(state.generation) !== here.dataset.generation) {
      location.replace(state.path + location.search + location.hash);
      return;
    }
  } catch {
    // The preview has ended, or is being put up anew.
  }
  setTimeout(look, 500);
}
setTimeout(look, 500);
"""

STYLE = """\
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; }
li { margin-block: 0.75rem; overflow-wrap: anywhere; }
code { font-weight: 600; }
"""


def script_tag(generation: int, language: str | None) -> str:
    """The element that loads the script, with the state that the page shows."""
    chosen = f' data-language="{escape(language)}"' if language else ""
    return f'<script src="{PREFIX}/reload.js" data-generation="{generation}"{chosen}></script>'


def with_script(page: bytes, tag: str) -> bytes:
    """A page of the application that notices changes."""
    return page.replace(b"<head>", b"<head>" + tag.encode(), 1)


def faults_page(faults: tuple[ContentFault, ...], tag: str) -> str:
    """The faults as a list, file by file and line by line."""
    items = "\n".join(f"<li>{_item(fault)}</li>" for fault in faults)
    count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
    return _page(
        f"{count} in the content",
        "<p>The page comes back by itself as soon as they are put right.</p>\n"
        f"<ol>\n{items}\n</ol>",
        tag,
    )


def used_page() -> str:
    """The one-time link was followed before."""
    text = "<p>It opens the preview once. Start the preview again for a new one.</p>"
    return _page("This link was used already", text, "")


def state(generation: int, path: str) -> str:
    """What the script asks for."""
    return json.dumps({"generation": generation, "path": path})


def assessment_of(path: str) -> str | None:
    """The assessment that a page is about."""
    found = _ASSESSMENT.match(path)
    return found[1] if found else None


def _item(fault: ContentFault) -> str:
    place = f"{fault.file}:{fault.line}" if fault.line else fault.file
    key = f"{escape(fault.key)}: " if fault.key else ""
    return f"<code>{escape(place)}</code><br>{key}{escape(fault.message)}"


def _page(title: str, body: str, tag: str) -> str:
    return (
        f'<!doctype html>\n<html lang="en"><head>{tag}<meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<title>{title}</title><link rel="icon" href="/static/icon.svg" type="image/svg+xml">'
        f'<link rel="stylesheet" href="{PREFIX}/style.css"></head>\n'
        f"<body><main><h1>{title}</h1>\n{body}\n</main></body></html>\n"
    )
