"""Days out that could be lived together: what a coordinator has already agreed on.

Drawn student by student within the limits of mentors, sites and vans. Where nothing is
left for a student, a mentor and a site take one more intern, within the usual sizes.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import NamedTuple

from scheduler.domain.ids import RunId
from scheduler.domain.places import Mode
from scheduler.made.choices import Choices, Days
from scheduler.made.dice import Dice
from scheduler.made.drafts import CityDraft, MentorDraft, SiteDraft, StudentDraft
from scheduler.made.ways import Way

_TRIES = 40
_MOST_AT_ONCE = 3
_MOST_SEATS = 3
_MOST_HOUSE_SEATS = 6


class Stay(NamedTuple):
    """One day out of the hidden timetable."""

    student: StudentDraft
    internship: int
    mentor: MentorDraft
    site: SiteDraft
    day: int
    there: Way
    back: Way


class Placement:
    """The hidden days out of a city."""

    def __init__(self, dice: Dice, city: CityDraft, choices: Choices, planted: bool) -> None:
        self._dice = dice
        self._choices = choices
        self._riders: dict[tuple[RunId, bool], int] = {}
        self.stays: dict[tuple[str, int], list[Stay]] = {}
        """Days out by student and internship."""
        houses = {site.parent.id for site in city.sites if site.parent}
        self._houses = houses
        order = dice.shuffled(city.students)
        for student in sorted(order, key=_ease):
            for internship in range(len(student.wanted)):
                if not self._place(student, internship) and planted:
                    student.wanted = student.wanted[:internship]
                    break

    def of(self, student: StudentDraft, internship: int) -> list[Stay]:
        """The days out of an internship; empty where none could be found."""
        return self.stays.get((student.id, internship), [])

    def days_by_student(self) -> dict[str, set[int]]:
        """Weekdays out of every student who has any."""
        found: dict[str, set[int]] = defaultdict(set)
        for (student, _), stays in self.stays.items():
            found[student].update(stay.day for stay in stays)
        return found

    def _place(self, student: StudentDraft, internship: int) -> bool:
        drawn = list(islice(self._choices.draw(student), _TRIES))
        for stretch in (False, True):
            for mentor in drawn:
                if mentor.id in {stay.mentor.id for stay in self._others(student)}:
                    continue
                stays = self._fit(student, internship, mentor, stretch)
                if stays:
                    self._take(stays)
                    return True
        return False

    def _others(self, student: StudentDraft) -> list[Stay]:
        return [stay for i in range(len(student.wanted)) for stay in self.of(student, i)]

    def _fit(
        self, student: StudentDraft, internship: int, mentor: MentorDraft, stretch: bool
    ) -> list[Stay]:
        if len(mentor.interns) >= mentor.in_all + stretch:
            return []
        taken = [stay.day for stay in self._others(student)]
        by_day = {
            day: stay
            for day, sites in self._choices.days(student, mentor).items()
            if day != student.advisory.whole_day
            and all(abs(day - other) >= student.least_apart for other in taken)
            and (stay := self._stay(student, internship, mentor, day, sites, stretch))
        }
        wanted = student.wanted[internship]
        options = self._choices.options(student, mentor, wanted)
        fitting = [days for days in options if all(day in by_day for day in days)]
        if not fitting:
            return []
        days = fitting[self._dice.weighted([_liking(days) for days in fitting])]
        return [by_day[day] for day in days]

    def _stay(
        self,
        student: StudentDraft,
        internship: int,
        mentor: MentorDraft,
        day: int,
        sites: list[SiteDraft],
        stretch: bool,
    ) -> Stay | None:
        most = max(mentor.at_once, _MOST_AT_ONCE if stretch else 0)
        if mentor.used[day] >= most:
            return None
        for site in sites:
            if mentor.at.get(day, site) is not site:
                continue
            if any(one.used[day] >= self._seats(one, day, stretch) for one in site.lineage()):
                continue
            start, end = mentor.hours
            there = self._free(student, self._choices.ways.there(student, site, day, start))
            back = self._free(student, self._choices.ways.back(student, site, day, end))
            if there and back:
                return Stay(student, internship, mentor, site, day, there, back)
        return None

    def _seats(self, site: SiteDraft, day: int, stretch: bool) -> int:
        seats = site.seats_on(day)
        if not stretch or seats != site.seats:
            return seats
        return max(seats, _MOST_HOUSE_SEATS if site.id in self._houses else _MOST_SEATS)

    def _free(self, student: StudentDraft, ways: list[Way]) -> Way | None:
        """The first way whose van has a seat left; ways of one's own come first."""
        chair = student.accommodations.wheelchair
        limits = self._choices.ways.places if chair else self._choices.ways.seats
        for way in ways:
            runs = [hop.run for hop in way if hop.run is not None]
            if all(self._riders.get((run, chair), 0) < limits[run] for run in runs):
                return way
        return None

    def _take(self, stays: list[Stay]) -> None:
        first = stays[0]
        self.stays[first.student.id, first.internship] = stays
        mentor = first.mentor
        mentor.interns.add(first.student.id)
        mentor.in_all = max(mentor.in_all, len(mentor.interns))
        for stay in stays:
            mentor.used[stay.day] += 1
            mentor.at_once = max(mentor.at_once, mentor.used[stay.day])
            mentor.at[stay.day] = stay.site
            for site in stay.site.lineage():
                site.used[stay.day] += 1
                if site.used[stay.day] > site.seats_on(stay.day):
                    site.seats = site.used[stay.day]
            chair = stay.student.accommodations.wheelchair
            for hop in (*stay.there, *stay.back):
                if hop.run is not None:
                    key = (hop.run, chair)
                    self._riders[key] = self._riders.get(key, 0) + 1


def _liking(days: Days) -> int:
    """Days that are not adjacent are liked better."""
    return 4 if len(days) < 2 or days[1] - days[0] > 1 else 1


def _ease(student: StudentDraft) -> int:
    """Those who reach few sites come first."""
    return 2 * (Mode.TRANSIT in student.modes) - (Mode.VAN in student.modes)
