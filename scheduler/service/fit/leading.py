"""Who could lead instead: for a term, or on one date."""

from __future__ import annotations

from datetime import date

from scheduler.domain.ids import AdvisoryId, MentorId, SectionId
from scheduler.domain.moves import ChangeLead
from scheduler.domain.people import Staff
from scheduler.domain.timetable import DayOut, journey_minutes
from scheduler.service.fit.answers import Fit, Fits
from scheduler.service.fit.ground import Ground
from scheduler.service.fit.section_blockers import lead_blockers, sessions_of
from scheduler.service.fit.weighing import Scales, ranked
from scheduler.service.mornings.hosts import Hosts


def for_lead(ground: Ground, what: str, on: date | None = None) -> Fits:
    """Say who could lead a section, or an advisory, in the place of who leads it."""
    known = sessions_of(ground, what)
    item = f"lead of {what}" if on is None else f"lead of {what} on {on}"
    if known is None:
        return Fits(about=(what,), item=item, candidates=())
    activities, now = known
    if on is not None:
        week, day = ground.instance.term.pattern_of(on) or (-1, -1)
        activities = tuple(
            one._replace(weeks=(week,))
            for one in activities
            if one.day == day and week in one.weeks
        )
    scales = Scales(ground, {what, now})
    fits, clear = [], []
    for person in _able(ground, what):
        if person.id == now:
            continue
        found = next(lead_blockers(ground, person, activities), None)
        if found is not None:
            fits.append(Fit(who=person.id, text=person.id, blocker=found.text))
        else:
            clear.append((ground.slots_led.get(person.id, 0), person.id))
    for _, id in sorted(clear):
        fit = Fit(who=id, text=id)
        if on is not None:
            fits.append(fit)  # one date: nothing else of the timetable changes
        elif what in ground.instance.advisory_of:
            fits.append(scales.weighed(fit, (), advisor=(what, id)))
        else:
            fits.append(scales.weighed(fit, (ChangeLead(section=SectionId(what), lead=id),)))
    return Fits(about=(what, now), item=item, candidates=ranked(fits))


def _able(ground: Ground, what: str) -> list[Staff]:
    """Who may lead it at all: the leads of a section, the staff of an advisory's school."""
    instance = ground.instance
    if what in instance.advisory_of:
        school = instance.room_of[instance.advisory_of[AdvisoryId(what)].room][1].school
        return [one for one in instance.staff if one.school == school]
    leads = instance.section_of[SectionId(what)][0].leads
    return [one for one in instance.staff if one.id in leads]


def _minutes(out: DayOut) -> int:
    return journey_minutes(out.there) + journey_minutes(out.back)


def for_interns(ground: Ground, mentor: MentorId, on: date) -> Fits:
    """Say with whom the interns of a mentor who is away could be on a date."""
    item = f"interns of {mentor} on {on}"
    pattern = ground.instance.term.pattern_of(on)
    if pattern is None:
        return Fits(about=(mentor,), item=item, candidates=())
    today = [out for out in ground.diary.outs if on in out.dates]
    hosts = Hosts(ground.diary, today, frozenset({mentor}), on, pattern, 0)
    fits: list[Fit] = []
    for out in today:
        if out.entry.mentor != mentor:
            continue
        found = hosts.options(out)
        for host in found:
            text = f"{out.student.id}: {host.entry.mentor} at {host.entry.site}"
            minutes = _minutes(host.entry) - _minutes(out.entry)
            fits.append(Fit(who=host.entry.mentor, text=text, minutes=minutes))
        if not found:
            text = f"{out.student.id}: another mentor"
            fits.append(
                Fit(
                    who=out.student.id,
                    text=text,
                    blocker=f"nobody whom {out.student.id} may be with has room on {on}",
                )
            )
    return Fits(about=(mentor,), item=item, candidates=tuple(fits))
