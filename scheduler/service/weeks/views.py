"""The week of whatever has an id."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scheduler.domain.ids import RunId
from scheduler.errors import NotFoundError
from scheduler.service.weeks import people, places
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.week import Week


def week_of(diary: Diary, one: str) -> Week:
    """Make the week of whatever has this id.

    Raises
    ------
    NotFoundError
        For things without a week, such as a school.
    """
    instance = diary.instance
    kinds: tuple[tuple[Iterable[str], Callable[[Diary, str], Week]], ...] = (
        (instance.student_of, people.student_week),
        (instance.advisory_of, people.advisory_week),
        (instance.mentor_of, people.mentor_week),
        (instance.staff_of, people.staff_week),
        (instance.section_of, places.section_week),
        (instance.workshop_of, places.workshop_week),
        (instance.room_of, places.room_week),
        (instance.site_of, places.internship_site_week),
        (instance.school_site_of, places.school_site_week),
        (instance.vehicle_of, places.vehicle_week),
    )
    for ids, view in kinds:
        if one in ids:
            return view(diary, one)
    if one in instance.run_of:
        return places.vehicle_week(diary, instance.run_of[RunId(one)].vehicle)
    raise NotFoundError(f"{diary.names.both(one)} has no week of its own; name one of its sites.")
