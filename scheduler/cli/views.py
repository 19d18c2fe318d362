"""The week of whatever has an id."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from scheduler.cli import people_weeks, place_weeks
from scheduler.cli.diary import Diary
from scheduler.cli.week import Week
from scheduler.domain.ids import RunId
from scheduler.errors import NotFoundError


def week_of(diary: Diary, one: str) -> Week:
    """Make the week of whatever has this id.

    Raises
    ------
    NotFoundError
        For things without a week, such as a school.
    """
    instance = diary.instance
    kinds: tuple[tuple[Iterable[str], Callable[[Diary, str], Week]], ...] = (
        (instance.student_of, people_weeks.student_week),
        (instance.advisory_of, people_weeks.advisory_week),
        (instance.mentor_of, people_weeks.mentor_week),
        (instance.staff_of, people_weeks.staff_week),
        (instance.section_of, place_weeks.section_week),
        (instance.workshop_of, place_weeks.workshop_week),
        (instance.room_of, place_weeks.room_week),
        (instance.site_of, place_weeks.internship_site_week),
        (instance.school_site_of, place_weeks.school_site_week),
        (instance.vehicle_of, place_weeks.vehicle_week),
    )
    for ids, view in kinds:
        if one in ids:
            return view(diary, one)
    if one in instance.run_of:
        return place_weeks.vehicle_week(diary, instance.run_of[RunId(one)].vehicle)
    raise NotFoundError(f"{diary.names.both(one)} has no week of its own; name one of its sites.")
