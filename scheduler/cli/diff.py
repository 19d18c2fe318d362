"""``fieldweek diff``: what differs between two timetables, and whom it touches."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile, TimetableFile
from scheduler.cli.talk import put, say
from scheduler.domain.words import several

if TYPE_CHECKING:
    from scheduler.service.weeks.names import Names


def run(
    instance_file: InstanceFile,
    old: TimetableFile,
    new: TimetableFile,
    as_json: AsJson = False,
) -> int:
    """Say what differs between two timetables, and whom it touches."""
    from scheduler import diff
    from scheduler.cli.reading import timetable_of
    from scheduler.files import read_instance
    from scheduler.service.weeks.names import Names
    from scheduler.service.weeks.sentences import entry_sentence

    instance = read_instance(instance_file)
    changes = diff(instance, timetable_of(instance, old), timetable_of(instance, new))
    names = Names(instance)
    if as_json:
        put(
            {
                "added": [_entry(entry) for entry in changes.added],
                "dropped": [_entry(entry) for entry in changes.dropped],
                "touched": list(changes.touched),
            }
        )
    else:
        for sign, entries in (("-", changes.dropped), ("+", changes.added)):
            for entry, count in Counter(entries).items():
                print(f"{sign} {entry_sentence(instance, names, entry, count)}")
        _say_touched(names, changes.touched)
    say(
        f"{len(changes.added):,} added, {len(changes.dropped):,} dropped,"
        f" {several(len(changes.touched), 'person', 'people')} touched."
    )
    return Exit.DONE


def _say_touched(names: Names, touched: tuple[str, ...]) -> None:
    if touched:
        print(f"Touched: {', '.join(names.both(one) for one in touched)}")


def _entry(entry: Any) -> dict[str, Any]:
    from pydantic import TypeAdapter

    kind = type(entry)
    return {"kind": kind.__name__, **TypeAdapter(kind).dump_python(entry, mode="json")}
