"""Which mentors a student of a made-up city can go to, and on which weekdays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

import numpy as np

from scheduler.domain.places import Mode
from scheduler.made.dice import Dice, Whole
from scheduler.made.drafts import CityDraft, MentorDraft, SiteDraft, StudentDraft
from scheduler.made.sites import serves_term
from scheduler.made.ways import Ways
from scheduler.made.week import meets

Days = tuple[int, ...]
_BY_KILOMETRE = (8, 9, 10, 10, 10, 9, 8, 7, 6, 5, 4, 4, 3, 3, 2, 2, 2, 2, 1, 1, 1)
_WIDELY_WANTED = (1, 2, 3, 8)
_SAME_INTEREST = 4
_VAN_STOP = 20
_VAN_ONLY = 300
"""What sites on a van's way count for those who have the van alone."""


class Choices:
    """The mentors of a city as its students see them."""

    def __init__(self, dice: Dice, city: CityDraft, ways: Ways) -> None:
        self.ways = ways
        self._dice = dice
        self._mentors = city.mentors
        self._east = np.array([one.sites[0].spot.east for one in city.mentors], dtype=np.int64)
        self._north = np.array([one.sites[0].spot.north for one in city.mentors], dtype=np.int64)
        self._interest = np.array([one.sites[0].interest for one in city.mentors], dtype=np.int64)
        wanted = [dice.pick(_WIDELY_WANTED) for _ in city.mentors]
        self._wanted = np.array(wanted, dtype=np.int64)
        self._nearness = np.array([*_BY_KILOMETRE, 0], dtype=np.int64)
        stops = {
            (campus.id, stop.place)
            for run in city.runs
            for campus in city.campuses
            if run.stops[0].place == campus.id
            for stop in run.stops[1:]
        }
        self._on_run = {
            campus.id: np.array(
                [any((campus.id, site.id) in stops for site in one.sites) for one in city.mentors],
                dtype=bool,
            )
            for campus in city.campuses
        }
        self._days: dict[str, dict[str, dict[int, list[SiteDraft]]]] = defaultdict(dict)

    def draw(self, student: StudentDraft) -> Iterator[MentorDraft]:
        """Mentors in a drawn order: near, interesting and widely wanted ones sooner."""
        weights = self._weights(student)
        while True:
            found = self._dice.heavy(weights)
            if found < 0:
                return
            weights[found] = 0
            yield self._mentors[found]

    def _weights(self, student: StudentDraft) -> Whole:
        east, north = self._east - student.spot.east, self._north - student.spot.north
        kilometres = np.sqrt(east * east + north * north).astype(np.int64) // 1000
        weights: Whole = self._wanted * self._nearness[np.minimum(kilometres, len(_BY_KILOMETRE))]
        liked = np.zeros(len(weights), dtype=bool)
        for interest in student.interests:
            liked |= self._interest == interest
        weights = np.where(liked, weights * _SAME_INTEREST, weights)
        if Mode.VAN in student.modes:
            boosted = weights * (_VAN_STOP if Mode.TRANSIT in student.modes else _VAN_ONLY)
            weights = np.where(self._on_run[student.campus.id], boosted, weights)
        return weights

    def days(self, student: StudentDraft, mentor: MentorDraft) -> dict[int, list[SiteDraft]]:
        """Weekdays a student could be with a mentor if nobody else were there, with sites."""
        known = self._days[student.id]
        if mentor.id not in known:
            known[mentor.id] = self._find_days(student, mentor)
        return known[mentor.id]

    def forget(self, student: StudentDraft) -> None:
        """Look again at a student who has more time than before."""
        self._days.pop(student.id, None)

    def _find_days(self, student: StudentDraft, mentor: MentorDraft) -> dict[int, list[SiteDraft]]:
        if student.id in mentor.never_with or not serves_term(mentor.clearance_until):
            return {}
        sites = [site for site in mentor.sites if may_be_at(student, site)]
        start, end = mentor.hours
        found: dict[int, list[SiteDraft]] = {}
        for day in mentor.days:
            if student.allowed_days and day not in student.allowed_days:
                continue
            if any(meets(span, day, start, end) for span in student.unavailable):
                continue
            reached = [
                site
                for site in sites
                if self.ways.there(student, site, day, start)
                and self.ways.back(student, site, day, end)
            ]
            if reached:
                found[day] = reached
        return found

    def options(self, student: StudentDraft, mentor: MentorDraft, wanted: int) -> list[Days]:
        """The sets of so many weekdays a student could be with a mentor."""
        days = sorted(self.days(student, mentor))
        least = student.least_apart
        return [
            chosen
            for chosen in combinations(days, wanted)
            if all(two - one >= least for one, two in combinations(chosen, 2))
        ]


def may_be_at(student: StudentDraft, site: SiteDraft) -> bool:
    """Whether age, hazards and papers allow a student at a site for the whole term."""
    held = {one.name for one in student.clearances if serves_term(one.until)}
    return all(
        student.age >= one.minimum_age
        and not set(one.hazards) & set(student.avoid_hazards)
        and set(one.requires) <= held
        for one in site.lineage()
    )
