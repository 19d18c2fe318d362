"""For whom nothing differs between two versions of a school's data, one edited from the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from scheduler.domain.ids import MentorId, SiteId
from scheduler.domain.instance import Instance
from scheduler.domain.people import Student
from scheduler.domain.places import Mode

T = TypeVar("T")


class Likeness:
    """What a student could have alone: for whom it is the same in both versions.

    Things are the same when they are the same objects, as edits leave them that do not
    concern them; whatever is in doubt is not the same.
    """

    def __init__(self, old: Instance, new: Instance) -> None:
        self.old, self.new = old, new

    def same(self, student: Student) -> bool:
        """Whether all that a student's own options come from is as it was."""
        if not self._alike or self._told_of is None or student.id in self._told_of:
            return False
        if self.old.student_of.get(student.id) is not student:
            return False
        if Mode.VAN in student.modes and not self._same_vans:
            return False
        return all(
            mentor in self._same_mentors for wish in student.internships for mentor in wish.mentors
        )

    @cached_property
    def _alike(self) -> bool:
        old, new = self.old, self.new
        return old.term == new.term and old.travel.estimate == new.travel.estimate

    @cached_property
    def _same_vans(self) -> bool:
        return self.old.runs is self.new.runs and self.old.vehicles is self.new.vehicles

    @cached_property
    def _told_of(self) -> frozenset[str] | None:
        """Students of whom minutes of travel or rates differ; None: of others, too."""
        old, new = self.old, self.new
        found: set[str] = set()
        for row in _other(old.travel.rows, new.travel.rows):
            homes = {row.origin, row.destination} & (old.student_of.keys() | new.student_of.keys())
            if not homes:
                return None
            found |= homes
        for rate in _other(old.attendance, new.attendance):
            if rate.student is None:
                return None
            found.add(rate.student)
        return frozenset(found)

    @cached_property
    def _same_mentors(self) -> frozenset[MentorId]:
        """Mentors of whom nothing differs, their sites and those around them included."""
        old, new = self.old, self.new
        sites: set[SiteId] = {
            one.id
            for one in new.internship_sites
            if all(old.site_of.get(up.id) is up for up in new.lineage(one.id))
        }
        return frozenset(
            one.id
            for one in new.mentors
            if old.mentor_of.get(one.id) is one and sites.issuperset(one.sites)
        )


def _other(old: Sequence[T], new: Sequence[T]) -> list[T]:
    """Entries that are in one of two lists only, told by identity."""
    if old is new:
        return []
    before, now = {id(one) for one in old}, {id(one) for one in new}
    return [one for one in old if id(one) not in now] + [
        one for one in new if id(one) not in before
    ]
