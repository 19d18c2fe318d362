"""How good a timetable is, as rows: goals with their bounds, and what has no place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scheduler.domain.rules import GoalId, Score, UnplacedKind, Violation
from scheduler.domain.runs import Blocker, Bounds, Reason
from scheduler.domain.timetable import Unplaced
from scheduler.service.weeks.names import Names
from scheduler.service.weeks.sentences import item_title
from scheduler.web.words import GOALS, rule_name

HEADINGS = {
    UnplacedKind.DAY: "Days out without a place",
    UnplacedKind.MUST: "Musts without a seat",
    UnplacedKind.MINUTES: "Weeks short of advisory minutes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalRow:
    """What a goal costs, and the least that it costs in any timetable."""

    name: str
    id: str
    value: int | None
    bound: int | None

    @property
    def above(self) -> int | None:
        """Points that a better timetable might save at most."""
        if self.value is None or self.bound is None:
            return None
        return max(0, self.value - self.bound)


def goal_rows(score: Score | None, bounds: Bounds | None) -> tuple[GoalRow, ...]:
    """Give the goals that cost something or have a bound, and softened rules."""
    rows = []
    for goal in GoalId:
        value = score.goals.get(goal, 0) if score else None
        bound = bounds.goals.get(goal, 0) if bounds else None
        if value or bound:
            rows.append(GoalRow(name=GOALS[goal], id=goal.value, value=value, bound=bound))
    for rule, points in (score.softened if score else {}).items():
        name = f"{rule_name(rule)} (softened rule)"
        rows.append(GoalRow(name=name, id=rule.value, value=points, bound=0 if bounds else None))
    return tuple(rows)


def total_row(score: Score | None, bounds: Bounds | None) -> GoalRow:
    """Give all goals together; the bound of the sum is more than the sum of the bounds."""
    return GoalRow(
        name="All goals",
        id="",
        value=score.penalty if score else None,
        bound=bounds.penalty if bounds else None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing without a place, and why, for each option it had."""

    title: str
    blockers: tuple[tuple[str, str], ...] = ()
    address: str = ""
    """Where something can be done about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Everything of a kind that has no place."""

    heading: str
    items: tuple[Item, ...]
    count: int
    """How many things: equal ones are one item."""


def unplaced_groups(
    unplaced: Iterable[Unplaced],
    reasons: Sequence[Reason],
    names: Names,
    address: Callable[[str], str] = lambda student: "",
) -> tuple[Group, ...]:
    """Say what has no place, by kind, and why where that is known."""
    known: Mapping[Unplaced, tuple[Blocker, ...]] = {one.item: one.blockers for one in reasons}
    groups: dict[UnplacedKind, list[Item]] = {kind: [] for kind in HEADINGS}
    counts = Counter(unplaced)
    for item, count in counts.items():
        blockers = tuple(
            (names.put(one.option), names.put(one.blocker)) for one in known.get(item, ())
        )
        groups[item.kind].append(
            Item(
                title=item_title(item, names, count),
                blockers=blockers,
                address=address(item.student),
            )
        )
    return tuple(
        Group(
            heading=HEADINGS[kind],
            items=tuple(items),
            count=sum(count for item, count in counts.items() if item.kind is kind),
        )
        for kind, items in groups.items()
        if items
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A broken rule, said with names."""

    rule: str
    text: str


def broken_rows(found: Iterable[Violation], names: Names) -> tuple[Broken, ...]:
    """Say what breaks rules, with names beside the ids."""
    return tuple(
        Broken(rule=one.rule.value, text=names.put(one.message, one.subjects)) for one in found
    )
