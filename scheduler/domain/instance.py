"""All that is given for one term of one or more schools."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from scheduler.domain.calendar import Term
from scheduler.domain.ids import (
    AdvisoryId,
    MentorId,
    PlaceId,
    RoomId,
    RunId,
    SchoolId,
    SchoolSiteId,
    SectionId,
    SiteId,
    StaffId,
    StudentId,
    VehicleId,
    WorkshopId,
)
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Advisory, Mentor, School, Staff, Student
from scheduler.domain.places import InternshipSite, Mode, Position, Room, SchoolSite, TravelTable
from scheduler.domain.rules import GoalId, Priorities, Profile, RuleId, SoftRule
from scheduler.domain.timetable import Timetable
from scheduler.domain.vehicles import Vehicle, VehicleRun

FORMAT = 1
PRIOR_SHARE = 0.9
"""Expected share of days attended where no rate says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRate:
    """Expected share of days attended; fields left out hold for all.

    Of the rates that match a day out, the one that names most fields holds; among
    those with equally many, one that names the student before the site before the
    weekday before the mode.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    share: float
    student: StudentId | None = None
    site: SiteId | None = None
    day: int | None = None
    mode: Mode | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1:
            raise ValueError(f"share is from 0 to 1, not {self.share}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pins:
    """What must stay as it is: parts of a timetable, each of which has to be in it.

    A pinned day out fixes student, internship, mentor, site and day (its journeys are
    free when empty); a pinned section fixes lead, slots and rooms.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    timetable: Timetable | None = None


@dataclass(frozen=True, kw_only=True)
class Instance:
    """Given data as people say it. Ids are unique over all kinds of thing."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    format: int = FORMAT
    id: str
    name: str
    organisation: str
    schools: tuple[School, ...]
    term: Term
    school_sites: tuple[SchoolSite, ...]
    internship_sites: tuple[InternshipSite, ...] = ()
    mentors: tuple[Mentor, ...] = ()
    staff: tuple[Staff, ...] = ()
    advisories: tuple[Advisory, ...] = ()
    students: tuple[Student, ...] = ()
    workshops: tuple[Workshop, ...] = ()
    vehicles: tuple[Vehicle, ...] = ()
    runs: tuple[VehicleRun, ...] = ()
    travel: TravelTable = TravelTable()
    attendance: tuple[AttendanceRate, ...] = ()
    soft_rules: tuple[SoftRule, ...] = ()
    priorities: Priorities = Priorities()
    profiles: tuple[Profile, ...] = ()
    profile: str = "standard"
    """The profile in force; ``standard`` needs no entry in ``profiles``."""
    pins: Pins = Pins()
    release: Timetable | None = None
    """The timetable people live by now, for the goal `keep`."""

    @cached_property
    def student_of(self) -> dict[StudentId, Student]:
        """Students by id."""
        return {one.id: one for one in self.students}

    @cached_property
    def advisory_of(self) -> dict[AdvisoryId, Advisory]:
        """Advisories by id."""
        return {one.id: one for one in self.advisories}

    @cached_property
    def staff_of(self) -> dict[StaffId, Staff]:
        """Staff by id."""
        return {one.id: one for one in self.staff}

    @cached_property
    def mentor_of(self) -> dict[MentorId, Mentor]:
        """Mentors by id."""
        return {one.id: one for one in self.mentors}

    @cached_property
    def site_of(self) -> dict[SiteId, InternshipSite]:
        """Internship sites by id."""
        return {one.id: one for one in self.internship_sites}

    @cached_property
    def school_site_of(self) -> dict[SchoolSiteId, SchoolSite]:
        """School sites by id."""
        return {one.id: one for one in self.school_sites}

    @cached_property
    def room_of(self) -> dict[RoomId, tuple[Room, SchoolSite]]:
        """Rooms by id, each with its school site."""
        return {room.id: (room, site) for site in self.school_sites for room in site.rooms}

    @cached_property
    def workshop_of(self) -> dict[WorkshopId, Workshop]:
        """Workshops by id."""
        return {one.id: one for one in self.workshops}

    @cached_property
    def section_of(self) -> dict[SectionId, tuple[Section, Workshop]]:
        """Sections by id, each with its workshop."""
        return {
            section.id: (section, workshop)
            for workshop in self.workshops
            for section in workshop.sections
        }

    @cached_property
    def vehicle_of(self) -> dict[VehicleId, Vehicle]:
        """Vehicles by id."""
        return {one.id: one for one in self.vehicles}

    @cached_property
    def run_of(self) -> dict[RunId, VehicleRun]:
        """Vehicle runs by id."""
        return {one.id: one for one in self.runs}

    @cached_property
    def members_of(self) -> dict[AdvisoryId, Sequence[Student]]:
        """The members of each advisory, in the order of the file."""
        found: dict[AdvisoryId, list[Student]] = defaultdict(list)
        for student in self.students:
            found[student.advisory].append(student)
        return {one.id: tuple(found.get(one.id, ())) for one in self.advisories}

    @cached_property
    def schools_of_mentor(self) -> dict[MentorId, frozenset[SchoolId]]:
        """The schools whose students may be with each mentor; all, where nobody is to be yet."""
        found: dict[MentorId, set[SchoolId]] = defaultdict(set)
        for student in self.students:
            for wish in student.internships:
                for mentor in wish.mentors:
                    found[mentor].add(self.school_site_of_student(student).school)
        every = frozenset(school.id for school in self.schools)
        return {one.id: frozenset(found.get(one.id, ())) or every for one in self.mentors}

    def school_site_of_student(self, student: Student) -> SchoolSite:
        """The school site of a student: that of the advisory's home room."""
        return self.room_of[self.advisory_of[student.advisory].room][1]

    def lineage(self, site: SiteId) -> Iterator[InternshipSite]:
        """An internship site, its parent, the parent's parent and so on."""
        current: SiteId | None = site
        while current is not None:
            found = self.site_of[current]
            yield found
            current = found.parent

    @cached_property
    def positions(self) -> dict[PlaceId, Position]:
        """Where every place is: school sites, internship sites, homes."""
        found: dict[PlaceId, Position] = {one.id: one.position for one in self.school_sites}
        found |= {one.id: one.position for one in self.internship_sites}
        found |= {one.id: one.home for one in self.students}
        return found

    @cached_property
    def soft_points(self) -> dict[RuleId, int]:
        """Points for each violation of the rules that are softened here."""
        return {one.rule: one.points for one in self.soft_rules}

    @cached_property
    def factor_of(self) -> dict[GoalId, int]:
        """The factor of every goal in the profile in force."""
        found = dict.fromkeys(GoalId, 1)
        for profile in self.profiles:
            if profile.name == self.profile:
                found |= {one.goal: one.factor for one in profile.weights}
        return found

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of everything that has an id."""
        found: dict[str, str] = {}
        for group in (
            self.schools,
            self.school_sites,
            self.internship_sites,
            self.mentors,
            self.staff,
            self.advisories,
            self.students,
            self.workshops,
            self.vehicles,
        ):
            found |= {one.id: one.name for one in group}
        found |= {room_id: room.name for room_id, (room, _) in self.room_of.items()}
        for workshop in self.workshops:
            for number, section in enumerate(workshop.sections, start=1):
                found[section.id] = f"{workshop.name} {number}"
        for run in self.runs:
            found[run.id] = f"{found.get(run.vehicle, run.vehicle)} {run.stops[0].at:%H:%M}"
        return found

    def weeks(self, named: Sequence[int] = ()) -> tuple[int, ...]:
        """The weeks of the cycle that are meant: those named, or all."""
        return tuple(named) if named else tuple(range(self.term.cycle))

    @cached_property
    def demands(self) -> int:
        """How many items are asked for: days out, musts, students' weekly minutes.

        A block internship counts each of its weekdays once.
        """
        days = sum(
            len(self.days_wanted(s, i)) for s in self.students for i in range(len(s.internships))
        )
        musts = sum(len(student.musts) for student in self.students)
        minutes = sum(
            self.term.cycle for s in self.students if self.advisory_of[s.advisory].minutes > 0
        )
        return days + musts + minutes

    def days_wanted(self, student: Student, internship: int) -> tuple[int, ...]:
        """One entry a day out that an internship asks for.

        For weekly days a 0 each; for a block the weekdays of its school dates.
        """
        wish = student.internships[internship]
        if wish.block is None:
            return (0,) * wish.days
        block = wish.block
        return tuple(sorted({day for when, _, day in self.term.dates() if block.covers(when)}))
