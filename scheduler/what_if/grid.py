"""What a sweep tries: scenarios, each with every seed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from scheduler.domain.edits import Edit, Scenario


class Aim(StrEnum):
    """Which repair of each scenario the table is about."""

    FEWEST = "fewest touched"
    BEST = "best plan"
    """Whoever is touched; here seeds differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One line of a sweep to come."""

    scenario: str
    edits: tuple[Edit, ...]
    seed: int
    seconds: float
    aim: Aim


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Scenarios x seeds, and how long each may take."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    scenarios: tuple[Scenario, ...]
    seeds: tuple[int, ...] = (0,)
    seconds: float = 1.0
    """For each line; five times as long where there would be no repair at all, or one put
    together by hand that leaves unplaced what sections at other times could place."""
    aim: Aim = Aim.FEWEST

    def __post_init__(self) -> None:
        if not self.scenarios or not self.seeds:
            raise ValueError("a sweep has at least one scenario and one seed")
        if not 0 < self.seconds < float("inf"):
            raise ValueError("seconds must be above 0 and finite")
        names = {one.name for one in self.scenarios}
        if len(names) < len(self.scenarios) or len(set(self.seeds)) < len(self.seeds):
            raise ValueError("each scenario has a name of its own, and each seed is named once")
        if any(not 0 <= seed < 2**31 for seed in self.seeds):
            raise ValueError("seeds are from 0 to 2147483647")

    def tasks(self) -> Iterator[Task]:
        """Every line, scenario by scenario."""
        for scenario in self.scenarios:
            for seed in self.seeds:
                yield Task(
                    scenario=scenario.name,
                    edits=scenario.edits,
                    seed=seed,
                    seconds=self.seconds,
                    aim=self.aim,
                )
