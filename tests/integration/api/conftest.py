"""The application on both databases."""

from __future__ import annotations

from tests.asking import app

__all__ = ["app"]
