"""Ours, held at a peer's worse number: planned without the items the peer leaves unplaced.

A peer that leaves more out has fewer points, since nothing is paid for what is left out.
So that points can be compared, Fieldweek plans the same school again with the same limits,
while as many days and musts are not asked for as the peer leaves out; they count as unplaced
in its timetable, too. Those are what Fieldweek itself could not place, then what the peer did
not. Advisory minutes and days of a block cannot be left out for one student alone: they stay
asked for, which is no advantage of ours.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import scheduler
from benchmarks.peers.catalogue import OURS
from benchmarks.peers.cells import Cell, Judged
from benchmarks.peers.recording import TIMETABLE, read_answer
from benchmarks.peers.running import ask, instance_of, judged
from scheduler.domain.ids import StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import RequestKind, Student
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import Timetable, Unplaced

Kept = dict[StudentId, tuple[int, ...]]
"""By student: which of the internships are still asked for."""


def run_held(cell: Cell, theirs: Sequence[Unplaced], ours: Sequence[Unplaced]) -> Judged:
    """Plan a school without as much as a peer leaves out; judge it as if all were asked for."""
    instance = scheduler.load(instance_of(cell))
    left_out = as_much(instance, theirs, ours)
    asked_for, kept = without(instance, left_out)
    with tempfile.TemporaryDirectory() as own:
        folder = Path(own)
        scheduler.save(asked_for, folder / "instance.json")
        wall, status = ask(
            OURS, folder / "instance.json", folder, cell.seconds, cell.workers, cell.seed
        )
        answer = read_answer(folder)
        if answer.timetable is not None:
            planned = scheduler.load_timetable(folder / TIMETABLE)
            scheduler.save(counted(planned, kept, left_out), folder / TIMETABLE)
        return judged(cell.of_ours_held, instance, answer, folder, wall, status)


def as_much(
    instance: Instance, theirs: Sequence[Unplaced], ours: Sequence[Unplaced]
) -> list[Unplaced]:
    """Choose as many items of each kind as a peer leaves out: ours first, then the peer's."""
    chosen = []
    for kind in (UnplacedKind.DAY, UnplacedKind.MUST):
        own = Counter(item for item in ours if item.kind is kind)
        other = Counter(item for item in theirs if item.kind is kind)
        most = other.total()
        items = (*own.elements(), *(other - own).elements())
        chosen += [item for item in items if _can_be_left_out(instance, item)][:most]
    return chosen


def _can_be_left_out(instance: Instance, item: Unplaced) -> bool:
    if item.kind is not UnplacedKind.DAY:
        return True
    return instance.student_of[item.student].internships[int(item.subject)].block is None


def without(instance: Instance, left_out: Sequence[Unplaced]) -> tuple[Instance, Kept]:
    """The school without some items, and the internships that are left to each student."""
    of_student: dict[StudentId, list[Unplaced]] = {}
    for item in left_out:
        of_student.setdefault(item.student, []).append(item)
    students, kept = [], {}
    for student in instance.students:
        less, numbers = _less(student, of_student.get(student.id, []))
        students.append(less)
        kept[student.id] = numbers
    return replace(instance, students=tuple(students)), kept


def _less(student: Student, items: Sequence[Unplaced]) -> tuple[Student, tuple[int, ...]]:
    days = Counter(int(i.subject) for i in items if i.kind is UnplacedKind.DAY)
    musts = {i.subject for i in items if i.kind is UnplacedKind.MUST}
    wishes = {
        number: replace(wish, days=wish.days - days[number])
        for number, wish in enumerate(student.internships)
        if wish.block is not None or wish.days > days[number]
    }
    requests = tuple(
        one
        for one in student.requests
        if one.kind is not RequestKind.MUST or one.workshop not in musts
    )
    less = replace(student, internships=tuple(wishes.values()), requests=requests)
    return less, tuple(wishes)


def counted(timetable: Timetable, kept: Kept, left_out: Sequence[Unplaced]) -> Timetable:
    """Number the internships as they are in the school, and list what was left out."""
    days_out = tuple(
        replace(one, internship=kept[one.student][one.internship]) for one in timetable.days_out
    )
    own = [
        replace(one, subject=str(kept[one.student][int(one.subject)]))
        if one.kind is UnplacedKind.DAY
        else one
        for one in timetable.unplaced
    ]
    items = sorted([*own, *left_out], key=lambda u: (u.kind, u.student, u.subject))
    return replace(timetable, days_out=days_out, unplaced=tuple(items))
