"""What a single day out costs by the goals, whoever else is out."""

from __future__ import annotations

import math
from itertools import combinations

from scheduler.check.facts import Remembered
from scheduler.domain.ids import SiteId, StudentId
from scheduler.domain.instance import PRIOR_SHARE, Instance
from scheduler.domain.places import Mode

LONG = 45
"""Minutes above which a way costs more."""


def travel_points(there: int, back: int) -> int:
    """Points of `travel` for a day out with ways of so many minutes.

    >>> travel_points(20, 51)
    20
    """
    long = sum((way - LONG) // 2 for way in (there, back) if way > LONG)
    return (there + back) // 4 + long


class Rates:
    """Which attendance rate holds for a day out."""

    def __init__(self, instance: Instance) -> None:
        self._shares: dict[tuple[object, ...], float] = {}
        for rate in instance.attendance:
            self._shares.setdefault((rate.student, rate.site, rate.day, rate.mode), rate.share)
        # Most fields named first; among equally many, combinations() keeps the student
        # before the site before the weekday before the mode.
        used = {tuple(n for n, one in enumerate(key) if one is not None) for key in self._shares}
        kinds = (named for count in (4, 3, 2, 1, 0) for named in combinations(range(4), count))
        self._kinds = [named for named in kinds if named in used]
        self._students = {student for student, *_ in self._shares if student is not None}
        self._points: dict[tuple[object, ...], int] = {}
        """Remembered; whoever no rate names has the same as all others of whom that is true."""

    def absence_points(self, student: StudentId, site: SiteId, day: int, mode: Mode | None) -> int:
        """20 times the share of days not attended, rounded half up."""
        key = (student if student in self._students else None, site, day, mode)
        if key not in self._points:
            self._points[key] = self._find_points(*key)
        return self._points[key]

    def _find_points(
        self, student: StudentId | None, site: SiteId, day: int, mode: Mode | None
    ) -> int:
        share = PRIOR_SHARE
        fields = (student, site, day, mode)
        for named in self._kinds:
            key = tuple(fields[place] if place in named else None for place in range(4))
            if key in self._shares:
                share = self._shares[key]
                break
        # A share such as 0.925 is not exact in binary; what is half in decimals is rounded up.
        return math.floor(round((1 - share) * 20, 6) + 0.5)


rates_of = Remembered(Rates)
