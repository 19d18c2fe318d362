"""Why something is unplaced, and what contradicts itself, said to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from scheduler.domain.instance import Instance
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.runs import Conflict, Reason
from scheduler.domain.timetable import Unplaced
from scheduler.domain.words import several
from scheduler.service.weeks.names import Names
from scheduler.service.weeks.sentences import item_title

HEADINGS = {
    UnplacedKind.DAY: "Days out without a place",
    UnplacedKind.MUST: "Musts without a seat",
    UnplacedKind.MINUTES: "Weeks short of advisory minutes",
}


def reason_lines(
    instance: Instance,
    reasons: Sequence[Reason],
    unplaced: Iterable[Unplaced],
    most: int | None = None,
) -> Iterator[str]:
    """Say for each unplaced item why, grouped by kind; equal items are said and explained once.

    ``most``: lines said in each kind; the rest is counted.
    """
    names, counts = Names(instance), Counter(unplaced)
    for kind, heading in HEADINGS.items():
        here = {one.item: one for one in reasons if one.item.kind is kind}
        if not here:
            continue
        of = sum(counts[item] for item in here)
        yield f"{heading}: {of:,}"
        for number, one in enumerate(here.values()):
            if most is not None and number == most:
                yield f"  … more of these: fieldweek explain prints all {of:,}."
                break
            yield f"  {item_title(one.item, names, counts[one.item])}"
            for blocker in one.blockers:
                option, text = names.put(blocker.option), names.put(blocker.blocker)
                yield f"    {option}: {text}" if option else f"    {text}"


def conflict_lines(instance: Instance, conflict: Conflict) -> Iterator[str]:
    """Say what cannot hold together, and the cheapest ways out."""
    names = Names(instance)
    yield f"{several(len(conflict.statements), 'statement')} cannot hold together:"
    for statement in conflict.statements:
        yield f"  - {names.put(statement.text)} [{statement.rule.value}]"
    if conflict.ways_out:
        yield "Ways out, each confirmed by a solve:"
        for way in conflict.ways_out:
            yield f"  - {names.put(way.text)}"
    else:
        yield "No way out by a single giving way was found."
