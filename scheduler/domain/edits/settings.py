"""Edits of how a week is judged and when school is: rules, goals, calendar."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import ClassVar, Literal

from scheduler.domain.calendar import DateSpan, SpecialDate
from scheduler.domain.faults.settings import STANDARD
from scheduler.domain.faults.things import Thing
from scheduler.domain.instance import Instance
from scheduler.domain.rules import NEVER_SOFT, GoalId, GoalWeight, Profile, RuleId, SoftRule
from scheduler.errors import Fault

EDITED = "edited"
"""What the profile is called that comes of weighing a goal of the standard one."""

LONGEST = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStrength:
    """A rule costs points where it is broken; without points it must hold."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["rule-strength"] = "rule-strength"
    rule: RuleId
    points: int | None

    @property
    def named(self) -> frozenset[str]:
        """Nobody."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The strength of the rule."""
        return ((self.rule.value, "strength"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield a fault when the rule cannot be softened, or costs nothing."""
        if self.points is None:
            return
        if self.rule in NEVER_SOFT:
            yield thing.fault(
                "rule", "This rule cannot be softened.", "Choose another rule, or no points."
            )
        if self.points < 1:
            yield thing.fault("points", "A broken rule costs at least 1.", "Write 1 or more.")

    def made(self, instance: Instance) -> Instance:
        """Give the data with the rule's new strength."""
        if self.points is None:
            left = tuple(one for one in instance.soft_rules if one.rule is not self.rule)
            return replace(instance, soft_rules=left)
        new = SoftRule(rule=self.rule, points=self.points)
        if self.rule not in instance.soft_points:
            return replace(instance, soft_rules=(*instance.soft_rules, new))
        rules = tuple(new if one.rule is self.rule else one for one in instance.soft_rules)
        return replace(instance, soft_rules=rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalWeighed:
    """A goal counts by another factor, in the profile in force."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["goal-weighed"] = "goal-weighed"
    goal: GoalId
    factor: int

    @property
    def named(self) -> frozenset[str]:
        """Nobody."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """The weight of the goal."""
        return ((self.goal.value, "factor"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield a fault when the factor is negative."""
        if self.factor < 0:
            yield thing.fault("factor", "A factor cannot be negative.", "Write 0 or more.")

    def made(self, instance: Instance) -> Instance:
        """Give the data with the new weight; the standard profile gives way to one of its own."""
        weight = GoalWeight(goal=self.goal, factor=self.factor)
        if instance.profile == STANDARD:
            names = {one.name for one in instance.profiles}
            name, number = EDITED, 2
            while name in names:
                name, number = f"{EDITED} {number}", number + 1
            profile = Profile(name=name, weights=(weight,))
            return replace(instance, profiles=(*instance.profiles, profile), profile=name)
        profiles = list(instance.profiles)
        for index, profile in enumerate(profiles):
            if profile.name == instance.profile:
                rest = tuple(one for one in profile.weights if one.goal is not self.goal)
                profiles[index] = replace(profile, weights=(*rest, weight))
        return replace(instance, profiles=tuple(profiles))


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarException:
    """Dates without school, or a date that follows another weekday."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["calendar-exception"] = "calendar-exception"
    first: date
    last: date | None = None
    """None: the first date alone."""
    follows: int | None = None
    """The weekday whose timetable holds; None: no school."""

    @property
    def named(self) -> frozenset[str]:
        """Nobody."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """What each of the dates is."""
        return tuple((str(day), "date") for day in self._dates())

    def _dates(self) -> Iterator[date]:
        day = self.first
        while day <= (self.last or self.first) and day - self.first < LONGEST:
            yield day
            day += timedelta(days=1)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when the dates lie outside the term, or are none."""
        last = self.last or self.first
        if last < self.first:
            yield thing.fault("last", "It is before the first date.", "Mend one of the dates.")
            return
        term = instance.term
        if self.first < term.first or last > term.last:
            yield thing.fault("first", "The dates lie outside the term.", "Name dates of the term.")
        if self.follows is None:
            return
        if last != self.first:
            yield thing.fault(
                "last",
                "Only a single date can follow another weekday.",
                "Make one edit of each date.",
            )
        if self.follows not in term.weekdays:
            yield thing.fault(
                "follows", "The term does not use this weekday.", "Name a weekday of the term."
            )
        if any(span.covers(self.first) for span in term.holidays):
            yield thing.fault("first", "There is no school on this date.", "Name a school date.")

    def made(self, instance: Instance) -> Instance:
        """Give the data with the calendar changed."""
        term = instance.term
        if self.follows is None:
            span = DateSpan(first=self.first, last=self.last or self.first)
            return replace(instance, term=replace(term, holidays=(*term.holidays, span)))
        kept = tuple(one for one in term.special if one.when != self.first)
        special = SpecialDate(when=self.first, day=self.follows)
        return replace(instance, term=replace(term, special=(*kept, special)))
