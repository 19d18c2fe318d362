"""``fieldweek today``: somebody is ill; where the students go, and who leads."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile, TimetableFile
from scheduler.cli.talk import put, say
from scheduler.domain.words import several


def run(
    instance_file: InstanceFile,
    timetable_file: TimetableFile,
    away: Annotated[
        list[str],
        typer.Option("--away", metavar="ID", help="Who is away, by id or name; more than once."),
    ],
    on: Annotated[
        str | None, typer.Option("--on", metavar="DATE", help="Which day.  [default: today]")
    ] = None,
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="What begins before stays as it is.")
    ] = "00:00",
    as_json: AsJson = False,
) -> int:
    """Say how today can be when mentors or staff are ill, with the least change."""
    try:
        when = date.today() if on is None else date.fromisoformat(on)
        minutes = time.fromisoformat(at)
    except ValueError:
        raise typer.BadParameter(
            "--on is a date such as 2026-10-12, --at a time such as 09:30."
        ) from None
    from scheduler.cli.reading import timetable_of
    from scheduler.files import read_instance
    from scheduler.service.mornings import this_morning, told
    from scheduler.service.weeks.names import Names

    instance = read_instance(instance_file)
    timetable = timetable_of(instance, timetable_file)
    names = Names(instance)
    gone = [names.find(one) for one in away]
    day = this_morning(instance, timetable, when, gone, minutes.hour * 60 + minutes.minute)
    said = told(instance, day, names.of)
    if as_json:
        put(
            {
                "on": when.isoformat(),
                "away": list(day.away),
                "touched": list(day.touched),
                "told": {one: list(texts) for one, texts in said.items()},
                "crowded": list(day.crowded),
            }
        )
    else:
        for one, texts in said.items():
            print(names.both(one))
            for text in texts:
                print(f"  {text}")
        for text in day.crowded:
            print(f"Too full: {names.put(text)}")
    elsewhere = sum(one.to is not None for one in day.sent)
    led = sum(one.lead is not None for one in day.led)
    say(
        f"{several(len(day.touched), 'person', 'people')} touched: {elsewhere} of"
        f" {several(len(day.sent), 'student')} with another mentor, {led} of"
        f" {several(len(day.led), 'session')} led by somebody else."
    )
    return Exit.DONE
