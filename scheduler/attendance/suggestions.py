"""What stands out in a record and may be worth a look: suggestions with evidence, no decisions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduler.attendance.patterns import BANDS, Observed

FEWEST = 5
"""Days out before anything is said about them."""
TIMES_USUAL = 1.5
"""It stands out when even the least likely reading is so many times the usual share."""
_NINETY = 1.645


class Stands(StrEnum):
    """What is often late or missed."""

    RIDE_LATE = "ride-late"
    SITE_LATE = "site-late"
    JOURNEY_LATE = "journey-late"
    WEEKDAY_MISSED = "weekday-missed"
    SITE_MISSED = "site-missed"
    JOURNEY_MISSED = "journey-missed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Something that happened more often than elsewhere, and how often."""

    kind: Stands
    subject: str
    """Id of the ride, site or student it is about; for a journey the most minutes of its kind."""
    weekday: int | None = None
    count: int
    of: int
    usual: float
    """The share among all the others it is compared with."""
    least: float
    """The share it has at least, with nineteen chances in twenty."""


Key = Callable[[Observed], tuple[str, int | None] | None]


def suggest(record: Sequence[Observed]) -> list[Suggestion]:
    """Find what stands out, the clearest first.

    A ride, a site or a length of journey is compared with all the others; a student's weekday
    with the other days of the same student.
    """
    came = [one for one in record if one.attended]
    found = [
        *_standing(came, Stands.RIDE_LATE, _ride, _late),
        *_standing(came, Stands.SITE_LATE, _site, _late),
        *_standing(came, Stands.JOURNEY_LATE, _journey, _late),
        *_standing(record, Stands.SITE_MISSED, _site, _missed),
        *_standing(record, Stands.JOURNEY_MISSED, _journey, _missed),
    ]
    by_student: dict[str, list[Observed]] = defaultdict(list)
    for one in record:
        by_student[one.student].append(one)
    for own in by_student.values():
        found += _standing(own, Stands.WEEKDAY_MISSED, _weekday, _missed)
    return sorted(found, key=lambda one: (one.usual - one.least, one.kind, one.subject))


def least_share(count: int, of: int) -> float:
    """The least share that nineteen chances in twenty leave (Wilson's lower bound).

    >>> round(least_share(5, 8), 2)
    0.35
    """
    share, square = count / of, _NINETY * _NINETY
    centre = share + square / (2 * of)
    reach = _NINETY * math.sqrt(share * (1 - share) / of + square / (4 * of * of))
    return (centre - reach) / (1 + square / of)


def _standing(
    record: Sequence[Observed], kind: Stands, key: Key, happened: Callable[[Observed], bool]
) -> list[Suggestion]:
    counts: dict[tuple[str, int | None], list[int]] = defaultdict(lambda: [0, 0])
    everything = [0, 0]
    for one in record:
        named = key(one)
        for each in (everything, *(() if named is None else (counts[named],))):
            each[0] += happened(one)
            each[1] += 1
    found = []
    for named, (count, of) in counts.items():
        others = everything[1] - of
        if of < FEWEST or not others:
            continue
        usual = (everything[0] - count) / others
        least = least_share(count, of)
        if least > TIMES_USUAL * usual:
            subject, weekday = named
            found.append(
                Suggestion(
                    kind=kind,
                    subject=subject,
                    weekday=weekday,
                    count=count,
                    of=of,
                    usual=usual,
                    least=least,
                )
            )
    return found


def _late(one: Observed) -> bool:
    return one.late


def _missed(one: Observed) -> bool:
    return not one.attended


def _ride(one: Observed) -> tuple[str, int | None] | None:
    return (one.ride, None) if one.ride else None


def _site(one: Observed) -> tuple[str, int | None] | None:
    return one.site, None


def _journey(one: Observed) -> tuple[str, int | None] | None:
    return str(next((most for most in BANDS if one.minutes <= most), "")), None


def _weekday(one: Observed) -> tuple[str, int | None] | None:
    return one.student, one.weekday
