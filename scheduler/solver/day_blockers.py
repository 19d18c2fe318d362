"""What blocks a day out with a mentor beside the rest of a timetable."""

from __future__ import annotations

from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.people import Student
from scheduler.solver.exclusions import Exclusions
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.names import Names, when
from scheduler.solver.options import Out
from scheduler.solver.problem import Problem


class DayBlockers:
    """Finds the first thing in the way, in words; rarer ones are left to the checker."""

    def __init__(self, problem: Problem, incumbent: Incumbent, names: Names) -> None:
        self._problem = problem
        self._instance = problem.instance
        self._incumbent = incumbent
        self._names = names
        self._exclusions = Exclusions(problem)

    def first(self, student: Student, internship: int, mentor: MentorId, day: int) -> str | None:
        """What blocks a mentor on a weekday; None where none of these things does."""
        excluded = self._exclusions.of_day(student, internship, mentor, day)
        if excluded is not None:
            return excluded.text
        outs = [
            out
            for option in self._problem.options[student.id]
            for out in option.outs
            if (out.internship, out.mentor, out.day) == (internship, mentor, day)
        ]
        if not outs:
            return self.unlisted(student.id) or "goes with no other day out asked for"
        return (
            self._own_days(student, internship, mentor, day)
            or self._full_mentor(student.id, outs[0])
            or self._full_sites(student.id, sorted(outs, key=lambda out: out.site))
            or self._on_campus(student, outs[0])
        )

    def unlisted(self, student: StudentId) -> str | None:
        """That a student has more options than are listed, where it is so."""
        count = self._problem.cut_off.get(student)
        return None if count is None else f"not all of {count:,} combinations were listed"

    def _own_days(
        self, student: Student, internship: int, mentor: MentorId, day: int
    ) -> str | None:
        """What the student's other days out have against it."""
        wishes, instance = student.internships, self._instance
        weeks = set(instance.weeks(wishes[internship].weeks))
        for out in self._incumbent.days_out(student.id):
            weekly = wishes[out.internship].block is None
            if out.internship == internship and out.mentor != mentor:
                return f"the other day is with {self._names(out.mentor)}"
            if out.internship != internship and out.mentor == mentor:
                return "the other internship is with the same mentor"
            if not weekly or wishes[internship].block is not None:
                continue
            if weeks.isdisjoint(instance.weeks(wishes[out.internship].weeks)):
                continue
            if out.day == day:
                return f"out with {self._names(out.mentor)} on that day"
            apart = abs(out.day - day)
            if not student.least_apart <= apart <= student.most_apart:
                least, most = student.least_apart, student.most_apart
                where = f"{apart} days from {DAY_NAMES[out.day]}"
                return f"{where}, asked for {least} to {most}"
        return None

    def _full_mentor(self, student: StudentId, new: Out) -> str | None:
        mentor = self._instance.mentor_of[new.mentor]
        interns = [s for s in self._incumbent.interns.get(new.mentor, ()) if s != student]
        if len(interns) >= mentor.in_all:
            return f"has {len(interns)} of {mentor.in_all} interns ({self._names.all(interns)})"
        classes = set(self._problem.out_classes(student, new))
        there: dict[int, list[StudentId]] = {}
        for other in interns:
            for out in self._incumbent.option(other).outs:
                if out.mentor == new.mentor:
                    for one in self._problem.out_classes(other, out):
                        there.setdefault(one, []).append(other)
        for one in sorted(classes):
            if len(there.get(one, ())) >= mentor.at_once:
                who = there.get(one)
                return f"full ({self._names.all(who)})" if who else "takes no interns"
        return None

    def _full_sites(self, student: StudentId, outs: list[Out]) -> str | None:
        """Why no site of the mentor has a seat."""
        found: list[str] = []
        for out in outs:
            text = self._full_site(student, out)
            if text is None:
                return None
            found.append(text)
        return "; ".join(dict.fromkeys(found))

    def _full_site(self, student: StudentId, new: Out) -> str | None:
        for site in self._problem.lineage[new.site]:
            seats = self._seats(site, new.day)
            if seats is None:
                continue
            classes = set(self._problem.out_classes(student, new))
            count: dict[int, int] = {}
            for guest in self._incumbent.guests.get(site, ()):
                for out in self._incumbent.option(guest).outs:
                    if guest != student and site in self._problem.lineage[out.site]:
                        for one in self._problem.out_classes(guest, out):
                            count[one] = count.get(one, 0) + 1
            taken = max((count.get(one, 0) for one in classes), default=0)
            if taken >= seats:
                return f"{self._names(site)} full: {taken} of {seats} seats"
        return None

    def _seats(self, site: SiteId, day: int) -> int | None:
        place = self._instance.site_of[site]
        for opening in place.openings:
            if opening.day == day and opening.seats is not None:
                return opening.seats
        return place.seats

    def _on_campus(self, student: Student, new: Out) -> str | None:
        """What keeps a student on campus that day: a session, or a whole meeting."""
        if student.internships[new.internship].block is not None:
            return None
        instance = self._instance
        weeks = set(instance.weeks(student.internships[new.internship].weeks))
        for section_id in self._incumbent.enrolled.get(student.id, ()):
            section, workshop = instance.section_of[section_id]
            running = self._incumbent.section.get(section_id)
            site = instance.school_site_of[section.site]
            for session in running.sessions if running else ():
                placing = self._problem.placings.of(site, session.slot, workshop.length)
                if placing.day == new.day and weeks & set(instance.weeks(workshop.weeks)):
                    return f"has {self._names(section_id)} {when(placing.day, placing.begin)}"
        advisory = instance.advisory_of[student.advisory]
        for kind in advisory.meetings:
            for slot in self._incumbent.meeting_slots.get((advisory.id, kind.name), ()):
                placing = self._problem.placings.of(
                    self._problem.student_site[student.id], slot, kind.length
                )
                shared = weeks & set(instance.weeks(kind.weeks))
                if kind.whole and placing.day == new.day and shared:
                    time = when(placing.day, placing.begin)
                    return f"{kind.name} of the whole advisory {time}"
        return None
