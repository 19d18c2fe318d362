"""A school as whole numbers for the Java peer; `flat_answer` reads its answer back.

Everything is named by its number. The options of students' days out are those that our own
`Problem` lists: hours, eligibility, journeys and distances of one student alone are in them,
with their points, so that the peer need not state these rules and does not lose time on them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from scheduler.domain.ids import SectionId, SiteId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Advisory, MeetingKind, RequestKind, Student
from scheduler.domain.places import Mode
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import (
    Timetable,
)
from scheduler.domain.vehicles import VehicleRun
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem

ENDLESS = 1_000_000
MOST_BITS = 53
"""Of a weekday: Java reads numbers as double precision."""
MIDDLE = {1: 1_000_000, 2: 1_000, 3: 1}
"""Weight of an unplaced item by priority, in the part of the score between rules and points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Had:
    """What a repair starts from: a timetable, and what of it stays whatever happens."""

    timetable: Timetable
    points_of_change: int


def cannot(instance: Instance) -> str | None:
    """Say what of an instance the Java peer cannot state."""
    wishes = [wish for student in instance.students for wish in student.internships]
    said = {
        "weeks that differ": instance.term.cycle > 1,
        "softened rules": bool(instance.soft_rules),
        "block internships": any(wish.block is not None for wish in wishes),
        "pins": instance.pins.timetable is not None,
        "a release to keep to": instance.release is not None,
        "another profile than standard": set(instance.factor_of.values()) != {1},
    }
    found = [what for what, is_there in said.items() if is_there]
    return f"cannot state {', '.join(found)}" if found else None


class Flat:
    """The numbers of a school's things, in the order of the file."""

    def __init__(self, problem: Problem, had: Had | None = None) -> None:
        self.problem = problem
        self.instance = instance = problem.instance
        self.had = had
        self.kinds: list[tuple[Advisory, MeetingKind]] = [
            (advisory, kind) for advisory in instance.advisories for kind in advisory.meetings
        ]
        self.sections = list(instance.section_of)
        self.staff = {one.id: number for number, one in enumerate(instance.staff)}
        self.rooms = list(instance.room_of)
        self._sites = {one.id: number for number, one in enumerate(instance.school_sites)}
        self._mentors = {one.id: number for number, one in enumerate(instance.mentors)}
        self._hosts = {one.id: number for number, one in enumerate(instance.internship_sites)}
        self._days = {day: number for number, day in enumerate(instance.term.weekdays)}
        self._modes = list(dict.fromkeys(student.modes for student in instance.students))
        self._seats = self._seat_limits()
        self._out: list[str] = []

    def text(self) -> str:
        """The school, a thing a line."""
        if max(len(bits) for bits in self.problem.times.bits.values()) > MOST_BITS:
            raise ValueError("the grids of the school sites cut a day into too many stretches")
        instance = self.instance
        self._out = []
        weights = [MIDDLE[instance.priorities.of(kind)] for kind in UnplacedKind]
        self._say(len(self._days), *weights, self.had.points_of_change if self.had else 0)
        self._travel()
        self._grids()
        self._people()
        self._vans()
        self._say(len(self.kinds))
        for advisory, kind in self.kinds:
            self._kind(advisory, kind)
        workshops = {one.id: number for number, one in enumerate(instance.workshops)}
        self._say(len(workshops))
        self._say(len(self.sections))
        for section_id in self.sections:
            self._section(section_id, workshops)
        self._say(len(self.problem.bundles))
        numbers = {section: number for number, section in enumerate(self.sections)}
        for bundle in self.problem.bundles:
            self._say(len(bundle.sections), *(numbers[one] for one in bundle.sections))
        self._say(len(instance.students))
        for student in instance.students:
            self._student(student)
        return "\n".join(self._out) + "\n"

    def _say(self, *numbers: int | bool) -> None:
        self._out.append(" ".join(str(int(number)) for number in numbers))

    def _masks(self, masks: Iterable[int]) -> list[int]:
        """Bits by weekday: with one week in the cycle these are the pattern's days."""
        return list(masks)

    def _travel(self) -> None:
        sites = list(self._sites)
        self._say(len(sites))
        modes = [*self._modes, (Mode.DRIVE,)]
        self._say(len(modes))
        for some in modes:
            for one in sites:
                minutes = [self.problem.placings.minutes_between(some, one, two) for two in sites]
                self._say(*(ENDLESS if m is None else m for m in minutes))

    def _grids(self) -> None:
        problem = self.problem
        for site in self.instance.school_sites:
            for day in self._days:
                slots = [both for both in problem.slots_of[site.id] if both[0].day == day]
                self._say(len(slots))
                for placing, lunch in slots:
                    here = sum(
                        problem.placings.student_can(one.id, placing, ())
                        for one in problem.students_at[site.id]
                    )
                    self._say(placing.slot, placing.mask, lunch, here - site.study_seats)

    def _people(self) -> None:
        instance, problem = self.instance, self.problem
        self._say(len(self.rooms))
        for room_id in self.rooms:
            room, _ = instance.room_of[room_id]
            self._say(room.seats, *self._masks(problem.room_blocked[room_id]))
        kinds = list(dict.fromkeys((one.school, one.kind) for one in instance.staff))
        self._say(len(kinds))
        for kind in kinds:
            self._say(sum((one.school, one.kind) == kind for one in instance.staff))
        self._say(len(instance.staff))
        for person in instance.staff:
            limits = [_or_endless(person.most_day), _or_endless(person.most_week)]
            blocked = self._masks(problem.staff_blocked[person.id])
            self._say(kinds.index((person.school, person.kind)), *limits, *blocked)
        self._say(len(instance.mentors))
        for mentor in instance.mentors:
            self._say(mentor.at_once, mentor.in_all, _or_endless(mentor.wished))
        self._say(len(self._seats))
        for (site, day), (_, seats) in self._seats.items():
            self._say(self._hosts[site], self._days[day], seats)

    def _seat_limits(self) -> dict[tuple[SiteId, int], tuple[int, int]]:
        """Number and seats of each internship site and weekday that has a limit."""
        found: dict[tuple[SiteId, int], tuple[int, int]] = {}
        for site in self.instance.internship_sites:
            for day in self._days:
                own = [o.seats for o in site.openings if o.day == day and o.seats is not None]
                seats = own[0] if own else site.seats
                if seats is not None:
                    found[site.id, day] = (len(found), seats)
        return found

    def _vans(self) -> None:
        instance = self.instance
        vehicles = list(instance.vehicle_of)
        self._say(len(instance.runs))
        for run in instance.runs:
            vehicle = instance.vehicle_of[run.vehicle]
            minutes = [stop.at.hour * 60 + stop.at.minute for stop in run.stops]
            self._say(
                *(vehicles.index(run.vehicle), self._days.get(run.day, 0)),
                *(vehicle.seats, vehicle.wheelchair_places),
                *self._hours(run),
                *(len(minutes), *minutes),
            )

    def _hours(self, run: VehicleRun) -> tuple[int, int]:
        """The driver's hours on a run's weekday: of several spans the one it overlaps most."""
        hours = self.instance.vehicle_of[run.vehicle].driver_hours
        if not hours:
            return 0, 24 * 60
        first, last = (stop.at.hour * 60 + stop.at.minute for stop in (run.stops[0], run.stops[-1]))
        spans = [span.minutes for span in hours if span.day == run.day]
        return max(spans, key=lambda s: min(s[1], last) - max(s[0], first), default=(-1, -1))

    def _placing(self, one: Placing) -> tuple[int, ...]:
        site, day = self._sites[one.site], self._days[one.day]
        return site, one.slot, one.length, day, one.begin, one.end, one.mask

    def _placings(self, placings: list[Placing]) -> None:
        self._say(len(placings), *(n for one in placings for n in self._placing(one)))

    def _kind(self, advisory: Advisory, kind: MeetingKind) -> None:
        members = len(self.instance.members_of[advisory.id])
        share = 1.0 if kind.whole else kind.quorum
        spare = members - ceil(round(share * members, 9))
        advisories = list(self.instance.advisory_of)
        self._say(
            *(advisories.index(advisory.id), kind.whole, spare, members),
            *(self.rooms.index(advisory.room), self.staff[advisory.advisor], kind.count),
        )
        placings = self._by_strength(advisory, kind)
        self._placings(placings)
        had = self.had.timetable.meetings if self.had else ()
        slots = [m.slot for m in had if (m.advisory, m.kind) == (advisory.id, kind.name)]
        known = {one.slot: number for number, one in enumerate(placings)}
        for number in range(kind.count):
            self._say(known.get(slots[number], -1) if number < len(slots) else -1, 0)

    def _by_strength(self, advisory: Advisory, kind: MeetingKind) -> list[Placing]:
        """Times of a meeting, on the weekday first that members could least well be out on.

        First fit takes the first of equally good values: the peer's own idea of a strength.
        Times at which a whole meeting could never have everybody are left out.
        """
        wanted = Counter(
            out.day
            for member in self.instance.members_of[advisory.id]
            for option in self.problem.options[member.id]
            for out in option.outs
        )
        members = self.instance.members_of[advisory.id] if kind.whole else ()
        can = self.problem.placings.student_can
        placings = self.problem.placings.of_meeting(advisory.id, kind)
        fitting = [one for one in placings if all(can(m.id, one, kind.weeks) for m in members)]
        placings = fitting or placings
        return sorted(placings, key=lambda one: (wanted[one.day], one.slot))

    def _section(self, section_id: SectionId, workshops: dict[WorkshopId, int]) -> None:
        section, workshop = self.instance.section_of[section_id]
        after = [self.sections.index(one) for one in section.after]
        self._say(
            *(workshops[workshop.id], workshop.length, workshop.sessions),
            *(section.least, section.most, workshop.run_all, len(after), *after),
        )
        had = None
        for one in self.had.timetable.sections if self.had else ():
            had = one if one.section == section_id else had
        leads = [self.staff[one] for one in section.leads]
        lead = leads.index(self.staff[had.lead]) if had and had.lead in section.leads else -1
        self._say(len(leads), *leads, lead, 0)
        # First fit takes the first of equally good times: another one for each section.
        placings = self.problem.placings.of_section(section.id)
        turn = 7 * self.sections.index(section.id) % max(1, len(placings))
        placings = placings[turn:] + placings[:turn]
        self._placings(placings)
        fitting = self.problem.rooms_for[section.id]
        self._say(len(fitting), *(self.rooms.index(room) for room in fitting))
        slots = {one.slot: number for number, one in enumerate(placings)}
        for number in range(workshop.sessions):
            session = had.sessions[number] if had else None
            self._say(
                slots.get(session.slot, -1) if session else -1,
                fitting.index(session.room) if session and session.room in fitting else -1,
                0,
            )

    def _student(self, student: Student) -> None:
        instance, problem = self.instance, self.problem
        site = problem.student_site[student.id]
        limits = [site.most_slots_without_break, student.accommodations.break_every]
        most = min((limit for limit in limits if limit is not None), default=ENDLESS)
        advisories = list(instance.advisory_of)
        self._say(
            *(advisories.index(student.advisory), self._sites[site.id]),
            *(self._modes.index(student.modes), student.accommodations.wheelchair, most),
            *self._masks(problem.student_blocked[student.id]),
            instance.advisory_of[student.advisory].minutes,
        )
        options = problem.options[student.id]
        self._say(len(options))
        for option in options:
            self._say(option.missing, option.cost, len(option.outs))
            for out in option.outs:
                limited = [
                    self._seats[up, out.day][0]
                    for up in problem.lineage[out.site]
                    if (up, out.day) in self._seats
                ]
                rides = [n for ride in out.trip.rides for n in (ride.run, ride.on, ride.off)]
                self._say(
                    *(self._mentors[out.mentor], self._hosts[out.site], self._days[out.day]),
                    *(len(limited), *limited, len(out.trip.rides), *rides),
                )
        self._say(self._option_had(student), 0)
        self._requests(student)

    def _option_had(self, student: Student) -> int:
        """The number of the option that a student had before a change, or -1."""
        if self.had is None:
            return -1
        outs = [one for one in self.had.timetable.days_out if one.student == student.id]
        given = self.problem.given_option(student.id, outs)
        options = self.problem.options[student.id]
        return options.index(given) if given in options else -1

    def _requests(self, student: Student) -> None:
        enrolled = {
            self.problem.bundle_of[one.section]
            for one in (self.had.timetable.enrolments if self.had else ())
            if one.student == student.id
        }
        self._say(len(student.requests))
        wishes = 0
        for request, bundles in zip(
            student.requests, self.problem.request_bundles[student.id], strict=True
        ):
            is_must = request.kind is RequestKind.MUST
            wishes += not is_must
            had = next((n for n, bundle in enumerate(bundles) if bundle in enrolled), -1)
            points = 0 if is_must else 12 if wishes == 1 else 7
            self._say(is_must, points, len(bundles), *bundles, had, 0)


def _or_endless(number: int | None) -> int:
    return ENDLESS if number is None else number
