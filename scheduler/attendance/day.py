"""The register of one date, and what can be asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from scheduler.attendance.lines import Line, expected
from scheduler.attendance.whereabouts import Whereabouts
from scheduler.domain.standing import Expected


class Pattern:
    """The lines of all dates that are alike, found by whom and what they are about."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines

    @cached_property
    def of_student(self) -> dict[str, list[int]]:
        """All lines of each student."""
        return self._by(lambda line: (line.student,))

    @cached_property
    def of_site(self) -> dict[str, list[int]]:
        """The whole days at each site."""
        return self._by(lambda line: (line.site,) if line.kind.is_day else ())

    @cached_property
    def of_person(self) -> dict[str, list[int]]:
        """All lines with each mentor, lead or advisor."""
        return self._by(lambda line: line.people)

    @cached_property
    def of_advisory(self) -> dict[str, list[int]]:
        """The whole days of the members of each advisory."""
        return self._by(lambda line: (line.advisory,) if line.kind.is_day else ())

    @cached_property
    def of_entry(self) -> dict[str, list[int]]:
        """Who is at each session and meeting."""
        return self._by(lambda line: () if line.kind.is_day else (line.entry,))

    @cached_property
    def of_run(self) -> dict[str, list[int]]:
        """Whose way there or back takes each vehicle run."""
        return self._by(_runs_of)

    @cached_property
    def minutes_out(self) -> dict[str, int]:
        """By student, how long the days out of the date are."""
        found: dict[str, int] = defaultdict(int)
        for line in self.lines:
            if line.out is not None:
                found[line.student] += line.end - line.start
        return dict(found)

    @cached_property
    def whereabouts(self) -> Whereabouts:
        """Where everybody is at any minute."""
        return Whereabouts(self.lines)

    def _by(self, keys: Callable[[Line], Iterable[str]]) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            for key in keys(line):
                found[key].append(number)
        return dict(found)


def _runs_of(line: Line) -> set[str]:
    legs = (*line.out.there, *line.out.back) if line.out else ()
    return {leg.run for leg in legs if leg.run is not None}


NOBODY = Pattern(())


class Day:
    """The register of one date."""

    def __init__(self, day: date, pattern: Pattern, zone: ZoneInfo | None, release: int) -> None:
        self.day = day
        self.zone = zone
        """The zone of the clocks at the sites; None where nothing is released."""
        self.release = release
        """The number of the release that holds; 0 for none."""
        self._pattern = pattern
        self._students: dict[str, tuple[Expected, ...]] = {}

    @property
    def is_empty(self) -> bool:
        """Whether nobody is expected anywhere."""
        return not self._pattern.lines

    def of_student(self, student: str) -> tuple[Expected, ...]:
        """What a student is expected at, in order of time; the whole day before its parts."""
        known = self._students.get(student)
        if known is None:
            known = self._expected(self._pattern.of_student.get(student, ()))
            self._students[student] = known
        return known

    def at_site(self, site: str) -> tuple[Expected, ...]:
        """Who is expected for the day at a site, in order of ids."""
        return self._expected(self._pattern.of_site.get(site, ()))

    def with_person(self, person: str) -> tuple[Expected, ...]:
        """Who is expected with a mentor, a lead or an advisor."""
        return self._expected(self._pattern.of_person.get(person, ()))

    def of_advisory(self, advisory: str) -> tuple[Expected, ...]:
        """Where the members of an advisory are expected for the day."""
        return self._expected(self._pattern.of_advisory.get(advisory, ()))

    def in_run(self, run: str) -> tuple[Expected, ...]:
        """Whose way there or back takes a vehicle run."""
        return self._expected(self._pattern.of_run.get(run, ()))

    def at_entry(self, entry: str) -> tuple[Expected, ...]:
        """Who is expected at a session or meeting."""
        return self._expected(self._pattern.of_entry.get(entry, ()))

    def days(self) -> tuple[Expected, ...]:
        """Every student's whole day: one line a student and site."""
        lines = self._pattern.lines
        return self._expected(number for number, one in enumerate(lines) if one.kind.is_day)

    def all(self) -> tuple[Expected, ...]:
        """Every line of the register, in order of students."""
        return self._expected(range(len(self._pattern.lines)))

    @property
    def minutes_out(self) -> dict[str, int]:
        """By student, how long the days out of the date are."""
        return self._pattern.minutes_out

    @property
    def sites(self) -> tuple[str, ...]:
        """Where anybody is expected for the day, in order of ids."""
        return tuple(sorted(self._pattern.of_site))

    @property
    def whereabouts(self) -> Whereabouts:
        """Where everybody is at any minute; its numbers of lines are those of `line`."""
        return self._pattern.whereabouts

    def line(self, number: int) -> Expected:
        """A line of the register by its number."""
        return expected(self._pattern.lines[number], self.day)

    def _expected(self, numbers: Iterable[int]) -> tuple[Expected, ...]:
        return tuple(self.line(number) for number in numbers)
