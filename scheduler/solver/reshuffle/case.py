"""One change to answer: what is given, and what had a place before it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scheduler.domain.changes import WeeksOfPeople, touched_by, weeks_of_people
from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.timetable import DayOut, Timetable, Unplaced
from scheduler.solver.problem import Problem
from scheduler.solver.reshuffle.stranded import Stranded


@dataclass(frozen=True, kw_only=True)
class Case:
    """A change to a release, made ready."""

    problem: Problem
    """Of the changed data."""
    release: Timetable
    stranded: Stranded
    named: frozenset[str]
    """People whom the edits name: they do not count as touched."""
    weight: int
    """Of each person touched."""

    def touched(self, timetable: Timetable) -> tuple[str, ...]:
        """The people for whom something changes, those named left out."""
        for known, found in self._touched:
            if known is timetable:
                return found
        now = weeks_of_people(self.problem.instance, timetable)
        found = tuple(one for one in touched_by(self._before, now) if one not in self.named)
        self._touched.append((timetable, found))
        return found

    @cached_property
    def _touched(self) -> list[tuple[Timetable, tuple[str, ...]]]:
        """Who is touched by timetables that were asked about: each is asked about again."""
        return []

    @cached_property
    def lost(self) -> tuple[DayOut, ...]:
        """Days out of the release that are not among what is left of it."""
        stays = set(self.stranded.kept.days_out)
        return tuple(out for out in self.release.days_out if out not in stays)

    def hosted(self, student: StudentId) -> Mapping[MentorId, frozenset[tuple[SiteId, int]]]:
        """By mentor: sites and weekdays that a student has with them in the release."""
        return self._hosted.get(student, {})

    @cached_property
    def _hosted(self) -> dict[StudentId, dict[MentorId, frozenset[tuple[SiteId, int]]]]:
        found: dict[StudentId, dict[MentorId, frozenset[tuple[SiteId, int]]]] = defaultdict(dict)
        for out in self.release.days_out:
            of = found[out.student]
            of[out.mentor] = of.get(out.mentor, frozenset()) | {(out.site, out.day)}
        return dict(found)

    @cached_property
    def surely_touched(self) -> frozenset[str]:
        """People touched whatever is done: a day out cannot stay as it is, a section is gone.

        Of a day out the mentor only where it cannot be had there again, by another way.
        """
        lost = self.lost
        known = self.problem.instance.student_of
        students = {out.student for out in lost if out.student in known}
        again = {
            (student, out.mentor, out.site, out.day)
            for student in students
            for option in self.problem.options[student]
            for out in option.outs
        }
        mentors = {
            out.mentor for out in lost if (out.student, out.mentor, out.site, out.day) not in again
        }
        there = self.problem.instance.section_of
        seated = {
            one.student
            for one in self.release.enrolments
            if one.section not in there and one.student in known
        }
        leads = {one.lead for one in self.release.sections if one.section not in there}
        return frozenset[str](students | mentors | seated | leads)

    @cached_property
    def _before(self) -> WeeksOfPeople:
        return weeks_of_people(self.problem.instance, self.release)

    @cached_property
    def missing(self) -> Counter[str]:
        """By student: days out without a place in the release."""
        return _days_missing(self.release)

    @cached_property
    def unmet(self) -> frozenset[tuple[str, str]]:
        """Students and workshops that they must have and had no seat in."""
        return frozenset(
            (one.student, one.subject)
            for one in self.release.unplaced
            if one.kind is UnplacedKind.MUST
        )

    @cached_property
    def short(self) -> frozenset[tuple[str, int]]:
        """Students and weeks of the cycle in which they were short of minutes."""
        return frozenset(
            (one.student, int(one.subject))
            for one in self.release.unplaced
            if one.kind is UnplacedKind.MINUTES
        )

    def newly_unplaced(self, timetable: Timetable) -> tuple[Unplaced, ...]:
        """Items without a place now that the release did not list.

        Of days out as many as a student lacks more than before: one internship may have
        taken the place of another.
        """
        before = Counter(self.release.unplaced)
        new = []
        for item in timetable.unplaced:
            if before[item]:
                before[item] -= 1
            else:
                new.append(item)
        more = _days_missing(timetable) - self.missing
        found = []
        for item in new:
            if item.kind is not UnplacedKind.DAY:
                found.append(item)
            elif more[item.student]:
                more[item.student] -= 1
                found.append(item)
        return tuple(found)


def _days_missing(timetable: Timetable) -> Counter[str]:
    return Counter(one.student for one in timetable.unplaced if one.kind is UnplacedKind.DAY)
