"""A term rolls forward into the next: the data is carried over with its dates moved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.domain.calendar import DateSpan, SpecialDate, Term
from scheduler.domain.faults import faults
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.people import InternshipWish, Student
from scheduler.domain.timetable import Timetable
from scheduler.domain.vehicles import VehicleRun
from scheduler.errors import Fault, InvalidInputError
from scheduler.service.completing import runs_driven

LAST_GRADE = 12
LONGEST = timedelta(days=400)
OLDEST, NEWEST = 1990, 2200


@dataclass(frozen=True, kw_only=True)
class NextTerm:
    """What is new about the next term."""

    id: str
    """What its data is called, different from that of every other term."""
    name: str
    first: date
    last: date
    holidays: tuple[DateSpan, ...] = ()
    special: tuple[SpecialDate, ...] = ()
    year_on: bool = False
    """Whether a new school year begins: everybody is a grade and a year older."""
    last_grade: int = LAST_GRADE
    """Who is in it leaves school with the year."""


@dataclass(frozen=True, kw_only=True)
class Rolled:
    """The data of the next term, and what somebody should look at in it."""

    instance: Instance
    notes: tuple[str, ...]


def rolled(old: Instance, released: Timetable | None, wanted: NextTerm) -> Rolled:
    """Carry data over into the next term; people live by ``released`` until it is planned.

    Blocks keep their week of the term. Pins are let go. Who leaves school is left out
    everywhere.

    Raises
    ------
    InvalidInputError
        The dates are no term, or what comes of it has faults.
    """
    notes: list[str] = []
    term = _term(old.term, wanted)
    shift = _monday(term.first) - _monday(old.term.first)
    students: list[Student] = []
    kept_wishes: dict[tuple[StudentId, int], int] = {}
    gone: list[StudentId] = []
    for student in old.students:
        if wanted.year_on and student.grade >= wanted.last_grade:
            gone.append(student.id)
            continue
        wishes: list[InternshipWish] = []
        for number, wish in enumerate(student.internships):
            moved = _wish(wish, term, shift)
            if moved is None:
                notes.append(f"{student.id}: a block lies outside the new term and is left out.")
            else:
                kept_wishes[student.id, number] = len(wishes)
                wishes.append(moved)
        years = 1 if wanted.year_on else 0
        students.append(
            replace(
                student,
                grade=student.grade + years,
                age=student.age + years,
                internships=tuple(wishes),
            )
        )
    if gone:
        students_say = "1 student" if len(gone) == 1 else f"{len(gone)} students"
        notes.append(f"{students_say} of grade {wanted.last_grade} and up will have left school.")
    made = _without(
        replace(
            old, id=wanted.id, name=wanted.name, term=term, students=tuple(students), pins=Pins()
        ),
        frozenset(gone),
    )
    notes += [f"{one.id} has no members." for one in made.advisories if not made.members_of[one.id]]
    if released is not None:
        made = replace(made, release=_release(made, released, kept_wishes))
    else:
        made = replace(made, release=None)
    found = faults(made)
    if found:
        raise InvalidInputError(
            "The next term's data would have faults, so nothing was kept.", found
        )
    return Rolled(instance=made, notes=tuple(notes))


def _term(old: Term, wanted: NextTerm) -> Term:
    try:
        if not (OLDEST <= wanted.first.year <= NEWEST and wanted.last - wanted.first < LONGEST):
            raise ValueError(f"a term is at most {LONGEST.days} days of {OLDEST} to {NEWEST}")
        return replace(
            old,
            first=wanted.first,
            last=wanted.last,
            holidays=wanted.holidays,
            special=wanted.special,
        )
    except ValueError as error:
        fault = Fault(
            thing="term",
            field="first",
            message=f"{str(error)[:1].upper()}{str(error)[1:]}.",
            next_step="Mend the dates.",
            position="/first",
        )
        raise InvalidInputError("These dates are no term.", [fault]) from error


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _wish(wish: InternshipWish, term: Term, shift: timedelta) -> InternshipWish | None:
    """A block goes to the same week of the new term, as far as that has it."""
    if wish.block is None:
        return wish
    first, last = max(wish.block.first + shift, term.first), min(wish.block.last + shift, term.last)
    if first > last or not any(first <= day <= last for day, _, _ in term.dates()):
        return None
    return replace(wish, block=DateSpan(first=first, last=last))


def _without(made: Instance, gone: frozenset[StudentId]) -> Instance:
    """Leave out whatever is about students who left."""
    runs = tuple(run for run in (_run(one, gone) for one in made.runs) if run is not None)
    rows = tuple(
        row for row in made.travel.rows if row.origin not in gone and row.destination not in gone
    )
    return replace(
        made,
        runs=runs,
        travel=replace(made.travel, rows=rows),
        attendance=tuple(one for one in made.attendance if one.student not in gone),
        mentors=tuple(
            replace(one, never_with=tuple(s for s in one.never_with if s not in gone))
            for one in made.mentors
        ),
        release=None,
    )


def _run(run: VehicleRun, gone: frozenset[StudentId]) -> VehicleRun | None:
    stops = tuple(stop for stop in run.stops if stop.place not in gone)
    return replace(run, stops=stops) if len(stops) > 1 else None


def _release(
    made: Instance, released: Timetable, kept_wishes: dict[tuple[StudentId, int], int]
) -> Timetable:
    """What people live by, without those who left and blocks that are over."""
    outs = tuple(
        replace(out, internship=kept_wishes[out.student, out.internship])
        for out in released.days_out
        if (out.student, out.internship) in kept_wishes
    )
    kept = replace(
        released,
        instance=made.id,
        days_out=outs,
        enrolments=tuple(one for one in released.enrolments if one.student in made.student_of),
        unplaced=(),
    )
    return replace(kept, runs=runs_driven(made, kept))
