"""What an export writes."""

from enum import StrEnum


class Format(StrEnum):
    """A format that a catalogue of ours can be written in."""

    OSCAL = "oscal"
    OSCAL_YAML = "oscal-yaml"
    CISO = "ciso"
    XLSX = "xlsx"
