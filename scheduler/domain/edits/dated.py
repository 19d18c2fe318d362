"""Edits with the dates they hold from and until, and edits with a name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from scheduler.domain.edits.kinds import Edit


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """Changes that hold from a date on, or between two dates: ill for one day."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edits: tuple[Edit, ...]
    since: date
    until: date | None = None
    """The last date; None: until the end of the term."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A named list of edits: what if."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    name: str
    edits: tuple[Edit, ...]
