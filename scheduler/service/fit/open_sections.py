"""Who fits a seat in a section: sections for a student, students for a section."""

from __future__ import annotations

from scheduler.domain.ids import SectionId
from scheduler.domain.moves import Enrol
from scheduler.domain.people import Request, RequestKind, Student
from scheduler.service.fit.answers import Blocker, Fit, Fits
from scheduler.service.fit.ground import Ground
from scheduler.service.fit.making_way import ways_around
from scheduler.service.fit.open_days import ENOUGH
from scheduler.service.fit.section_blockers import section_blockers
from scheduler.service.fit.weighing import Scales, ranked


def for_request(ground: Ground, student: Student, request: Request) -> Fits:
    """Say in which section a student could have a workshop, or what would do instead."""
    scales = Scales(ground, {student.id})
    clear: list[SectionId] = []
    tight: list[tuple[int, SectionId, list[Blocker]]] = []
    for workshop in request.workshops:
        for section in ground.instance.workshop_of[workshop].sections:
            found = list(section_blockers(ground, student, section.id))
            if found:
                tight.append((len(found), section.id, found))
            else:
                clear.append(section.id)
    fits = [
        scales.weighed(Fit(who=one, text=one), (Enrol(student=student.id, section=one),))
        for one in clear
    ]
    for _, one, blockers in sorted(tight, key=lambda each: each[0]):
        found_so_far = sum(fit.works for fit in fits)
        fits.append(into(scales, student, one, blockers, found_so_far))
    item = f"{request.workshop} for {student.id}"
    return Fits(about=(student.id,), item=item, candidates=ranked(fits))


def into(
    scales: Scales, student: Student, section: SectionId, blockers: list[Blocker], found: int
) -> Fit:
    """Look for others to make way in a section, unless enough works already."""
    fit = Fit(who=section, text=section, blocker=blockers[0].text)
    if found >= ENOUGH:
        return fit
    move = Enrol(student=student.id, section=section)
    for moves, _ in ways_around(scales.ground, student, blockers):
        if scales.left < 1:
            break
        weighed = scales.weighed(fit, (move,), moves)
        if weighed.works:
            return weighed
    return fit


def unmet(ground: Ground, student: Student) -> tuple[Request, ...]:
    """What a student asked for and is not enrolled in, musts first."""
    taken = {
        ground.instance.section_of[one][1].id
        for one in ground.diary.sections_of.get(student.id, ())
    }
    found = [one for one in student.requests if taken.isdisjoint(one.workshops)]
    return tuple(sorted(found, key=lambda one: one.kind is not RequestKind.MUST))


def for_section(ground: Ground, section: SectionId) -> Fits:
    """Say which students could take a free seat in a section."""
    scales = Scales(ground, {section})
    workshop = ground.instance.section_of[section][1]
    clear: list[tuple[tuple[bool, int, int], Student]] = []
    blocked: list[Fit] = []
    for student in ground.instance.students:
        for number, request in enumerate(unmet(ground, student)):
            if workshop.id not in request.workshops:
                continue
            found = next(section_blockers(ground, student, section), None)
            text = f"{student.id} in {section}"
            if found is not None:
                blocked.append(Fit(who=student.id, text=text, blocker=found.text))
            else:
                order = (
                    request.kind is not RequestKind.MUST,
                    number,
                    request.workshops.index(workshop.id),
                )
                clear.append((order, student))
            break
    fits = [
        scales.weighed(
            Fit(who=one.id, text=f"{one.id} in {section}"),
            (Enrol(student=one.id, section=section),),
        )
        for _, one in sorted(clear, key=lambda each: (each[0], each[1].id))
    ]
    item = f"seat in {section}"
    return Fits(about=(section,), item=item, candidates=ranked([*fits, *blocked]))
