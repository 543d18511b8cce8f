"""Energy: control catalogues and profiles, as content files in `content/`."""

from pathlib import Path

from nisassess.sdk import ContentPlugin

plugin = ContentPlugin(Path(__file__).parent / "content")
