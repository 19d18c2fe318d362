"""Who leads in the place of somebody who is away: free, allowed to, and as few as possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from scheduler.check.diary import Activity, Diary
from scheduler.domain.calendar import covered
from scheduler.domain.ids import SectionId, StaffId
from scheduler.domain.people import Staff

Wanted = tuple[str, str, Activity]
"""The section or advisory, the kind of meeting, and when."""


class Leads:
    """The staff of a day, and what each leads."""

    def __init__(self, diary: Diary, gone: frozenset[str], pattern: tuple[int, int]) -> None:
        self._diary, self._pattern = diary, pattern
        self._here = [one for one in diary.instance.staff if one.id not in gone]
        self._led = {one.id: list(diary.led.get(one.id, {}).get(pattern, ())) for one in self._here}
        week = pattern[0]
        self._in_week = {
            one.id: sum(
                activity.length
                for cell, activities in diary.led.get(one.id, {}).items()
                if cell[0] == week
                for activity in activities
            )
            for one in self._here
        }

    def chosen(self, wanted: Sequence[Wanted]) -> list[StaffId | None]:
        """Give each a lead where there is one; who stands in already comes first."""
        stands_in: Counter[StaffId] = Counter()
        found: dict[int, StaffId] = {}
        # Where the fewest could lead is decided first.
        order = sorted(range(len(wanted)), key=lambda n: (len(self._free(wanted[n])), n))
        for number in order:
            free = self._free(wanted[number])
            if not free:
                continue
            lead = min(
                free,
                key=lambda one: (
                    -stands_in[one.id],
                    not self._is_there(one, wanted[number][2]),
                    self._in_week[one.id],
                    one.id,
                ),
            ).id
            activity = wanted[number][2]
            stands_in[lead] += 1
            self._led[lead].append(activity)
            self._in_week[lead] += activity.length
            found[number] = lead
        return [found.get(number) for number in range(len(wanted))]

    def _is_there(self, person: Staff, activity: Activity) -> bool:
        """Whether they lead something at that site today anyway."""
        return any(one.site == activity.site for one in self._led[person.id])

    def _free(self, wanted: Wanted) -> list[Staff]:
        what, kind, activity = wanted
        instance = self._diary.instance
        school = instance.school_site_of[activity.site].school
        if kind:
            able = [one for one in self._here if one.school == school]
        else:
            leads = instance.section_of[SectionId(what)][0].leads
            able = [one for one in self._here if one.id in leads]
        return [one for one in able if self._can(one, activity)]

    def _can(self, person: Staff, activity: Activity) -> bool:
        week, day = self._pattern
        led = self._led[person.id]
        if any(one.start < activity.end and activity.start < one.end for one in led):
            return False
        if any(one.site != activity.site for one in led):
            return False  # the way between two sites is not planned for a morning
        time = (day, activity.start, activity.end)
        if person.available and not covered(person.available, *time, week):
            return False
        slots = sum(one.length for one in led) + activity.length
        if person.most_day is not None and slots > person.most_day:
            return False
        in_week = self._in_week[person.id] + activity.length
        return person.most_week is None or in_week <= person.most_week
