"""Nobody and nothing is in two places at once, travel time between them included."""

from __future__ import annotations

from itertools import combinations

from scheduler.domain.ids import SectionId
from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build, Subject
from scheduler.solver.literals import Lit
from scheduler.solver.placing import Placing
from scheduler.solver.variables import Stretch

RULE = RuleId.ONE_PLACE

Held = list[tuple[Placing, Lit]]


def add(build: Build) -> None:
    """Post one at-most-one per person or thing and moment of the pattern."""
    _students(build)
    _staff(build)
    _rooms(build)
    add_away(build)


def add_away(build: Build) -> None:
    """Post what concerns days out alone: mentors and vehicles."""
    _mentors(build)
    _vehicles(build)


def _students(build: Build) -> None:
    modes_of = {s.id: s.modes for s in build.instance.students}
    for student in build.scope.students:
        seen: set[tuple[object, ...]] = set()
        for week, day in build.weekly():
            sessions: Held = [
                (one.placing, one.lit)
                for one in build.weeks.sessions_on(student, day)
                if week in one.weeks
            ]
            meetings: Held = [
                (had.placing, had.lit) for had in build.weeks.meetings(student, week, day)
            ]
            out = build.days_out.out(student, week, day)
            key = (day, _key(sessions), _key(meetings), _key([], out))
            if key in seen:
                continue
            seen.add(key)
            subject = (student, week, day)
            if not isinstance(out, int) or out:
                build.one_at_a_time(sessions, RULE, subject, out)
            if meetings or (isinstance(out, int) and not out):
                build.one_at_a_time(sessions + meetings, RULE, subject)
            _apart(build, sessions + meetings, modes_of[student], subject)


def _key(held: Held, *more: Lit) -> tuple[tuple[Placing | None, int, bool], ...]:
    lits = [*held, *((None, lit) for lit in more)]
    return tuple(
        (p, lit, True) if isinstance(lit, int) else (p, lit.index, False) for p, lit in lits
    )


def _apart(build: Build, held: Held, modes: tuple[Mode, ...], subject: Subject) -> None:
    """Keep activities at different school sites as far apart as the way between takes."""
    if len({placing.site for placing, _ in held}) < 2:
        return
    for (one, first), (two, second) in combinations(held, 2):
        if one.site == two.site or (one.overlaps(two)):
            continue
        if build.problem.placings.too_near(modes, one, two):
            build.at_most([first, second], 1, RULE, subject)


def _staff(build: Build) -> None:
    for staff in build.scope.staff:
        sections, kinds = build.scope.led_by(staff)
        for week, day in build.weekly():
            held: Held = []
            for section in sections:
                _, workshop = build.instance.section_of[section]
                if week in build.instance.weeks(workshop.weeks):
                    held += [
                        (placing, build.leads.at(section, staff, placing))
                        for placing in build.starts.of(section)
                        if placing.day == day
                    ]
            for advisory, kind in kinds:
                if week in build.instance.weeks(kind.weeks):
                    found = build.meetings.of(advisory, kind).items()
                    held += [(placing, lit) for placing, lit in found if placing.day == day]
            build.one_at_a_time(held, RULE, (staff, week, day))
            _apart(build, held, (Mode.DRIVE,), (staff, week, day))


def _rooms(build: Build) -> None:
    used: dict[str, list[tuple[tuple[int, ...], Placing, Lit]]] = {
        room: [] for room in build.scope.rooms
    }
    for section in build.scope.sections(_kept_in_rooms(build)):
        _, workshop = build.instance.section_of[section]
        weeks = build.instance.weeks(workshop.weeks)
        for placing, rooms in build.rooms.of(section).items():
            for room, lit in rooms.items():
                if room in used:
                    used[room].append((weeks, placing, lit))
    for room in build.scope.rooms:
        for advisory in build.problem.at_home_in.get(room, ()):
            for kind in advisory.meetings:
                weeks = build.instance.weeks(kind.weeks)
                meetings = build.meetings.of(advisory, kind).items()
                used[room] += [(weeks, placing, lit) for placing, lit in meetings]
        for week, day in build.weekly():
            held = [(p, lit) for weeks, p, lit in used[room] if p.day == day and week in weeks]
            build.one_at_a_time(held, RULE, (room, week, day))


def _kept_in_rooms(build: Build) -> list[SectionId]:
    if build.scope.whole or build.incumbent is None:
        return []
    rooms = build.scope.rooms
    return [section for room in rooms for section, _ in build.incumbent.room_uses.get(room, ())]


def _mentors(build: Build) -> None:
    times = build.problem.times
    for mentor, visits in build.days_out.by_mentor().items():
        by_day: dict[int, dict[str, list[Lit]]] = {}
        for visit in visits:
            wish = build.instance.student_of[visit.student].internships[visit.out.internship]
            for index in times.mentor_days_of(visit.out.day, wish.weeks, wish.block):
                by_day.setdefault(index, {}).setdefault(visit.out.site, []).append(visit.lit)
        for index, sites in by_day.items():
            if len(sites) > 1:
                at = [build.literals.any(lits) for lits in sites.values()]
                week, day = times.mentor_days[index]
                build.at_most(at, 1, RULE, (mentor, week, day))


def _vehicles(build: Build) -> None:
    rides = build.rides
    for one, two in combinations(rides.rides, 2):
        first, second = build.instance.runs[one], build.instance.runs[two]
        weeks = set(build.instance.weeks(first.weeks)) & set(build.instance.weeks(second.weeks))
        if first.vehicle != second.vehicle or first.day != second.day or not weeks:
            continue
        for stretch, lit in rides.stretches(one):
            for other, other_lit in rides.stretches(two):
                if _collide(build, stretch, other):
                    subject = (first.vehicle, min(weeks), first.day)
                    build.at_most([lit, other_lit], 1, RULE, subject)


def _collide(build: Build, one: Stretch, two: Stretch) -> bool:
    earlier, later = (one, two) if one.begin <= two.begin else (two, one)
    came_from = earlier.run.stops[earlier.last].place
    goes_to = later.run.stops[later.first].place
    minutes = build.problem.placings.minutes_between((Mode.DRIVE,), came_from, goes_to)
    return minutes is None or later.begin < earlier.end + minutes
