"""Holds this folder to the conformance kit: `pytest tests`."""

from pathlib import Path

from nisassess.sdk import ContentPlugin
from nisassess.sdk.conformance import conformance_tests

test_conformance = conformance_tests(ContentPlugin(Path(__file__).parents[1]))
