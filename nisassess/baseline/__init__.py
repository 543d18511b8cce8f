"""The core's own plugin: the NIS baseline and other catalogues for any sector.

Content only, in `content/`. Uses nothing but the sdk, as any other plugin would.
"""

from pathlib import Path

from nisassess.sdk import ContentPlugin

plugin = ContentPlugin(Path(__file__).parent / "content")
