"""Reads content files (YAML) into the contract's values; names every fault with file and line."""

from nisassess.sdk.reader.catalogues import read_catalogue
from nisassess.sdk.reader.layout import strays
from nisassess.sdk.reader.sectors import read_manifest, read_profiles, read_sector

__all__ = ["read_catalogue", "read_manifest", "read_profiles", "read_sector", "strays"]
