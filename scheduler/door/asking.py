"""Questions about one open seat of a timetable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scheduler.domain.instance import Instance
from scheduler.domain.timetable import Timetable

if TYPE_CHECKING:
    from datetime import date

    from scheduler.service.fit import Fits, WhyNot


def fit(
    instance: Instance,
    timetable: Timetable,
    about: str,
    *,
    item: str = "",
    away: bool = False,
    on: date | None = None,
) -> tuple[Fits, ...]:
    """Say who or what fits what is open, best first, and what is in the way of the rest.

    What is shown as working has been checked. To ask much about one timetable, make a
    `scheduler.service.fit.Ground` once and ask that.

    >>> from scheduler import make
    >>> school = make("small", seed=1)
    >>> nothing_planned = Timetable(instance=school.id)
    >>> fit(school, nothing_planned, school.mentors[0].id)[0].item
    'place with M001'

    Parameters
    ----------
    about
        Id of a student without a place, of a mentor or section with a free seat; with
        ``away`` of a mentor, section or advisory whose lead is away.
    item
        Of a student: a workshop, or the number of an internship; empty: all that is open.
    on
        With ``away``, a date.

    Raises
    ------
    InvalidInputError
        What is asked about is nothing of the kind.
    """
    from scheduler.service.fit import Ground, fits

    return fits(Ground(instance, timetable), about, item=item, away=away, on=on)


def why_not(
    instance: Instance, timetable: Timetable, student: str, place: str, day: int | None = None
) -> WhyNot:
    """Say why a student is not with a mentor, at a site or in a workshop; what it would take.

    Raises
    ------
    InvalidInputError
        The student, the place or the weekday is none.
    """
    from scheduler.service.fit import Ground
    from scheduler.service.fit import why_not as asked

    return asked(Ground(instance, timetable), student, place, day)
