"""The week of anything as a page: of a term by dates, or of a timetable by its pattern."""

from __future__ import annotations

from collections.abc import Callable, Container
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.service.weeks.columns import (
    dated_columns,
    monday_of,
    pattern_columns,
    weeks_of_term,
)
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.layout import Laid, lay_out
from scheduler.service.weeks.views import week_of
from scheduler.service.weeks.week import Week


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekPage:
    """All that the page of a week shows."""

    week: Week
    laid: Laid
    when: str
    source: str
    """What it is taken from: a release, a timetable or a draft."""
    twin: str
    before: str = ""
    after: str = ""
    others: tuple[tuple[str, str], ...] = ()
    """Addresses of the other weeks of the cycle."""

    @property
    def empty(self) -> bool:
        """Whether nothing is planned on any day of it."""
        return not any(self.laid.days)


def dated_page(diary: Diary, one: str, day: date, source: str, address: str) -> WeekPage:
    """Show the week a date lies in, with the dates of the term."""
    term = diary.instance.term
    mondays = weeks_of_term(term)
    monday = min(max(monday_of(day), mondays[0]), mondays[-1])
    week = week_of(diary, one)
    laid = lay_out(week, dated_columns(term, monday))
    place = mondays.index(monday)

    def at(number: int) -> str:
        return f"{address}?from={mondays[number]}" if 0 <= number < len(mondays) else ""

    last = monday + timedelta(days=6)
    return WeekPage(
        week=week,
        laid=laid,
        when=f"week of {monday.day} {monday:%b} to {last.day} {last:%b %Y}",
        source=source,
        twin=f"{address}.json?from={monday}",
        before=at(place - 1),
        after=at(place + 1),
    )


def pattern_page(diary: Diary, one: str, number: int, source: str, address: str) -> WeekPage:
    """Show one week of the cycle of a timetable, whatever its dates."""
    term = diary.instance.term
    number = number if 0 <= number < term.cycle else 0
    week = week_of(diary, one)
    several = term.cycle > 1
    return WeekPage(
        week=week,
        laid=lay_out(week, pattern_columns(term, number)),
        when=f"week {number + 1} of {term.cycle}" if several else "every week",
        source=source,
        twin=f"{address}.json?week={number + 1}",
        others=tuple(
            (f"{address}?week={other + 1}", f"Week {other + 1}")
            for other in range(term.cycle)
            if other != number
        ),
    )


def links_of(
    diary: Diary, address: Callable[[str], str], allowed: Container[str] | None = None
) -> dict[str, str]:
    """Give the addresses of the weeks of everything that may be looked at."""
    return {
        one: address(one)
        for one in diary.instance.names
        if one not in diary.schools and (allowed is None or one in allowed)
    }
