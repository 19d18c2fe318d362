"""What can be done when something changes: repairs, from fewest people touched to best plan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scheduler.domain.calendar import Term
from scheduler.domain.rules import Score
from scheduler.domain.runs import Reason
from scheduler.domain.timetable import Timetable, Unplaced

NEAR_DAYS, NEAR_WEIGHT = 3, 3
SOON_DAYS, SOON_WEIGHT = 10, 2


def notice_weight(term: Term, today: date, first: date) -> int:
    """What a person touched weighs: 3 up to 3 school days ahead, 2 up to 10, else 1.

    School days are counted from the day after today up to the first date, included.
    """
    ahead = sum(1 for when, _, _ in term.dates() if today < when <= first)
    if ahead <= NEAR_DAYS:
        return NEAR_WEIGHT
    return SOON_WEIGHT if ahead <= SOON_DAYS else 1


def earliest(term: Term, today: date, notice: int) -> date | None:
    """The first school day on which a change may begin: after today and the days of notice.

    None where the term is over by then.
    """
    ahead = sorted({when for when, _, _ in term.dates() if when > today})
    return ahead[notice] if notice < len(ahead) else None


def back_on(term: Term, until: date) -> date | None:
    """The first school day after a date: from then on all is as before; None: the term is over."""
    return min((when for when, _, _ in term.dates() if when > until), default=None)


class Aim(StrEnum):
    """What a repair of the menu is after."""

    FEWEST = "fewest touched"
    BETWEEN = "in between"
    BEST = "best plan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A timetable that passes the checker after the change, and what it costs to go there."""

    aim: Aim
    timetable: Timetable
    score: Score
    """Of the timetable by itself: nobody's being touched counts in it."""
    touched: tuple[str, ...]
    """Students, staff and mentors for whom something changes, without those that the
    edits themselves name."""
    weight: int
    """What they weigh together."""
    newly_unplaced: tuple[Unplaced, ...]
    """Items that had a place, or did not exist, before."""
    reasons: tuple[Reason, ...] = ()
    """Why each of the newly unplaced items is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What is proven about every repair."""

    unplaced: tuple[int, int, int]
    """No repair leaves fewer of the stranded items unplaced, compared by priority."""
    touched: int
    """No repair that leaves as few unplaced as ours touches people of less weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repairs:
    """The answer to a change: who is stranded, and a menu of repairs."""

    stranded: tuple[str, ...]
    """Students, advisories and sections that cannot stay as they are."""
    menu: tuple[Repair, ...]
    """From fewest touched to best plan; none is beaten by another in both."""
    proof: Proof
    unplaced_proven: bool
    """Whether the first repair leaves the least possible unplaced."""
    touched_proven: bool
    """Whether nobody can touch fewer than the first repair."""
    first_seconds: float
    """Until the first repair had passed the checker."""
    proven_seconds: float | None
    """Until the fewest touched were proven; None where they are not."""
    seconds: float

    @property
    def fewest(self) -> Repair:
        """The repair that touches the fewest."""
        return self.menu[0]
