"""Why a student cannot have a day out with a mentor, whatever anybody else does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.domain.calendar import clock, minute
from scheduler.domain.ids import MentorId, SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, Mentor, Student
from scheduler.domain.places import Mode
from scheduler.domain.rules import RuleId
from scheduler.solver.names import Names, listed
from scheduler.solver.problem import Problem
from scheduler.solver.ways import Ways


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The rule that excludes a day out, and why in a sentence."""

    rule: RuleId
    text: str


class Exclusions:
    """Says what the listing of options leaves out, and why."""

    def __init__(self, problem: Problem) -> None:
        self._instance: Instance = problem.instance
        self._problem = problem
        self._possible = problem.own_options.possible
        self._ways = Ways(problem.instance)
        self._names = Names(problem.instance)

    def of_day(
        self, student: Student, internship: int, mentor_id: MentorId, day: int
    ) -> Exclusion | None:
        """Why no day out with a mentor on a weekday is possible; None where one is."""
        wish = student.internships[internship]
        if wish.allowed_days and day not in wish.allowed_days:
            return Exclusion(RuleId.DAYS_OUT, "not an allowed weekday")
        if mentor_id not in wish.mentors:
            text = f"{self._names(mentor_id)} is not asked for"
            return Exclusion(RuleId.SAME_MENTOR, text)
        found = []
        for site in self._instance.mentor_of[mentor_id].sites:
            why = self.of_site(student, internship, mentor_id, site, day)
            if why is None:
                return None
            found.append(why)
        texts = dict.fromkeys(why.text for why in found)
        return Exclusion(found[0].rule, "; ".join(texts))

    def of_site(
        self, student: Student, internship: int, mentor_id: MentorId, site: SiteId, day: int
    ) -> Exclusion | None:
        """The same for one site of the mentor."""
        wish = student.internships[internship]
        mentor, names = self._instance.mentor_of[mentor_id], self._names
        hours = self._possible.hours(mentor, site, day, wish)
        if hours is None:
            return Exclusion(RuleId.AVAILABLE, self._no_hours(mentor, site, day, wish))
        if self._possible.is_busy(student, wish, day, *hours):
            text = f"{names(student.id)} is not available"
            return Exclusion(RuleId.AVAILABLE, text)
        if not self._possible.eligible(student, mentor, site, day, wish):
            return Exclusion(RuleId.ELIGIBLE, self._ineligible(student, mentor_id, site, day, wish))
        if not self._ways.trips(student, wish, site, day, *hours):
            return Exclusion(RuleId.JOURNEY, self._no_way(student, wish, site, day, hours))
        return None

    def _no_hours(self, mentor: Mentor, site: SiteId, day: int, wish: InternshipWish) -> str:
        """Why there are no hours: the mentor has none, in all weeks or some, or the site."""
        spans = [span for span in mentor.hours if span.day == day]
        weeks = self._possible.weeks(wish, day)
        lacking = [week for week in weeks if not any(span.holds_in(week) for span in spans)]
        if not spans or (lacking and lacking == weeks):
            return "no hours"
        if lacking:
            return f"no hours in week {listed([str(week) for week in lacking])}"
        return f"{self._names(site)} is closed during the mentor's hours"

    def _ineligible(
        self, student: Student, mentor_id: MentorId, site: SiteId, day: int, wish: InternshipWish
    ) -> str:
        names, mentor = self._names, self._instance.mentor_of[mentor_id]
        if student.id in mentor.never_with:
            return f"{names(mentor_id)} is never to be with {names(student.id)}"
        last = self._possible.last_date(wish, day)
        if _ends(mentor.clearance_until, last):
            return f"clearance of {names(mentor_id)} ends {mentor.clearance_until}"
        papers = {
            paper.name: paper.until
            for paper in sorted(student.clearances, key=lambda one: one.until or date.max)
        }
        for place in self._instance.lineage(site):
            if student.age < place.minimum_age:
                return (
                    f"{names(place.id)} takes interns from {place.minimum_age}, not {student.age}"
                )
            shared = [h for h in place.hazards if h in student.avoid_hazards]
            if shared:
                return f"{names(place.id)} has {listed(shared)}, to be avoided"
            for name in place.requires:
                if name not in papers:
                    return f"{names(place.id)} requires {name}"
                if _ends(papers[name], last):
                    return f"{name} ends {papers[name]}, {names(place.id)} requires it until {last}"
            for paper in place.clearances:
                if _ends(paper.until, last):
                    return f"{paper.name} of {names(place.id)} ends {paper.until}"
        return "not eligible"

    def _no_way(
        self, student: Student, wish: InternshipWish, site: SiteId, day: int, hours: tuple[int, int]
    ) -> str:
        """Why there is no journey: too long, too late, or none at all."""
        for there, when in ((True, hours[0]), (False, hours[1])):
            if self._ways.any_way(student, wish, site, day, when, there, student.longest_journey):
                continue
            direction = "there" if there else "back"
            longer = self._ways.any_way(student, wish, site, day, when, there, 24 * 60)
            if longer:
                least = min(way.minutes for way in longer)
                return f"journey {direction} {least} minutes > {student.longest_journey}"
            late = self._late_run(student, site, day, when) if there else None
            if late is not None:
                return late
            modes = listed([mode.value for mode in student.modes])
            start = f"by {clock(when):%H:%M}" if there else f"from {clock(when):%H:%M}"
            return f"no way {direction} {start} by {modes}"
        return "no way there and back"

    def _late_run(self, student: Student, site: SiteId, day: int, when: int) -> str | None:
        if Mode.VAN not in student.modes:
            return None
        arrivals = [
            (minute(stop.at), run.id)
            for run in self._instance.runs
            if run.day == day
            for stop in run.stops[1:]
            if stop.place == site and minute(stop.at) > when
        ]
        if not arrivals:
            return None
        arrives, run = min(arrivals)
        return f"{self._names(run)} arrives {clock(arrives):%H:%M}, start {clock(when):%H:%M}"


def _ends(until: date | None, last: date | None) -> bool:
    return until is not None and last is not None and until < last
