"""No site holds more students than it may, nor more unoccupied ones than study seats."""

from __future__ import annotations

from scheduler.domain.ids import SchoolSiteId, StudentId
from scheduler.domain.places import SchoolSite
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit, Terms
from scheduler.solver.placing import Placing

RULE = RuleId.SCHOOL_SEATS


def add(build: Build) -> None:
    """Count who is on campus, and who of them is without an activity, slot by slot."""
    for site_id in build.scope.school_sites:
        site = build.instance.school_site_of[site_id]
        touched = [s for s in build.scope.students if _concerns(build, s, site_id)]
        for week in build.problem.times.weeks:
            for placing, lunch in build.problem.slots_of[site_id]:
                _limit(build, site, touched, week, placing, lunch)


def _concerns(build: Build, student: StudentId, site: SchoolSiteId) -> bool:
    return build.problem.student_site[student].id == site or any(
        one.placing.site == site for one in build.weeks.sessions(student)
    )


def _limit(
    build: Build,
    site: SchoolSite,
    touched: list[StudentId],
    week: int,
    placing: Placing,
    lunch: bool,
) -> None:
    others, others_idle = 0, 0
    if not build.scope.whole and (len(build.instance.students) > min(site.seats, site.study_seats)):
        assert build.incumbent is not None
        whereabouts = build.incumbent.whereabouts
        others, others_idle = whereabouts.count(site.id, week, placing.slot)
        for student in touched:
            taken = whereabouts.takes(student, site.id, week, placing.slot)
            others -= taken > 0
            others_idle -= taken > 1
    subject = (site.id, week, placing.slot)
    if others + len(touched) > site.seats:
        terms: Terms = [(1, 1)] * others
        for student in touched:
            terms += _on_campus(build, site, student, week, placing)
        build.at_most_sum(terms, site.seats, RULE, subject)
    if not lunch and others_idle + len(touched) > site.study_seats:
        terms = [(1, 1)] * others_idle
        for student in touched:
            terms += _idle(build, site, student, week, placing)
        build.at_most_sum(terms, site.study_seats, RULE, subject)


def _is_here(build: Build, site: SchoolSite, student: StudentId, week: int, slot: Placing) -> bool:
    own = build.problem.student_site[student].id == site.id
    return own and build.problem.placings.student_can(student, slot, (week,))


def _away(build: Build, site: SchoolSite, student: StudentId, week: int, slot: Placing) -> Lit:
    """Whether a student has a session then at another site than this."""
    return build.literals.any(
        one.lit
        for one in build.weeks.sessions_on(student, slot.day)
        if week in one.weeks and one.placing.site != site.id and one.placing.overlaps(slot)
    )


def _on_campus(
    build: Build, site: SchoolSite, student: StudentId, week: int, slot: Placing
) -> Terms:
    if build.problem.student_site[student].id != site.id:
        here = [
            one.lit
            for one in build.weeks.sessions_on(student, slot.day)
            if week in one.weeks and one.placing.site == site.id and one.placing.overlaps(slot)
        ]
        return [(1, build.literals.any(here))]
    if not _is_here(build, site, student, week, slot):
        return []
    out = build.days_out.out(student, week, slot.day)
    return [(1, 1), (-1, out), (-1, _away(build, site, student, week, slot))]


def _idle(build: Build, site: SchoolSite, student: StudentId, week: int, slot: Placing) -> Terms:
    if not _is_here(build, site, student, week, slot):
        return []
    out = build.days_out.out(student, week, slot.day)
    busy = build.weeks.busy(student, week, slot)
    return [(1, 1), (-1, out), *((-1, lit) for lit in busy)]
