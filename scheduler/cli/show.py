"""``fieldweek show``: a week in the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import InstanceFile, TimetableFile
from scheduler.cli.talk import console, say
from scheduler.domain.words import several

if TYPE_CHECKING:
    from scheduler.domain.instance import Instance
    from scheduler.domain.timetable import Timetable

MOST_WARNED = 5


def run(
    instance_file: InstanceFile,
    timetable_file: TimetableFile,
    wanted: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="Id or name of a student, advisory, mentor, member of staff, site, room, van,"
            " workshop or section.",
        ),
    ],
) -> int:
    """Show the week of a person, a place or a thing."""
    from scheduler.cli.reading import timetable_of
    from scheduler.cli.week import print_week
    from scheduler.files import read_instance
    from scheduler.service.weeks.diary import Diary
    from scheduler.service.weeks.views import week_of

    instance = read_instance(instance_file)
    timetable = timetable_of(instance, timetable_file)
    diary = Diary(instance, timetable)
    one = diary.names.find(wanted)
    warn_of_broken_rules(instance, timetable)
    print_week(console(), week_of(diary, one), instance.term.cycle)
    return Exit.DONE


def warn_of_broken_rules(instance: Instance, timetable: Timetable) -> None:
    """Say on stderr that a timetable breaks rules, before any of it is shown."""
    from scheduler.check import broken
    from scheduler.service.weeks.names import Names

    found = list(broken(instance, timetable))
    if found:
        names = Names(instance)
        say(f"WARNING: this timetable breaks rules ({several(len(found), 'violation')}):")
        for one in found[:MOST_WARNED]:
            say(f"- {one.rule}: {names.put(one.message, one.subjects)}")
        if len(found) > MOST_WARNED:
            say(f"… and {len(found) - MOST_WARNED:,} more; fieldweek check prints all.")
