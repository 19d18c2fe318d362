"""The week of anything as a page: of a term by dates, or of a timetable by its pattern."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.calendar import Term
from scheduler.service.looking import Seen
from scheduler.service.weeks.columns import weeks_of_term
from scheduler.service.weeks.layout import Laid
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


def dated_page(seen: Seen, term: Term, monday: date, source: str, address: str) -> WeekPage:
    """Show a week with the dates of the term."""
    mondays = weeks_of_term(term)
    last = monday + timedelta(days=6)

    def at(other: date) -> str:
        return f"{address}?from={other}" if other in mondays else ""

    return WeekPage(
        week=seen.week,
        laid=seen.laid,
        when=f"week of {monday.day} {monday:%b} to {last.day} {last:%b %Y}",
        source=source,
        twin=f"{address}.json?from={monday}",
        before=at(monday - timedelta(days=7)),
        after=at(monday + timedelta(days=7)),
    )


def pattern_page(seen: Seen, term: Term, number: int, source: str, address: str) -> WeekPage:
    """Show one week of the cycle, whatever its dates."""
    cycle = term.cycle
    return WeekPage(
        week=seen.week,
        laid=seen.laid,
        when=f"week {number + 1} of {cycle}" if cycle > 1 else "every week",
        source=source,
        twin=f"{address}.json?week={number + 1}",
        others=tuple(
            (f"{address}?week={other + 1}", f"Week {other + 1}")
            for other in range(cycle)
            if other != number
        ),
    )
