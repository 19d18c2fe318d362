"""Others who could make way: up to two of them, in an order that is always the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.moves import Enrol, Move, Withdraw
from scheduler.domain.people import Student
from scheduler.service.fit.answers import Blocker
from scheduler.service.fit.arranging import Arrangement, days_had, possible_days
from scheduler.service.fit.ground import Ground
from scheduler.service.fit.section_blockers import section_blockers

DEEPEST = 2
"""Others who make way for one student, at most."""
MOST_LOOKED_AT = 60
"""Ways to make way that are looked at for one blocker."""

Way = tuple[tuple[Move, ...], frozenset[StudentId]]
"""Moves, and the students who are moved by them."""


def ways_around(
    ground: Ground, student: Student, blockers: Sequence[Blocker], depth: int = DEEPEST
) -> Iterator[Way]:
    """Say how everything in a student's way could give way, fewest others first."""
    if not all(one.students or one.section or one.is_own for one in blockers):
        return
    choices = [
        list(islice(_around(ground, student, one, depth, frozenset({student.id})), MOST_LOOKED_AT))
        for one in blockers
    ]
    found = []
    for chosen in islice(product(*choices), MOST_LOOKED_AT):
        moves = tuple(dict.fromkeys(move for way, _ in chosen for move in way))
        who = frozenset[StudentId]().union(*(others for _, others in chosen))
        if len(who - {student.id}) <= depth and _once(moves):
            found.append((moves, who))
    yield from sorted(found, key=lambda way: len(way[1] - {student.id}))


def _once(moves: Sequence[Move]) -> bool:
    """Whether nobody leaves the same section, or gives up the same day, twice over."""
    leaving = [
        (move.student, getattr(move, "section", None), getattr(move, "day", None), move.move)
        for move in moves
        if move.move in ("withdraw", "drop-day")
    ]
    return len(set(leaving)) == len(leaving)


def _around(
    ground: Ground, student: Student, blocker: Blocker, depth: int, seen: frozenset[StudentId]
) -> Iterator[Way]:
    if blocker.section is not None:
        yield from _to_another(ground, student, blocker.section, depth, seen)
        return
    if blocker.is_own:
        yield from _elsewhere(ground, student, blocker, depth, seen)
    for id in blocker.students:
        if id in seen or depth < 1:
            continue
        other = ground.instance.student_of[id]
        if blocker.full_section is not None:
            yield from _to_another(ground, other, blocker.full_section, depth - 1, seen | {id})
        else:
            yield from _elsewhere(ground, other, blocker, depth - 1, seen | {id})


def _to_another(
    ground: Ground, student: Student, section: SectionId, depth: int, seen: frozenset[StudentId]
) -> Iterator[Way]:
    """A student goes to another section of the same workshop."""
    leaves: tuple[Move, ...] = (Withdraw(student=student.id, section=section),)
    later = []
    for other in ground.instance.section_of[section][1].sections:
        if other.id == section or other.id not in ground.diary.running:
            continue
        blockers = [
            one for one in section_blockers(ground, student, other.id) if one.section != section
        ]
        move = (*leaves, Enrol(student=student.id, section=other.id))
        if not blockers:
            yield move, frozenset({student.id})
        elif len(blockers) == 1 and blockers[0].students and depth > 0:
            later.append((blockers[0], move))
    for blocker, move in later:
        for others, who in _around(ground, student, blocker, depth, seen):
            yield (*others, *move), who | {student.id}


def _elsewhere(
    ground: Ground, student: Student, blocker: Blocker, depth: int, seen: frozenset[StudentId]
) -> Iterator[Way]:
    """A student has another day with the same mentor, or the days with another mentor."""
    later = []
    for one in _others(ground, student, blocker):
        if next(one.firm(ground), None) is not None:
            continue
        blockers = list(one.seats(ground))
        if not blockers:
            yield one.moves(ground), frozenset({student.id})
        elif len(blockers) == 1 and depth > 0 and blockers[0].students:
            later.append((blockers[0], one))
    for found, one in later:
        for others, who in _around(ground, student, found, depth, seen):
            yield (*others, *one.moves(ground)), who | {student.id}


def _others(ground: Ground, student: Student, blocker: Blocker) -> Iterator[Arrangement]:
    """Other arrangements of the days out by which a student has the seat."""
    for internship, wish in enumerate(student.internships):
        had = days_had(ground, student, internship)
        outs = [
            out
            for out in ground.days_out(student.id)
            if out.internship == internship
            and (blocker.day is None or out.day == blocker.day)
            and (
                out.mentor == blocker.place
                or any(place.id == blocker.place for place in ground.facts.lineage[out.site])
            )
        ]
        if not outs:
            continue
        now = outs[0]
        if blocker.day is not None:
            for day in possible_days(ground, student, internship):
                if day not in had:
                    days = tuple(sorted({*had, day} - {blocker.day}))
                    yield Arrangement(student, internship, now.mentor, now.site, days)
        for mentor in wish.mentors:
            for site in ground.instance.mentor_of[mentor].sites:
                if mentor != now.mentor:
                    yield Arrangement(student, internship, mentor, site, had)
