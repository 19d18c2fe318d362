"""Students of a made-up city: homes, ways of travelling, and what they need."""

from __future__ import annotations

from datetime import date

from scheduler.domain.calendar import Span, clock
from scheduler.domain.ids import StudentId
from scheduler.domain.people import Accommodations, Student
from scheduler.domain.places import Clearance, Mode
from scheduler.made.dice import Dice
from scheduler.made.drafts import AdvisoryDraft, CityDraft, StudentDraft
from scheduler.made.ground import CENTRE, draw_spot
from scheduler.made.numbering import Numbering
from scheduler.made.presets import Density
from scheduler.made.sites import HAZARDS, INTERESTS, PAPERS

_STROLL = 1600
"""Metres from which nobody walks to the van."""
_STROLLERS = 4
"""About one student in so many lives that near."""


def add_students(dice: Dice, city: CityDraft, numbers: Numbering, density: Density) -> None:
    """Fill every advisory of the city with students."""
    for campus in city.campuses:
        for advisory in campus.advisories:
            grade = dice.between(9, 12)
            for _ in range(advisory.size):
                advisory.members.append(
                    _draw_student(dice, city, numbers, density, advisory, grade)
                )


def forbid_pairs(dice: Dice, city: CityDraft, density: Density) -> None:
    """Name some students with whom a mentor is never to be paired, relatives mostly."""
    students = city.students
    for mentor in city.mentors:
        if dice.chance(density.never_with):
            mentor.never_with = (dice.pick(students).id,)


def _draw_student(
    dice: Dice,
    city: CityDraft,
    numbers: Numbering,
    density: Density,
    advisory: AdvisoryDraft,
    grade: int,
) -> StudentDraft:
    number = numbers.next("S")
    centre = advisory.campus.spot if dice.chance(550) else CENTRE
    spot = draw_spot(dice, centre, 2200)
    needs = _draw_needs(dice, density)
    modes = _draw_modes(dice, density, spot.metres(advisory.campus.spot), needs)
    longest = dice.pick((45, 50, 60, 60, 75)) if Mode.VAN not in modes else dice.pick((60, 75, 75))
    return StudentDraft(
        id=StudentId(number),
        name=f"Student {number[1:]}",
        advisory=advisory,
        grade=grade,
        age=grade + 5 + (1 if dice.chance(350) else 0),
        spot=spot,
        home=city.ground.position(spot),
        interests=tuple(dice.some(range(len(INTERESTS)), dice.between(2, 4))),
        modes=modes,
        longest_journey=longest,
        least_apart=2 if dice.chance(density.far_apart) else 1,
        allowed_days=dice.pick(((1, 3), (1, 2, 3), (0, 1, 2, 3)))
        if dice.chance(density.allowed_days)
        else (),
        unavailable=_draw_college(dice, density, grade),
        clearances=_draw_papers(dice),
        avoid_hazards=(dice.pick(HAZARDS),) if dice.chance(60) else (),
        accommodations=needs,
        wanted=_draw_wanted(dice, density),
    )


def _draw_wanted(dice: Dice, density: Density) -> tuple[int, ...]:
    drawn = dice.below(1000)
    if drawn < density.no_day:
        return ()
    if drawn < density.no_day + density.one_day:
        return (1,)
    return (1, 1) if dice.chance(density.two_mentors) else (2,)


def _draw_needs(dice: Dice, density: Density) -> Accommodations:
    if not dice.chance(density.accommodated):
        return Accommodations()
    kind = dice.below(3)
    if kind == 0:
        return Accommodations(wheelchair=True)
    if kind == 1:
        return Accommodations(most_walk_minutes=dice.between(10, 20))
    return Accommodations(break_every=2)


def _draw_modes(
    dice: Dice, density: Density, to_campus: int, needs: Accommodations
) -> tuple[Mode, ...]:
    """Transit for most; van riders near the school site walk to the van."""
    drawn = dice.below(1000)
    if needs.wheelchair:
        return (Mode.DRIVE, Mode.VAN) if drawn < 500 else (Mode.TRANSIT,)
    if drawn < density.drive:
        return (Mode.WALK, Mode.DRIVE)
    if drawn < density.drive + density.walk:
        return (Mode.WALK, Mode.CYCLE)
    strolls = to_campus <= _STROLL and needs.most_walk_minutes is None
    if strolls and dice.chance(_STROLLERS * density.van_only):
        return (Mode.WALK, Mode.VAN)
    if dice.chance(density.van):
        return (Mode.TRANSIT, Mode.VAN)
    if dice.chance(density.cycle):
        return (Mode.CYCLE, Mode.TRANSIT)
    return (Mode.WALK, Mode.TRANSIT) if dice.chance(500) else (Mode.TRANSIT,)


def _draw_college(dice: Dice, density: Density, grade: int) -> tuple[Span, ...]:
    """A college class of the upper grades, twice a week in the early or late hours."""
    if grade < 11 or not dice.chance(2 * density.college):
        return ()
    days = dice.pick(((0, 2), (1, 3), (0, 2), (2, 4)))
    start, end = dice.pick(((540, 630), (780, 870), (800, 890)))
    return tuple(Span(day=day, start=clock(start), end=clock(end)) for day in days)


def _draw_papers(dice: Dice) -> tuple[Clearance, ...]:
    found = []
    for name in PAPERS:
        if dice.chance(650):
            until = dice.pick((date(2026, 12, 11), date(2027, 6, 30))) if dice.chance(80) else None
            found.append(Clearance(name=name, until=until))
    return tuple(found)


def student_data(student: StudentDraft) -> Student:
    """The student as data."""
    return Student(
        id=student.id,
        name=student.name,
        advisory=student.advisory.id,
        grade=student.grade,
        age=student.age,
        home=student.home,
        interests=tuple(INTERESTS[one][0] for one in student.interests),
        internships=tuple(student.internships),
        least_apart=student.least_apart,
        unavailable=student.unavailable,
        modes=student.modes,
        longest_journey=student.longest_journey,
        clearances=student.clearances,
        avoid_hazards=student.avoid_hazards,
        accommodations=student.accommodations,
        requests=tuple(student.requests),
    )
