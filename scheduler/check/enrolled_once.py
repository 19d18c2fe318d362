"""A student is in at most one section of a workshop and attends all its sessions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from scheduler.check.alike import Alike
from scheduler.check.diary import Diary, diary_of
from scheduler.check.linked import links_of
from scheduler.domain.ids import SectionId, StudentId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.rules import RuleId, UnplacedKind, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.ENROLLED_ONCE


def matches(instance: Instance) -> bool:
    """Whether anybody asks for a workshop."""
    return any(student.requests for student in instance.students)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each student and workshop."""
    diary = diary_of(instance, timetable)
    listed: dict[StudentId, Counter[WorkshopId]] = defaultdict(Counter)
    for item in diary.timetable.unplaced:
        if item.kind is UnplacedKind.MUST:
            listed[item.student][WorkshopId(item.subject)] += 1
    nothing: Counter[WorkshopId] = Counter()
    for student in instance.students:
        found: dict[WorkshopId, list[str]] = defaultdict(list)
        for workshop, problem in _of_student(diary, student, listed.get(student.id, nothing)):
            found[workshop].append(problem)
        for workshop, problems in found.items():
            text = f"{student.id} and {workshop}: {'; '.join(problems)}"
            yield Violation(RULE, (student.id, workshop), text)


_FOUND: Alike[list[tuple[WorkshopId, str]]] = Alike()


def _of_student(
    diary: Diary, student: Student, listed: Counter[WorkshopId]
) -> list[tuple[WorkshopId, str]]:
    """A student's problems hang on their requests, their sections and the offer alone."""
    said = (*diary.sections_of.get(student.id, ()), None, *listed.items())
    return _FOUND.found(
        diary.instance.workshops, (student,), said, lambda: list(_problems(diary, student, listed))
    )


def _problems(
    diary: Diary, student: Student, listed: Counter[WorkshopId]
) -> Iterator[tuple[WorkshopId, str]]:
    section_of = diary.instance.section_of
    sections = diary.sections_of.get(student.id, [])
    taken: dict[WorkshopId, list[SectionId]] = defaultdict(list)
    for section in sections:
        taken[section_of[section][1].id].append(section)
    for workshop, own in taken.items():
        if len(own) > 1:
            yield workshop, f"is in {' and '.join(own)}"
    for group in without_request(diary, student, sections):
        yield section_of[group[0]][1].id, f"is in {' and '.join(group)} without a request"
    unmet = Counter(
        request.workshop for request in student.musts if taken.keys().isdisjoint(request.workshops)
    )
    if not unmet and not listed:
        return
    for workshop in dict.fromkeys((*unmet, *listed)):
        if unmet[workshop] != listed[workshop]:
            yield workshop, f"{unmet[workshop]} musts not met, {listed[workshop]} listed"


def without_request(
    diary: Diary, student: Student, sections: Sequence[SectionId]
) -> list[list[SectionId]]:
    """Groups of linked sections of a student that no request of its own is left for.

    Sections that come along with each other need one request together.
    """
    links = links_of(diary.instance)
    groups: list[list[SectionId]] = []
    for section in sections:
        if not links[section]:
            groups.append([section])
            continue
        joined = [one for one in groups if any(section in links[other] for other in one)]
        groups = [one for one in groups if one not in joined]
        groups.append([*(other for one in joined for other in one), section])
    workshops = [{diary.instance.section_of[one][1].id for one in group} for group in groups]
    wanted = [
        [
            number
            for number, request in enumerate(student.requests)
            if not own.isdisjoint(request.workshops)
        ]
        for own in workshops
    ]
    used_by: dict[int, int] = {}

    def give(group: int, tried: set[int]) -> bool:
        """Find a request for a group, moving others to another of theirs if need be."""
        for request in wanted[group]:
            if request not in tried:
                tried.add(request)
                if request not in used_by or give(used_by[request], tried):
                    used_by[request] = group
                    return True
        return False

    return [group for number, group in enumerate(groups) if not give(number, set())]
