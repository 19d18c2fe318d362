"""All that writes under schemathesis, the edges of each body; the whole OpenAPI in benchmarks."""

from __future__ import annotations

import pytest

from benchmarks.service.fuzz import fuzz


@pytest.mark.slow
def test_nothing_breaks_and_nothing_is_answered_that_is_not_said() -> None:
    found = fuzz(examples=2, seed=1, phases="examples,coverage", writes_only=True)
    assert found.is_good, found.report
    assert found.requests > 500
