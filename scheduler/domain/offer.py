"""What is offered on campus: workshops and their sections."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from scheduler.domain.calendar import Span
from scheduler.domain.ids import SchoolSiteId, SectionId, StaffId, WorkshopId


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One running of a workshop, if it runs."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: SectionId
    site: SchoolSiteId
    leads: tuple[StaffId, ...]
    """Who may lead it; one of them leads all its sessions."""
    least: int = 0
    most: int = 15
    linked: tuple[SectionId, ...] = ()
    """Sections of other workshops taken together with it (in both directions)."""
    after: tuple[SectionId, ...] = ()
    """Sections whose first session of the week ends before its own first begins."""

    def __post_init__(self) -> None:
        if self.least < 0 or self.most < 0:
            raise ValueError("least and most students must not be negative")
        if self.least > self.most:
            raise ValueError(f"least {self.least} is above most {self.most}")
        if not self.leads:
            raise ValueError("leads must name at least one member of staff")


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """What students ask for."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    id: WorkshopId
    name: str
    sections: tuple[Section, ...]
    run_all: bool = False
    """Every section runs; otherwise as many as needed."""
    sessions: int = 2
    """Sessions a week, on different days."""
    length: int = 1
    """Slots."""
    room_kind: str = "classroom"
    features: tuple[str, ...] = ()
    weeks: tuple[int, ...] = ()
    """Weeks of the cycle; empty: every week."""
    allowed: tuple[Span, ...] = ()
    """Each session lies inside one of these; empty: anywhere in the grid."""

    def __post_init__(self) -> None:
        if self.sessions < 1 or self.length < 1:
            raise ValueError("sessions and length must be at least 1")
