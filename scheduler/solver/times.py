"""Time made ready for modelling: pattern days, date classes, and bits of a day.

The *bits* of a weekday are the shortest stretches that the slots of all school sites
cut it into; a slot, an unavailable time or a session covers a set of them, kept as an
integer mask. Where all sites share one grid a bit is a slot. A break between two slots is
a bit where it tells anybody's availability apart, for what is longer than a slot spans it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

from scheduler.domain.calendar import DateSpan, Span, covered, minute
from scheduler.domain.ids import SchoolSiteId
from scheduler.domain.instance import Instance
from scheduler.domain.places import SchoolSite


class Times:
    """The clock of an instance as indices and masks."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        term = instance.term
        self.weekdays: tuple[int, ...] = term.weekdays
        self.weeks: tuple[int, ...] = tuple(range(term.cycle))
        self.pattern_days: tuple[tuple[int, int], ...] = tuple(
            (week, day) for week in self.weeks for day in term.weekdays
        )
        """Every (week, weekday) of the cycle; indices into this are *pattern days*."""
        self.index_of_day = {both: i for i, both in enumerate(self.pattern_days)}
        self._classes_of: dict[tuple[int, tuple[int, ...], DateSpan | None], list[int]] = {}
        self._slot_masks: dict[tuple[SchoolSiteId, int], list[tuple[int, int, bool]]] = {}
        self._placed: dict[tuple[SchoolSiteId, int], list[tuple[int, int, int, int, int]]] = {}
        cuts: dict[int, set[int]] = defaultdict(set)
        for site in instance.school_sites:
            for slot in site.grid:
                cuts[slot.day].update(slot.minutes)
        within: dict[int, set[tuple[int, int]]] = defaultdict(set)
        self.bits: dict[int, tuple[tuple[int, int], ...]] = {}
        """Start and end in minutes of each bit of a weekday, in order."""
        for site in instance.school_sites:
            for slot in site.grid:
                start, end = slot.minutes
                inside = sorted(cut for cut in cuts[slot.day] if start <= cut <= end)
                within[slot.day].update(pairwise(inside))
        for day, start, end in self._breaks_that_matter():
            inside = sorted(cut for cut in cuts[day] if start <= cut <= end)
            within[day].update(pairwise(inside))
        for day, spans in within.items():
            self.bits[day] = tuple(sorted(spans))

    def _breaks_that_matter(self) -> Iterator[tuple[int, int, int]]:
        """Weekday and minutes of breaks in which somebody is not available who is before or after.

        Nothing but what is longer than a slot spans one.
        """
        instance = self._instance
        lengths = {workshop.length for workshop in instance.workshops}
        lengths |= {kind.length for one in instance.advisories for kind in one.meetings}
        if max(lengths, default=1) == 1:
            return
        spans = [span for one in instance.students for span in one.unavailable]
        spans += [span for room, _ in instance.room_of.values() for span in room.unavailable]
        gone = {(span.day, *span.minutes) for span in spans}
        there = {one.available for one in instance.staff if one.available}
        for site in instance.school_sites:
            for one, two in pairwise(site.grid):
                day, start, end = one.day, one.minutes[1], two.minutes[0]
                if day != two.day or start >= end:
                    continue
                if any(d == day and start <= s and e <= end for d, s, e in gone) or any(
                    covered(hours, day, *one.minutes, week)
                    and covered(hours, day, *two.minutes, week)
                    and not covered(hours, day, start, end, week)
                    for hours in there
                    for week in self.weeks
                ):
                    yield day, start, end

    def mask(self, day: int, start: int, end: int) -> int:
        """The bits of a weekday that a stretch of minutes overlaps."""
        found = 0
        for i, (one, two) in enumerate(self.bits.get(day, ())):
            if one < end and start < two:
                found |= 1 << i
        return found

    def slot_masks(self, site: SchoolSite, day: int) -> list[tuple[int, int, bool]]:
        """(slot, mask, whether lunch) of a weekday at a school site, in order."""
        key = (site.id, day)
        if key not in self._slot_masks:
            self._slot_masks[key] = [
                (i, self.mask(day, *slot.minutes), slot.lunch)
                for i, slot in enumerate(site.grid)
                if slot.day == day
            ]
        return self._slot_masks[key]

    def days_of(self, day: int, weeks: Sequence[int] = ()) -> list[int]:
        """Pattern days of a weekday in the weeks meant (none named: all)."""
        found = (self.index_of_day.get((week, day)) for week in self._instance.weeks(weeks))
        return [index for index in found if index is not None]

    @cached_property
    def _classes(self) -> tuple[list[tuple[int, int]], list[frozenset[DateSpan]]]:
        blocks = sorted(
            {
                wish.block
                for student in self._instance.students
                for wish in student.internships
                if wish.block is not None
            },
            key=lambda span: (span.first, span.last),
        )
        seen: dict[tuple[int, int, frozenset[DateSpan]], None] = {}
        for when, week, day in self._instance.term.dates():
            seen[week, day, frozenset(span for span in blocks if span.covers(when))] = None
        return [(week, day) for week, day, _ in seen], [spans for _, _, spans in seen]

    @cached_property
    def date_classes(self) -> list[tuple[int, int]]:
        """(week, weekday) of each class of school dates that no rule tells apart.

        Dates differ when their week or weekday differs, or when a block internship
        covers one and not the other.
        """
        return self._classes[0]

    def classes_of(self, day: int, weeks: Sequence[int], block: DateSpan | None) -> list[int]:
        """Indices of the date classes that a day out is on."""
        key = (day, tuple(weeks), block)
        found = self._classes_of.get(key)
        if found is None:
            meant = set(self._instance.weeks(weeks))
            found = self._classes_of[key] = [
                i
                for i, ((week, weekday), spans) in enumerate(zip(*self._classes, strict=True))
                if weekday == day and (block in spans if block is not None else week in meant)
            ]
        return found

    @cached_property
    def mentor_days(self) -> list[tuple[int, int]]:
        """(week, weekday) of each date class, then of each pattern day without a school date.

        What a mentor is at one site on: the pattern counts, whether or not a date follows it.
        """
        dated = set(self.date_classes)
        return self.date_classes + [one for one in self.pattern_days if one not in dated]

    def mentor_days_of(self, day: int, weeks: Sequence[int], block: DateSpan | None) -> list[int]:
        """Indices of the `mentor_days` that a day out is on."""
        found = self.classes_of(day, weeks, block)
        undated = range(len(self.date_classes), len(self.mentor_days))
        if block is not None or not undated:
            return found
        meant = {(week, day) for week in self._instance.weeks(weeks)}
        return found + [index for index in undated if self.mentor_days[index] in meant]

    def starts(
        self, site: SchoolSiteId, length: int, allowed: Sequence[Span], weeks: Sequence[int]
    ) -> list[tuple[int, int, int]]:
        """(slot, weekday, mask) of every place that ``length`` slots can have.

        Inside one of the allowed spans, if there are any, in every week meant.
        """
        return [
            (slot, day, mask)
            for slot, day, start, end, mask in self._placings(site, length)
            if not allowed
            or all(
                any(
                    span.day == day
                    and span.holds_in(week)
                    and minute(span.start) <= start
                    and end <= minute(span.end)
                    for span in allowed
                )
                for week in self._instance.weeks(weeks)
            )
        ]

    def _placings(self, site_id: SchoolSiteId, length: int) -> list[tuple[int, int, int, int, int]]:
        key = (site_id, length)
        if key not in self._placed:
            self._placed[key] = self._find_placings(site_id, length)
        return self._placed[key]

    def _find_placings(
        self, site_id: SchoolSiteId, length: int
    ) -> list[tuple[int, int, int, int, int]]:
        site = self._instance.school_site_of[site_id]
        found = []
        for slot in range(len(site.grid)):
            span = site.span_of(slot, length)
            if span is not None and span[0] in self.weekdays:
                found.append((slot, *span, self.mask(*span)))
        return found

    def span_masks(self, spans: Sequence[Span]) -> list[int]:
        """By pattern day, the bits that a list of spans overlaps."""
        found = [0] * len(self.pattern_days)
        for span in spans:
            for index in self.days_of(span.day, span.weeks):
                found[index] |= self.mask(span.day, *span.minutes)
        return found

    def outside_masks(self, spans: tuple[Span, ...]) -> list[int]:
        """By pattern day, the bits that the spans do not wholly cover (no spans: no bit)."""
        found = [0] * len(self.pattern_days)
        if not spans:
            return found
        for index, (week, day) in enumerate(self.pattern_days):
            for i, (start, end) in enumerate(self.bits.get(day, ())):
                if not covered(spans, day, start, end, week):
                    found[index] |= 1 << i
        return found
