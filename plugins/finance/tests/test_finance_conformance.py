"""Finance is held to the conformance kit."""

from nisassess.sdk.conformance import conformance_tests
from nisassess_finance import plugin

test_conformance = conformance_tests(plugin)
