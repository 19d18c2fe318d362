"""Why a student is not somewhere else, and what it would take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.check.facts import day_name
from scheduler.domain.ids import MentorId, SectionId, SiteId, WorkshopId
from scheduler.domain.moves import Enrol, Move, Withdraw
from scheduler.domain.people import RequestKind, Student
from scheduler.service.fit.answers import Blocker, Fit, WhyNot
from scheduler.service.fit.arranging import Arrangement, possible_days, with_day
from scheduler.service.fit.ground import Ground
from scheduler.service.fit.making_way import ways_around
from scheduler.service.fit.section_blockers import section_blockers
from scheduler.service.fit.weighing import Scales, ranked

MOST_WAYS = 3
MOST_TRIED = 18


def why_not_out(ground: Ground, student: Student, place: str, day: int | None) -> WhyNot:
    """Say why a student is not out with a mentor or at a site, on a weekday or on any."""
    wanted = place if day is None else f"{place} on {day_name(day)}"
    has = any(
        place in {out.mentor, *(one.id for one in ground.facts.lineage[out.site])}
        and day in (None, out.day)
        for out in ground.days_out(student.id)
    )
    if has:
        return WhyNot(student=student.id, wanted=wanted, has=True, blockers=(), ways=())
    if not student.internships:
        said = (f"{student.id} has no internship",)
        return WhyNot(student=student.id, wanted=wanted, has=False, blockers=said, ways=())
    looked = [
        (list(one.firm(ground)), list(one.seats(ground)), one)
        for one in _arrangements(ground, student, place, day)
    ]
    looked.sort(key=lambda each: (len(each[0]), len(each[1]), each[2].minutes(ground)))
    scales = Scales(ground, {student.id}, MOST_TRIED)
    ways: list[Fit] = []
    said_by_checker: list[str] = []
    for firm, seats, one in looked:
        if firm or len(ways) == MOST_WAYS or scales.left < 1:
            continue
        fit = Fit(who=one.mentor, text=one.text)
        for others in _around(ground, student, seats):
            weighed = scales.weighed(fit, one.moves(ground), others)
            if weighed.works:
                ways.append(weighed)
                break
            if not seats and weighed.blocker:
                said_by_checker.append(weighed.blocker)
            if scales.left < 1:
                break
    firm, seats, _ = looked[0] if looked else ([], [], None)
    blockers = _texts([*firm, *seats]) or tuple(dict.fromkeys(said_by_checker))[:1]
    if not looked:
        blockers = (f"nobody at {place} is among those {student.id} may be with",)
    return WhyNot(
        student=student.id, wanted=wanted, has=False, blockers=blockers, ways=ranked(ways)
    )


def _arrangements(
    ground: Ground, student: Student, place: str, day: int | None
) -> Iterator[Arrangement]:
    """Every arrangement of days out by which a student would be there."""
    mentors = [one for one in ground.instance.mentors if _is_at(ground, one.id, place)]
    for internship, wish in enumerate(student.internships):
        known = [one for one in mentors if one.id in wish.mentors]
        days = possible_days(ground, student, internship) if day is None else (day,)
        for mentor in known or mentors[:1]:
            for one in days:
                for found in with_day(ground, student, internship, mentor.id, one):
                    if place == mentor.id or _covers(ground, found.site, place):
                        yield found


def _is_at(ground: Ground, mentor: MentorId, place: str) -> bool:
    sites = ground.instance.mentor_of[mentor].sites
    return mentor == place or any(_covers(ground, site, place) for site in sites)


def _covers(ground: Ground, site: SiteId, place: str) -> bool:
    return any(one.id == place for one in ground.facts.lineage[site])


def _around(ground: Ground, student: Student, seats: list[Blocker]) -> Iterable[tuple[Move, ...]]:
    """Moves by which nothing is in the way: none where nothing is; then what is given up."""
    if not seats:
        return [()]
    found: list[tuple[Move, ...]] = [moves for moves, _ in ways_around(ground, student, seats)]
    own = [one.section for one in seats if one.section is not None]
    if len(own) == len(seats):
        gives_up = dict.fromkeys(Withdraw(student=student.id, section=one) for one in own)
        found.append(tuple(gives_up))
    return found


def why_not_in(ground: Ground, student: Student, what: str, day: int | None) -> WhyNot:
    """Say why a student is not in a workshop or section that meets on a weekday, or on any."""
    wanted = what if day is None else f"{what} on {day_name(day)}"
    sections = _sections(ground, what, day)
    own = ground.diary.sections_of.get(student.id, ())
    if any(one in own for one in sections):
        return WhyNot(student=student.id, wanted=wanted, has=True, blockers=(), ways=())
    if not sections:
        text = f"no section of {what} meets on {day_name(day)}" if day is not None else ""
        said = (text or f"{what} has no section",)
        return WhyNot(student=student.id, wanted=wanted, has=False, blockers=said, ways=())
    scales = Scales(ground, {student.id}, MOST_TRIED)
    looked = []
    for section in sections:
        leaves = _leaves(ground, student, section)
        left = {one.section for one in leaves}
        found = [
            one
            for one in section_blockers(ground, student, section)
            if one.section is None or one.section not in left
        ]
        looked.append((len(found), section, leaves, found))
    looked.sort(key=lambda each: each[:2])
    ways: list[Fit] = []
    said_by_checker: list[str] = []
    for _, section, leaves, found in looked:
        move: tuple[Move, ...] = (*leaves, Enrol(student=student.id, section=section))
        for others in _around(ground, student, found):
            if len(ways) == MOST_WAYS or scales.left < 1:
                break
            weighed = scales.weighed(Fit(who=section, text=section), move, others)
            if weighed.works:
                ways.append(weighed)
                break
            if not found and weighed.blocker:
                said_by_checker.append(weighed.blocker)
    firm = []
    workshop = ground.instance.section_of[sections[0]][1].id
    if not any(workshop in one.workshops for one in student.requests):
        firm.append(f"{student.id} has not asked for {workshop}")
    blockers = (*firm, *_texts(looked[0][3])) or tuple(dict.fromkeys(said_by_checker))[:1]
    return WhyNot(
        student=student.id, wanted=wanted, has=False, blockers=blockers, ways=ranked(ways)
    )


def _sections(ground: Ground, what: str, day: int | None) -> tuple[SectionId, ...]:
    """The sections that are meant."""
    if what in ground.instance.section_of:
        return (SectionId(what),)
    found = []
    for section in ground.instance.workshop_of[WorkshopId(what)].sections:
        running = ground.diary.running.get(section.id)
        days = [one.day for one in running.activities if one] if running else []
        if day is None or day in days:
            found.append(section.id)
    return tuple(found)


def _leaves(ground: Ground, student: Student, section: SectionId) -> tuple[Withdraw, ...]:
    """What a student leaves for a section: another of the same request, or one of its wishes.

    A request is met once, so who comes into an alternative leaves what they had for it.
    """
    workshop = ground.instance.section_of[section][1].id
    had = ground.diary.sections_of.get(student.id, ())
    for request in sorted(student.requests, key=lambda one: one.kind is RequestKind.MUST):
        if workshop not in request.workshops:
            continue
        mine = [one for one in had if ground.instance.section_of[one][1].id in request.workshops]
        return tuple(Withdraw(student=student.id, section=one) for one in mine)
    return ()


def _texts(blockers: Iterable[Blocker]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.text for one in blockers))
