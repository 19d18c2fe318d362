"""Age, hazards, clearances and forbidden pairs allow the student at this site with this mentor
on every date of the term.
"""  # noqa: D205 (the rule's sentence is the summary)

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from scheduler.check.diary import diary_of
from scheduler.check.facts import Facts
from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.ELIGIBLE


def obstacles(
    facts: Facts, student: Student, mentor_id: MentorId, site: SiteId, dates: Sequence[date]
) -> list[str]:
    """Say everything that keeps a student from a site and mentor on these dates, in order."""
    found = []
    mentor = facts.instance.mentor_of[mentor_id]
    if site not in mentor.sites:
        found.append(f"{mentor.id} is not at {site}")
    if student.id in mentor.never_with:
        found.append(f"{mentor.id} is never to be with {student.id}")
    last = dates[-1] if dates else None
    if last and mentor.clearance_until and mentor.clearance_until < last:
        found.append(f"the clearance of {mentor.id} ends {mentor.clearance_until}, before {last}")
    for place in facts.lineage[site]:
        if student.age < place.minimum_age:
            found.append(f"{student.id} is {student.age}, {place.id} asks for {place.minimum_age}")
        for hazard in place.hazards:
            if hazard in student.avoid_hazards:
                found.append(f"{place.id} has {hazard}, which {student.id} avoids")
        if last is None:
            continue
        for name in place.requires:
            held = [one for one in student.clearances if one.name == name]
            if not any(one.until is None or one.until >= last for one in held):
                found.append(f"{student.id} does not hold {name} until {last}, as {place.id} asks")
        for one in place.clearances:
            if one.until is not None and one.until < last:
                found.append(f"{one.name} of {place.id} ends {one.until}, before {last}")
    return found


def matches(instance: Instance) -> bool:
    """Whether anybody asks for an internship."""
    return any(student.internships for student in instance.students)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each student, mentor and site that may not come together."""
    diary = diary_of(instance, timetable)
    together: dict[tuple[StudentId, MentorId, SiteId], set[date]] = defaultdict(set)
    for out in diary.outs:
        together[out.entry.student, out.entry.mentor, out.entry.site].update(out.dates)
    for (student, mentor, site), dates in together.items():
        found = obstacles(diary.facts, instance.student_of[student], mentor, site, sorted(dates))
        if found:
            yield Violation(RULE, (student, mentor, site), "; ".join(found))
