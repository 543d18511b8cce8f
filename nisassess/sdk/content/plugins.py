"""What a plugin's folder says of itself."""

from typing import Annotated

from pydantic import Field, StringConstraints
from pydantic.dataclasses import dataclass

from nisassess.sdk.content.base import STRICT, Slug, Title

SdkVersion = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+$")]
PluginVersion = Annotated[str, StringConstraints(pattern=r"^\d+\.\d+\.\d+$")]


@dataclass(frozen=True, config=STRICT)
class PluginManifest:
    """`plugin.yaml`, at the top of a plugin's folder."""

    id: Slug
    """Name of the plugin, e.g. `energy`; `plugin pack` makes the distribution
    `nisassess-<id>` of it."""
    sdk: SdkVersion
    """Version of the contract that the content was written for, e.g. `"1.1"`. Another major
    version is refused at start."""
    version: Annotated[PluginVersion, Field(examples=["1.0.0"])]
    """Version of the plugin as a whole: major.minor.patch."""
    title: Title
    """Name shown to people."""
