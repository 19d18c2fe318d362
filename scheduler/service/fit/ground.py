"""A school and its timetable, turned round for questions about one seat at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from scheduler.check import advisory_whole
from scheduler.check.diary import Diary, Out
from scheduler.check.goals import even_days, even_sections, fair_load
from scheduler.check.school_seats import Crowd, crowd
from scheduler.domain.ids import (
    MentorId,
    RunId,
    SchoolSiteId,
    SectionId,
    SiteId,
    StaffId,
    StudentId,
    VehicleId,
)
from scheduler.domain.instance import Instance
from scheduler.domain.timetable import DayOut, Meeting, RunUse, Timetable
from scheduler.service.journeys import Trips
from scheduler.service.trying import unpinned


class Ground:
    """What every question about a timetable starts from; made once, asked often.

    Parameters
    ----------
    pins
        What has to stay; None: what the data pins.
    """

    def __init__(
        self, instance: Instance, timetable: Timetable, pins: Timetable | None = None
    ) -> None:
        held = pins if pins is not None else instance.pins.timetable
        self.pins = held or Timetable(instance=instance.id)
        self.instance = unpinned(instance)
        self.timetable = timetable
        self.diary = Diary(self.instance, timetable)
        self.facts = self.diary.facts
        self.uses: dict[RunId, RunUse] = {use.run: use for use in timetable.runs}
        self.trips: dict[tuple[StudentId, int, MentorId, SiteId, int], Trips] = {}
        """Shortest ways with a seat, by student, internship, mentor, site and weekday."""

    @cached_property
    def out(self) -> dict[StudentId, tuple[Out, ...]]:
        """The days out of each student."""
        found: dict[StudentId, list[Out]] = defaultdict(list)
        for out in self.diary.outs:
            found[out.student.id].append(out)
        return {student: tuple(outs) for student, outs in found.items()}

    @cached_property
    def at(self) -> dict[SiteId, tuple[Out, ...]]:
        """The days out at each internship site, its parts included."""
        found: dict[SiteId, list[Out]] = defaultdict(list)
        for out in self.diary.outs:
            for place in self.facts.lineage[out.entry.site]:
                found[place.id].append(out)
        return {site: tuple(outs) for site, outs in found.items()}

    @cached_property
    def led_by(self) -> dict[StaffId, tuple[SectionId, ...]]:
        """The sections that each member of staff leads."""
        found: dict[StaffId, list[SectionId]] = defaultdict(list)
        for running in self.timetable.sections:
            found[running.lead].append(running.section)
        return {lead: tuple(sections) for lead, sections in found.items()}

    @cached_property
    def crowd(self) -> Crowd:
        """How many students each school site holds, slot by slot."""
        return crowd(self.diary)

    @cached_property
    def absent(self) -> dict[Meeting, dict[int, int]]:
        """How many members are not at each meeting, by week."""
        return advisory_whole.absent(self.diary)

    @cached_property
    def out_on(self) -> dict[tuple[SchoolSiteId, int, int], int]:
        """How many students of each school site are out on each weekday."""
        return dict(even_days.out_on(self.diary))

    @cached_property
    def slots_led(self) -> dict[StaffId, int]:
        """How many slots each member of staff leads."""
        return dict(fair_load.slots_led(self.diary))

    @cached_property
    def sizes(self) -> dict[SectionId, int]:
        """How many students are in each section that runs."""
        return even_sections.sizes(self.diary)

    def days_out(self, student: StudentId) -> tuple[DayOut, ...]:
        """The days out of a student."""
        return tuple(out.entry for out in self.out.get(student, ()))

    def riders_near(self, runs: Iterable[RunId]) -> set[StudentId]:
        """Who rides on the vans of these runs, on the same weekdays."""
        near: set[tuple[VehicleId, int]] = {
            (self.instance.run_of[run].vehicle, self.instance.run_of[run].day) for run in runs
        }
        found: set[StudentId] = set()
        for use in self.timetable.runs if near else ():
            run = self.instance.run_of.get(use.run)
            if run is not None and (run.vehicle, run.day) in near:
                found.update(use.riders)
        return found & self.instance.student_of.keys()
