"""Other mentors for a day: who has room, may be with a student, and can be reached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from scheduler.check.diary import Diary, Out
from scheduler.check.eligible import obstacles
from scheduler.check.site_seats import seats_on
from scheduler.check.ways import Travel, travel_of
from scheduler.domain.calendar import clock, minute
from scheduler.domain.ids import MentorId, SiteId, StudentId
from scheduler.domain.timetable import DayOut, Journey, Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A mentor whom a student could be with today."""

    entry: DayOut
    hours: tuple[int, int]


class Hosts:
    """The mentors of a day, and how many more interns each could have."""

    def __init__(
        self,
        diary: Diary,
        today: Sequence[Out],
        gone: frozenset[str],
        when: date,
        pattern: tuple[int, int],
        at: int,
    ) -> None:
        self._diary, self._when, self._pattern, self._at = diary, when, pattern, at
        self._here = [one for one in diary.instance.mentors if one.id not in gone]
        self._hosted = Counter(out.entry.mentor for out in today)
        staying = [out for out in today if out.entry.mentor not in gone]
        self._at_site = Counter(
            place.id for out in staying for place in diary.facts.lineage[out.entry.site]
        )

    def chosen(self, stranded: Sequence[Out]) -> dict[StudentId, Host]:
        """Give as many students as possible another mentor, the same site before others.

        A student who has found a host makes way where they have another, so that nobody
        is left out who could be placed.
        """
        options = {out.entry.student: self.options(out) for out in stranded}
        hosting: dict[MentorId, list[StudentId]] = {}
        found: dict[StudentId, Host] = {}

        def place(student: StudentId, seen: set[MentorId]) -> bool:
            for host in options[student]:
                mentor = host.entry.mentor
                if mentor in seen:
                    continue
                seen.add(mentor)
                guests = hosting.setdefault(mentor, [])
                if len(guests) < self._room(mentor):
                    guests.append(student)
                    found[student] = host
                    return True
                for other in guests:
                    if place(other, seen):
                        guests[guests.index(other)] = student
                        found[student] = host
                        return True
            return False

        for student in sorted(options, key=lambda one: (len(options[one]), one)):
            place(student, set())
        return self._seated(found)

    def _room(self, mentor: MentorId) -> int:
        return self._diary.instance.mentor_of[mentor].at_once - self._hosted[mentor]

    def _seated(self, found: dict[StudentId, Host]) -> dict[StudentId, Host]:
        """Those for whom the sites have seats, too."""
        day = self._pattern[1]
        kept: dict[StudentId, Host] = {}
        for student, host in sorted(found.items()):
            places = self._diary.facts.lineage[host.entry.site]
            seats = [(place.id, seats_on(place, day)) for place in places]
            if all(most is None or self._at_site[id] < most for id, most in seats):
                self._at_site.update(id for id, _ in seats)
                kept[student] = host
        return kept

    def options(self, out: Out) -> list[Host]:
        """Whom a student could be with: at the same site, or of those they may be with."""
        wanted = out.wish.mentors
        found: list[tuple[tuple[int, int, str], Host]] = []
        for mentor in self._here:
            if self._room(mentor.id) < 1:
                continue
            for site in mentor.sites:
                is_same = site == out.entry.site
                if not is_same and mentor.id not in wanted:
                    continue
                host = self._host(out, mentor.id, site)
                if host is not None:
                    rank = wanted.index(mentor.id) if mentor.id in wanted else len(wanted)
                    found.append(((not is_same, rank, mentor.id), host))
        return [host for _, host in sorted(found, key=lambda one: one[0])]

    def _host(self, out: Out, mentor: MentorId, site: SiteId) -> Host | None:
        week, day = self._pattern
        facts = self._diary.facts
        hours = facts.hours(mentor, site, day, (week,))
        if hours is None or obstacles(facts, out.student, mentor, site, [self._when]):
            return None
        if facts.unavailable(out.student, day, *hours, (week,)):
            return None
        is_same = site == out.entry.site
        there, back = out.entry.there, out.entry.back
        if not (is_same and there and minute(there[-1].arrives) <= hours[0]):
            there = self._way(out, site, hours[0], back=False)
        if not (is_same and back and minute(back[0].departs) >= hours[1]):
            back = self._way(out, site, hours[1], back=True)
        if not there or not back:
            return None
        has_left = is_same and there == out.entry.there
        if minute(there[0].departs) < self._at and not has_left:
            return None
        return Host(
            entry=replace(out.entry, mentor=mentor, site=site, there=there, back=back),
            hours=hours,
        )

    @cached_property
    def _travel(self) -> Travel:
        return travel_of(self._diary.instance)

    def _way(self, out: Out, site: SiteId, at: int, *, back: bool) -> Journey:
        """The shortest way by one leg of the student's own; vans are not for one day."""
        student = out.student
        ways = [
            (trip.arrives - trip.departs, mode.value, mode, trip)
            for mode, trip in self._travel.own_legs(student, site, at, back)
            if trip.arrives - trip.departs <= student.longest_journey
        ]
        if not ways:
            return ()
        _, _, mode, trip = min(ways)
        places = (site, student.id) if back else (student.id, site)
        return (
            Leg(
                mode=mode,
                origin=places[0],
                destination=places[1],
                departs=clock(trip.departs),
                arrives=clock(trip.arrives),
            ),
        )
