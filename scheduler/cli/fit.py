"""``fieldweek fit``: who or what fits what is open."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile, TimetableFile
from scheduler.cli.talk import put, say
from scheduler.domain.words import several


def run(
    instance_file: InstanceFile,
    timetable_file: TimetableFile,
    about: Annotated[
        str,
        typer.Argument(
            metavar="WHO",
            help="A student without a place, a mentor or section with a free seat, an advisory;"
            " by id or name.",
        ),
    ],
    item: Annotated[
        str,
        typer.Option(
            "--item", metavar="ID", help="Of a student: a workshop, or the number of an internship."
        ),
    ] = "",
    away: Annotated[
        bool, typer.Option("--away", help="Who leads it is away: who could instead?")
    ] = False,
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="With --away: on this date only.")
    ] = None,
    as_json: AsJson = False,
) -> int:
    """Say who or what fits what is open, best first, each candidate checked.

    Exit 1 where something is open and nothing fits.
    """
    try:
        when = None if on is None else date.fromisoformat(on)
    except ValueError:
        raise typer.BadParameter("--on is a date such as 2026-10-12.") from None
    from scheduler import fit
    from scheduler.cli.fit_lines import fits_document, fits_lines
    from scheduler.cli.reading import timetable_of
    from scheduler.files import read_instance
    from scheduler.service.weeks.names import Names

    instance = read_instance(instance_file)
    timetable = timetable_of(instance, timetable_file)
    names = Names(instance)
    wanted = item if not item or item.isdigit() else names.find(item)
    found = fit(instance, timetable, names.find(about), item=wanted, away=away, on=when)
    if as_json:
        put([fits_document(one) for one in found])
    else:
        for one in found:
            for line in fits_lines(one, names):
                print(line)
    if not found:
        say(f"Nothing of {names.both(names.find(about))} is open.")
    works = sum(one.best is not None for one in found)
    say(f"{several(len(found), 'question')}: {works} with somebody or something that fits.")
    return Exit.DONE if works == len(found) else Exit.FINDINGS
