"""Two timetables side by side: what each costs, and who has what instead of what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.instance import Instance
from scheduler.domain.rules import GoalId, Score
from scheduler.service.appointments import Appointment
from scheduler.service.differences import PersonChanges
from scheduler.service.saying import line
from scheduler.web.words import GOALS

MOST_PEOPLE = 100
"""People whose changes a page shows before it is asked for all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """A figure of two timetables."""

    name: str
    old: int
    new: int

    @property
    def difference(self) -> str:
        """How much more or less the new one costs, with its sign."""
        less = self.new - self.old
        return f"{less:+,}".replace("-", "−") if less else "0"


def score_rows(old: Score, new: Score) -> tuple[ScoreRow, ...]:
    """Give what is unplaced, every goal that costs something in either, and the sum."""
    rows = [ScoreRow(name="Unplaced", old=sum(old.unplaced), new=sum(new.unplaced))]
    for goal in GoalId:
        was, now = old.goals.get(goal, 0), new.goals.get(goal, 0)
        if was or now:
            rows.append(ScoreRow(name=GOALS[goal], old=was, new=now))
    softened = sum(old.softened.values()), sum(new.softened.values())
    if any(softened):
        rows.append(ScoreRow(name="Softened rules", old=softened[0], new=softened[1]))
    return (*rows, ScoreRow(name="All points", old=old.penalty, new=new.penalty))


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """From where to where; empty: not before, or no longer."""

    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """A person and everything that is different for them."""

    id: str
    name: str
    kind: str
    lines: tuple[ChangeLine, ...]


def person_rows(
    instance: Instance, changes: Iterable[PersonChanges], before: Instance | None = None
) -> tuple[PersonRow, ...]:
    """Say who has something else, students first, by name.

    ``before``: the data before, which names those who are not there any more.
    """
    names = instance.names if before is None else before.names | instance.names
    versions = [instance] if before is None else [instance, before]

    def said(one: Appointment | None) -> str:
        return "" if one is None else line(instance, one, lambda id: names.get(id, id))

    def kind(one: str) -> str:
        if any(one in version.student_of for version in versions):
            return "student"
        return "staff" if any(one in version.staff_of for version in versions) else "mentor"

    order = {"student": 0, "staff": 1, "mentor": 2}
    found = [
        PersonRow(
            id=each.person,
            name=names.get(each.person, each.person),
            kind=kind(each.person),
            lines=tuple(ChangeLine(was=said(d.was), now=said(d.now)) for d in each.differences),
        )
        for each in changes
    ]
    return tuple(sorted(found, key=lambda row: (order[row.kind], row.name, row.id)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleShown:
    """The people of a list that are shown, and how many there are."""

    shown: tuple[PersonRow, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are left out."""
        return self.count - len(self.shown)


def shortened(people: tuple[PersonRow, ...], *, all: bool = False) -> PeopleShown:
    """Show the first of many people, unless all are asked for."""
    return PeopleShown(shown=people if all else people[:MOST_PEOPLE], count=len(people))
