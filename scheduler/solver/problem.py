"""An instance made ready for modelling: candidates and lookups, all by index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from scheduler.domain.calendar import Span
from scheduler.domain.ids import RoomId, SchoolSiteId, SectionId, SiteId, StaffId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import Advisory, MeetingKind, Student
from scheduler.domain.places import SchoolSite
from scheduler.domain.timetable import DayOut
from scheduler.solver.listed_options import ListedOptions
from scheduler.solver.options import Option, Options, Out, holds_all
from scheduler.solver.placing import Placing, Placings
from scheduler.solver.slot_bits import SlotBits
from scheduler.solver.times import Times


@dataclass(frozen=True, slots=True)
class Bundle:
    """Sections taken together: a component of the relation `linked`, usually one."""

    sections: tuple[SectionId, ...]


@dataclass(frozen=True, slots=True)
class MeetingToPlace:
    """One meeting that an advisory must have: ``number`` of ``kind.count``."""

    advisory: Advisory
    kind: MeetingKind
    number: int
    site: SchoolSite


class Problem:
    """Everything that rules and goals iterate over.

    Options are listed when they are asked for; it holds no decision and no solver variable.
    """

    def __init__(self, instance: Instance, like: Problem | None = None) -> None:
        """Take what is ready from a problem of nearly the same instance, if there is one."""
        self.instance = instance
        self.times = Times(instance)
        self._given: dict[tuple[StudentId, tuple[DayOut, ...]], Option] = {}
        self.own_options = Options(instance, self.times)
        """What lists the options, to be asked about what it leaves out."""
        self.options: Mapping[str, list[Option]] = ListedOptions(
            instance, self.own_options, like.options if like else None
        )
        """By student: every option, fewest missing and cheapest first; never empty."""

    @property
    def cut_off(self) -> Mapping[StudentId, int]:
        """Students listed so far with so many options that not all are; how many there are."""
        return self.own_options.cut_off

    def given_option(self, student: StudentId, days_out: Sequence[DayOut]) -> Option:
        """The option that days out amount to, whether or not it is among the options."""
        key = (student, tuple(days_out))
        found = self._given.get(key)
        if found is None:
            self.options[student]  # the best of these is what points are counted from
            given = self.own_options.given(self.instance.student_of[student], days_out)
            found = self._given[key] = given
        return found

    def pinned_options(self, student: StudentId) -> list[Option]:
        """What the pins ask for a student, where no option holds it (none otherwise)."""
        pins = self.instance.pins.timetable
        asked = [one for one in pins.days_out if one.student == student] if pins else []
        if not asked or any(holds_all(option, asked) for option in self.options[student]):
            return []
        return [self.given_option(student, asked)]

    def out_days(self, student: StudentId, option: Option) -> frozenset[tuple[int, int]]:
        """(week, weekday) pairs on which an option takes a student out of the pattern.

        Those of a block are not: it excuses sessions on its dates.
        """
        wishes = self.instance.student_of[student].internships
        return frozenset(
            (week, out.day)
            for out in option.outs
            if wishes[out.internship].block is None
            for week in self.instance.weeks(wishes[out.internship].weeks)
        )

    def out_classes(self, student: StudentId, out: Out) -> list[int]:
        """Indices of the date classes that a day out of a student is on."""
        wish = self.instance.student_of[student].internships[out.internship]
        return self.times.classes_of(out.day, wish.weeks, wish.block)

    @cached_property
    def order(self) -> dict[str, int]:
        """Where each thing stands in the file, for lists that must always come out alike."""
        instance = self.instance
        groups: tuple[Iterable[str], ...] = (
            instance.student_of,
            instance.advisory_of,
            instance.staff_of,
            instance.section_of,
            instance.room_of,
            instance.school_site_of,
            instance.mentor_of,
            instance.site_of,
        )
        return {one: i for i, one in enumerate(chain(*groups))}

    @cached_property
    def sections_of_lead(self) -> dict[StaffId, list[SectionId]]:
        """By member of staff: the sections they may lead."""
        found: dict[StaffId, list[SectionId]] = defaultdict(list)
        for section_id, (section, _) in self.instance.section_of.items():
            for lead in section.leads:
                found[lead].append(section_id)
        return found

    @cached_property
    def advised_by(self) -> dict[StaffId, list[Advisory]]:
        """By member of staff: the advisories they are the advisor of."""
        found: dict[StaffId, list[Advisory]] = defaultdict(list)
        for advisory in self.instance.advisories:
            found[advisory.advisor].append(advisory)
        return found

    @cached_property
    def at_home_in(self) -> dict[RoomId, list[Advisory]]:
        """By room: the advisories that have it as their home room."""
        found: dict[RoomId, list[Advisory]] = defaultdict(list)
        for advisory in self.instance.advisories:
            found[advisory.room].append(advisory)
        return found

    @cached_property
    def lineage(self) -> dict[SiteId, tuple[SiteId, ...]]:
        """By internship site: itself, its parent, the parent's parent and so on."""
        sites = self.instance.internship_sites
        return {one.id: tuple(up.id for up in self.instance.lineage(one.id)) for one in sites}

    @cached_property
    def slots_of(self) -> dict[SchoolSiteId, list[tuple[Placing, bool]]]:
        """By school site: each slot on a weekday used, and whether it is for lunch."""
        return {
            site.id: [
                (self.placings.of(site, slot, 1), one.lunch)
                for slot, one in enumerate(site.grid)
                if one.day in self.times.weekdays
            ]
            for site in self.instance.school_sites
        }

    @cached_property
    def placings(self) -> Placings:
        """Where sessions and meetings can be, remembered."""
        return Placings(self)

    @cached_property
    def slot_bits(self) -> SlotBits:
        """Which slots of a site things meet, remembered."""
        return SlotBits(self)

    @cached_property
    def student_site(self) -> dict[str, SchoolSite]:
        """The school site of each student."""
        return {s.id: self.instance.school_site_of_student(s) for s in self.instance.students}

    @cached_property
    def students_at(self) -> dict[str, list[Student]]:
        """The students of each school site."""
        found: dict[str, list[Student]] = {site.id: [] for site in self.instance.school_sites}
        for student in self.instance.students:
            found[self.student_site[student.id].id].append(student)
        return found

    @cached_property
    def meetings(self) -> list[MeetingToPlace]:
        """Every meeting that has to be placed."""
        return [
            MeetingToPlace(advisory, kind, number, self.instance.room_of[advisory.room][1])
            for advisory in self.instance.advisories
            for kind in advisory.meetings
            for number in range(kind.count)
        ]

    def meeting_starts(self, meeting: MeetingToPlace) -> list[tuple[int, int, int]]:
        """(slot, weekday, mask) at which a meeting can be: advisor and home room to be had."""
        return self._starts(
            meeting.site,
            meeting.kind.length,
            meeting.kind.allowed,
            meeting.kind.weeks,
            self.staff_blocked[meeting.advisory.advisor],
            self.room_blocked[meeting.advisory.room],
        )

    def session_starts(self, section: Section, workshop: Workshop) -> list[tuple[int, int, int]]:
        """(slot, weekday, mask) at which a session of a section can be, whoever leads it."""
        site = self.instance.school_site_of[section.site]
        return self._starts(site, workshop.length, workshop.allowed, workshop.weeks)

    def _starts(
        self,
        site: SchoolSite,
        length: int,
        allowed: tuple[Span, ...],
        weeks: tuple[int, ...],
        *blocked: list[int],
    ) -> list[tuple[int, int, int]]:
        found = self.times.starts(site.id, length, allowed, weeks)
        return [
            (slot, day, mask)
            for slot, day, mask in found
            if not any(
                masks[index] & mask for masks in blocked for index in self.times.days_of(day, weeks)
            )
        ]

    @cached_property
    def staff_blocked(self) -> dict[str, list[int]]:
        """By member of staff: masks by pattern day of when they cannot lead."""
        return {s.id: self.times.outside_masks(s.available) for s in self.instance.staff}

    @cached_property
    def room_blocked(self) -> dict[str, list[int]]:
        """By room: masks by pattern day of when it cannot be used."""
        return {
            room_id: self.times.span_masks(room.unavailable)
            for room_id, (room, _) in self.instance.room_of.items()
        }

    @cached_property
    def student_blocked(self) -> dict[str, list[int]]:
        """By student: masks by pattern day of when they are not available."""
        return {s.id: self.times.span_masks(s.unavailable) for s in self.instance.students}

    @cached_property
    def rooms_for(self) -> dict[SectionId, list[RoomId]]:
        """By section: rooms of its site that fit in kind and features, smallest first.

        Whether the seats suffice depends on who is enrolled.
        """
        found: dict[SectionId, list[RoomId]] = {}
        for section_id, (section, workshop) in self.instance.section_of.items():
            rooms = [
                (room.seats, number, room.id)
                for number, room in enumerate(self.instance.school_site_of[section.site].rooms)
                if room.kind == workshop.room_kind and set(workshop.features) <= set(room.features)
            ]
            found[section_id] = [room_id for _, _, room_id in sorted(rooms)]
        return found

    @cached_property
    def bundles(self) -> list[Bundle]:
        """Sections in components of `linked`, in the order of the file."""
        near: dict[SectionId, set[SectionId]] = defaultdict(set)
        for section_id, (section, _) in self.instance.section_of.items():
            for other in section.linked:
                near[section_id].add(other)
                near[other].add(section_id)
        seen: set[SectionId] = set()
        order = {section_id: i for i, section_id in enumerate(self.instance.section_of)}
        found = []
        for section_id in self.instance.section_of:
            if section_id in seen:
                continue
            component, frontier = {section_id}, [section_id]
            while frontier:
                for other in near[frontier.pop()] - component:
                    component.add(other)
                    frontier.append(other)
            seen |= component
            found.append(Bundle(tuple(sorted(component, key=order.__getitem__))))
        return found

    @cached_property
    def bundle_of(self) -> dict[SectionId, int]:
        """The index of the bundle that each section is in."""
        return {s: i for i, bundle in enumerate(self.bundles) for s in bundle.sections}

    @cached_property
    def bundles_asked_for(self) -> dict[StudentId, list[int]]:
        """By student: every bundle that meets a request or is pinned, each once."""
        pinned: dict[StudentId, list[int]] = defaultdict(list)
        pins = self.instance.pins.timetable
        for one in pins.enrolments if pins else ():
            pinned[one.student].append(self.bundle_of[one.section])
        return {
            student.id: list(
                dict.fromkeys(
                    [bundle for some in self.request_bundles[student.id] for bundle in some]
                    + pinned[student.id]
                )
            )
            for student in self.instance.students
        }

    @cached_property
    def request_bundles(self) -> dict[str, list[list[int]]]:
        """By student, for each request: bundles that would meet it, the best first."""
        sections: dict[str, list[int]] = {
            workshop.id: [self.bundle_of[section.id] for section in workshop.sections]
            for workshop in self.instance.workshops
        }
        return {
            student.id: [
                [bundle for workshop in request.workshops for bundle in sections[workshop]]
                for request in student.requests
            ]
            for student in self.instance.students
        }
