"""What a mark may say: the codes of attendance, as an organisation sets them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar


class Direction(StrEnum):
    """Whether somebody comes or goes."""

    IN = "in"
    OUT = "out"
    NEITHER = "neither"


class Scope(StrEnum):
    """What part of a day a code is about."""

    ON_SITE = "on-site"
    OFF_SITE = "off-site"
    LATE = "late"
    LEFT_EARLY = "left-early"
    ON_THE_WAY = "on-the-way"


class Counts(StrEnum):
    """What a code counts as in the record."""

    PRESENT = "present"
    ABSENT = "absent"
    EXCUSED = "excused"
    NOTHING = "nothing"


class EdFi(StrEnum):
    """The attendance event categories of the Ed-Fi data standard, as it spells them."""

    PRESENT = "Present"
    IN_ATTENDANCE = "In Attendance"
    TARDY = "Tardy"
    PARTIAL = "Partial"
    EARLY_DEPARTURE = "Early departure"
    EXCUSED = "Excused Absence"
    UNEXCUSED = "Unexcused Absence"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One thing that can be said of a student's attendance."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: str
    """Short, as it stands in a register: ``P``."""
    name: str
    direction: Direction
    scope: Scope
    counts: Counts
    ed_fi: EdFi | None = None
    reportable: bool = True
    """Whether it goes into reports to the state."""
    future: bool = False
    """Whether it may be given ahead: it says what is meant to be, not what was seen."""
    active: bool = True
    """Whether new marks may say it; marks that do are read as before."""

    def __post_init__(self) -> None:
        if not 1 <= len(self.id) <= 8 or not self.id.isalnum():
            raise ValueError("the id of a code is 1 to 8 letters and digits")
        if not 1 <= len(self.name) <= 60:
            raise ValueError("the name of a code is 1 to 60 characters")


Codes = Mapping[str, Code]
"""By id."""
