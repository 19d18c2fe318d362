"""What holds for all tests."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow ones, so that no process works on one while the others are done."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
