"""A made-up city while it is being drawn: what may still change before it is data."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from scheduler.domain.calendar import Grid, Span
from scheduler.domain.ids import (
    AdvisoryId,
    MentorId,
    SchoolId,
    SchoolSiteId,
    SiteId,
    StaffId,
    StudentId,
)
from scheduler.domain.offer import Workshop
from scheduler.domain.people import Accommodations, InternshipWish, Request, Staff
from scheduler.domain.places import Clearance, Mode, Opening, Position, Room
from scheduler.domain.vehicles import Vehicle, VehicleRun
from scheduler.made.ground import Ground, Spot


@dataclass(slots=True, kw_only=True)
class SiteDraft:
    """An internship site, and how many interns the hidden timetable sends there."""

    id: SiteId
    name: str
    spot: Spot
    position: Position
    interest: int
    hours: tuple[int, int]
    """Start and end of its mentors' hours in minutes."""
    seats: int
    bus: bool = True
    parent: SiteDraft | None = None
    openings: tuple[Opening, ...] = ()
    minimum_age: int = 0
    hazards: tuple[str, ...] = ()
    requires: tuple[str, ...] = ()
    used: list[int] = field(default_factory=lambda: [0] * 5)

    def lineage(self) -> list[SiteDraft]:
        """The site and its parents."""
        return [self] if self.parent is None else [self, *self.parent.lineage()]

    def seats_on(self, day: int) -> int:
        """Seats on a weekday."""
        for opening in self.openings:
            if opening.day == day and opening.seats is not None:
                return opening.seats
        return self.seats


@dataclass(slots=True, kw_only=True)
class MentorDraft:
    """A mentor, and the interns of the hidden timetable."""

    id: MentorId
    name: str
    sites: list[SiteDraft]
    days: tuple[int, ...]
    at_once: int
    in_all: int
    more_on_other_days: bool
    clearance_until: date | None = None
    used: list[int] = field(default_factory=lambda: [0] * 5)
    interns: set[StudentId] = field(default_factory=set)
    at: dict[int, SiteDraft] = field(default_factory=dict)
    """The site of each weekday, once an intern is there."""
    never_with: tuple[StudentId, ...] = ()

    @property
    def hours(self) -> tuple[int, int]:
        """Start and end of every day in minutes, at whichever site."""
        return max(one.hours[0] for one in self.sites), min(one.hours[1] for one in self.sites)


@dataclass(slots=True, kw_only=True)
class StudentDraft:
    """A student before mentors and workshops are asked for."""

    id: StudentId
    name: str
    advisory: AdvisoryDraft
    grade: int
    age: int
    spot: Spot
    home: Position
    interests: tuple[int, ...]
    modes: tuple[Mode, ...]
    longest_journey: int
    least_apart: int
    allowed_days: tuple[int, ...]
    unavailable: tuple[Span, ...]
    clearances: tuple[Clearance, ...]
    avoid_hazards: tuple[str, ...]
    accommodations: Accommodations
    wanted: tuple[int, ...]
    """Days of each internship."""
    internships: list[InternshipWish] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    @property
    def campus(self) -> CampusDraft:
        """The own school site."""
        return self.advisory.campus


@dataclass(slots=True, kw_only=True)
class AdvisoryDraft:
    """An advisory and the weekday on which the hidden timetable has all its members."""

    id: AdvisoryId
    name: str
    campus: CampusDraft
    advisor: StaffId
    size: int
    whole_day: int
    quorum: float
    members: list[StudentDraft] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class CampusDraft:
    """A school site with all that is its own."""

    id: SchoolSiteId
    name: str
    school: SchoolId
    spot: Spot
    position: Position
    grid: Grid
    sections: int
    """How many it offers."""
    advisories: list[AdvisoryDraft] = field(default_factory=list)
    staff: list[Staff] = field(default_factory=list)
    rooms: list[Room] = field(default_factory=list)
    workshops: list[Workshop] = field(default_factory=list)
    study_seats: int = 0

    @property
    def students(self) -> list[StudentDraft]:
        """Everybody who belongs here."""
        return [student for one in self.advisories for student in one.members]


@dataclass(slots=True, kw_only=True)
class CityDraft:
    """A city: its schools share internship sites and mentors."""

    ground: Ground
    campuses: list[CampusDraft] = field(default_factory=list)
    sites: list[SiteDraft] = field(default_factory=list)
    mentors: list[MentorDraft] = field(default_factory=list)
    vehicles: list[Vehicle] = field(default_factory=list)
    runs: list[VehicleRun] = field(default_factory=list)

    @property
    def students(self) -> list[StudentDraft]:
        """Everybody in the city's schools."""
        return [student for campus in self.campuses for student in campus.students]
