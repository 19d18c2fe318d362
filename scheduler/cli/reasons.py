"""Why something is unplaced, and what contradicts itself, said to a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from scheduler.domain.instance import Instance
from scheduler.domain.rules import UnplacedKind
from scheduler.domain.runs import Conflict, Reason
from scheduler.domain.words import several
from scheduler.service.weeks.names import Names
from scheduler.service.weeks.sentences import item_title

HEADINGS = {
    UnplacedKind.DAY: "Days out without a place",
    UnplacedKind.MUST: "Musts without a seat",
    UnplacedKind.MINUTES: "Weeks short of advisory minutes",
}


def reason_lines(
    instance: Instance, reasons: Sequence[Reason], most: int | None = None
) -> Iterator[str]:
    """Say for each unplaced item why, grouped by kind and by what blocks it.

    ``most``: items said in each kind; the rest is counted.
    """
    names = Names(instance)
    for kind, heading in HEADINGS.items():
        here = [one for one in reasons if one.item.kind is kind]
        if not here:
            continue
        yield f"{heading}: {len(here):,}"
        for number, ((title, blockers), times) in enumerate(_grouped(here, names).items()):
            if most is not None and number == most:
                yield f"  … more of these: fieldweek explain prints all {len(here):,}."
                break
            yield f"  {title}{f' ({times} times)' if times > 1 else ''}"
            for option, blocker in blockers:
                yield f"    {option}: {blocker}" if option else f"    {blocker}"


def _grouped(
    reasons: Sequence[Reason], names: Names
) -> dict[tuple[str, tuple[tuple[str, str], ...]], int]:
    found: dict[tuple[str, tuple[tuple[str, str], ...]], int] = defaultdict(int)
    for one in reasons:
        blockers = tuple((names.put(b.option), names.put(b.blocker)) for b in one.blockers)
        found[item_title(one.item, names), blockers] += 1
    return found


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
