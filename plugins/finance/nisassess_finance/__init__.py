"""Finance: control catalogues and profiles, as content files in `content/`.

Adds the register of DORA articles to the printed document.
"""

from pathlib import Path

from nisassess.sdk import ContentPlugin
from nisassess_finance.register import register

plugin = ContentPlugin(Path(__file__).parent / "content", document_sections=register)
