"""The best timetable of a run so far: checked, scored, and told to whoever listens."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from scheduler.check import broken, score
from scheduler.domain.instance import Instance
from scheduler.domain.rules import Score
from scheduler.domain.runs import Bounds, Progress, gap_of
from scheduler.domain.timetable import Timetable
from scheduler.errors import SolverDisagreementError

if TYPE_CHECKING:  # OR-tools comes with it, and a first timetable needs none
    from scheduler.solver.bounds import Slope

Held = tuple[int, int, int]


class Incumbents:
    """Keeps the best timetable and all that is proven; nothing gets in unchecked."""

    def __init__(self, instance: Instance, tell: Callable[[Progress], None] | None) -> None:
        self._instance = instance
        self._tell = tell
        self._began = time.monotonic()
        self.timetable: Timetable | None = None
        self.score: Score | None = None
        self.first_seconds: float | None = None
        self.better_seconds: float | None = None
        """When the best so far was found."""
        self.on_better: Callable[[Timetable], None] | None = None
        self.history: list[Progress] = []
        self._proven: list[tuple[Held, Bounds, Slope | None]] = []
        self.work = 0.0
        self.phase = "first timetable"

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._began

    def offer(self, timetable: Timetable) -> bool:
        """Take a timetable if it is better; True if it was.

        Raises
        ------
        SolverDisagreementError
            The checker refuses it: a bug, which no user may be left alone with.

        """
        violations = broken(self._instance, timetable)
        if violations:
            found = "; ".join(violation.message for violation in violations[:3])
            raise SolverDisagreementError(
                f"The solver made a timetable that breaks {len(violations)} rules: {found}. "
                "This is a fault of Fieldweek: please report it with the instance.",
                [subject for violation in violations[:3] for subject in violation.subjects],
            )
        if self.first_seconds is None:
            self.first_seconds = self.seconds
        found_score = score(self._instance, timetable)
        if self.score is not None and found_score.rank >= self.score.rank:
            return False
        self.timetable, self.score = timetable, found_score
        self.better_seconds = self.seconds
        if self.on_better is not None:
            self.on_better(timetable)
        self.tell(keep=True)
        return True

    def prove(self, held: Held, bounds: Bounds, slope: Slope | None = None) -> None:
        """Note what is proven for timetables with no more unplaced than held, and with more."""
        self._proven.append((held, bounds, slope))
        self.tell(keep=True)

    @property
    def bounds(self) -> Bounds:
        """What is proven and holds for the best timetable so far."""
        unplaced = max((bounds.unplaced for _, bounds, _ in self._proven), default=0)
        held = (10**9,) * 3 if self.score is None else self.score.unplaced
        valid = [
            bounds
            for proven, bounds, _ in self._proven
            if all(mine <= theirs for mine, theirs in zip(held, proven, strict=True))
        ]
        goals = {
            goal: max(bounds.goals.get(goal, 0) for bounds in valid)
            for goal in sorted({goal for bounds in valid for goal in bounds.goals})
        }
        penalty = max((bounds.penalty for bounds in valid), default=0)
        sloping = (
            slope.penalty_at(proven, held) for proven, _, slope in self._proven if slope is not None
        )
        penalty = max(penalty, max(sloping, default=0))
        return Bounds(unplaced=unplaced, goals=goals, penalty=max(penalty, sum(goals.values())))

    @property
    def gap(self) -> float | None:
        """Gap of the goals, once there is a timetable."""
        return None if self.score is None else gap_of(self.score.penalty, self.bounds.penalty)

    def held(self) -> Held:
        """What bounds should be proven for: the unplaced items now."""
        return (10**6,) * 3 if self.score is None else self.score.unplaced

    def is_best(self) -> bool:
        """Whether the best timetable so far is proven to be the best there is."""
        if self.score is None:
            return False
        return sum(self.score.unplaced) == 0 and self.score.penalty <= self.bounds.penalty

    def tell(self, *, keep: bool = False) -> None:
        """Tell how the run stands; ``keep``: in the history, too."""
        progress = Progress(
            seconds=round(self.seconds, 3),
            work=round(self.work, 3),
            unplaced=None if self.score is None else self.score.unplaced,
            penalty=None if self.score is None else self.score.penalty,
            bounds=self.bounds,
            phase=self.phase,
        )
        if keep:
            self.history.append(progress)
        if self._tell is not None:
            self._tell(progress)
