"""``fieldweek why-not``: why a student is not elsewhere, and what it would take."""

from __future__ import annotations

from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile, TimetableFile
from scheduler.cli.talk import put, say
from scheduler.domain.calendar import DAY_NAMES
from scheduler.domain.words import several


def run(
    instance_file: InstanceFile,
    timetable_file: TimetableFile,
    student: Annotated[str, typer.Argument(metavar="STUDENT", help="By id or name.")],
    place: Annotated[
        str,
        typer.Argument(
            metavar="PLACE", help="A mentor, internship site, workshop or section, by id or name."
        ),
    ],
    day: Annotated[
        str | None, typer.Option("--day", metavar="DAY", help="A weekday, such as Tue.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Say why a student is not there, and what it would take.

    Exit 1 where there is no way with at most two others making way.
    """
    weekday = None
    if day is not None:
        known = [name.lower() for name in DAY_NAMES]
        if day[:3].lower() not in known:
            raise typer.BadParameter(f"--day is one of {', '.join(DAY_NAMES)}.")
        weekday = known.index(day[:3].lower())
    from scheduler import why_not
    from scheduler.cli.fit_lines import fit_lines, why_not_document
    from scheduler.cli.reading import timetable_of
    from scheduler.files import read_instance
    from scheduler.service.weeks.names import Names

    instance = read_instance(instance_file)
    timetable = timetable_of(instance, timetable_file)
    names = Names(instance)
    found = why_not(instance, timetable, names.find(student), names.find(place), weekday)
    if as_json:
        put(why_not_document(found))
    else:
        for text in found.blockers:
            print(f"In the way: {names.put(text)}")
        for way in found.ways:
            for line in fit_lines(way, names):
                print(line)
    if found.has:
        say(f"{names.both(found.student)} has that already.")
        return Exit.DONE
    say(f"{several(len(found.ways), 'way')} found, with at most two others making way.")
    return Exit.DONE if found.ways else Exit.FINDINGS
