"""The baseline is held to the conformance kit, as any plugin is."""

import pytest

from nisassess.baseline import plugin
from nisassess.sdk.conformance import conformance_tests

pytestmark = pytest.mark.database_free

test_conformance = conformance_tests(plugin)
