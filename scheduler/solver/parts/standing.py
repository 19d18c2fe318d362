"""How a run over many parts stands: figures by part, and what they come to together."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from scheduler.domain.rules import Score
from scheduler.domain.runs import Bounds, Conflict, Progress, Status
from scheduler.solver.parts.joining import total_bounds, total_score
from scheduler.solver.parts.keeping import Figures, Kept

TELL_SECONDS = 0.5
KEEP_SECONDS = 1.0
"""Between two moments of the history."""


@dataclass(frozen=True, slots=True)
class Moment:
    """How one part stands now, its process's last word included."""

    unplaced: tuple[int, int, int]
    penalty: int
    bounds: Bounds

    @property
    def rank(self) -> tuple[int, ...]:
        """What timetables are compared by; less is better."""
        return (*self.unplaced, self.penalty)


class Standing:
    """What is known of each part; nothing here holds a timetable."""

    def __init__(self, count: int, began: float, tell: Callable[[Progress], None] | None) -> None:
        self.figures: list[Figures | None] = [None] * count
        self.history: list[Progress] = []
        self._conflicts: dict[int, Conflict] = {}
        self._moments: list[Moment | None] = [None] * count
        self._working: dict[int, float] = {}
        self._tell = tell
        self._began = began
        self._told_at = self._kept_at = float("-inf")

    @property
    def seconds(self) -> float:
        """Seconds since the run began."""
        return time.monotonic() - self._began

    def took(self, number: int, kept: Kept) -> None:
        """Note what came of a part; its timetable is left where it is."""
        figures = kept.figures
        self.figures[number] = figures
        if kept.conflict is not None:
            self._conflicts[number] = kept.conflict
        self._working.pop(number, None)
        if figures.score is not None:
            score = figures.score
            self._moments[number] = Moment(score.unplaced, score.penalty, figures.bounds)

    def heard(self, number: int, progress: Progress) -> None:
        """Note how a part stands that is being planned."""
        self._working[number] = progress.work
        if progress.unplaced is None or progress.penalty is None:
            return
        moment = Moment(progress.unplaced, progress.penalty, progress.bounds)
        known = self._moments[number]
        if known is None or moment.rank <= known.rank:
            self._moments[number] = moment

    @property
    def complete(self) -> bool:
        """Whether every part has a timetable."""
        return all(one is not None and one.score is not None for one in self.figures)

    @property
    def done(self) -> int:
        """How many parts had their share of the run."""
        return sum(one is not None and one.done for one in self.figures)

    @property
    def work(self) -> float:
        """All that was done in all parts."""
        known = sum(one.work for one in self.figures if one is not None)
        return known + sum(self._working.values())

    @property
    def bounds(self) -> Bounds:
        """What is proven: sums over the parts that anything is known of."""
        return total_bounds([one.bounds for one in self.figures if one is not None])

    @property
    def conflict(self) -> Conflict | None:
        """Why there can be no timetable: the contradiction of the first part that has one."""
        return self._conflicts[min(self._conflicts)] if self._conflicts else None

    @property
    def score(self) -> Score:
        """Sums over all parts, which must be complete."""
        scores = [one.score for one in self.figures if one is not None and one.score is not None]
        assert len(scores) == len(self.figures), "a part has no timetable"
        return total_score(scores)

    @property
    def status(self) -> Status:
        """What is known about the whole."""
        known = [None if one is None else one.status for one in self.figures]
        if Status.INFEASIBLE in known:
            return Status.INFEASIBLE
        if not self.complete:
            return Status.UNDECIDED
        return Status.OPTIMAL if set(known) == {Status.OPTIMAL} else Status.FEASIBLE

    def tell(self, *, keep: bool = False) -> None:
        """Tell how the run stands, now and then."""
        now = time.monotonic()
        if not keep and now - self._told_at < TELL_SECONDS:
            return
        self._told_at = now
        progress = self._progress()
        if keep or now - self._kept_at >= KEEP_SECONDS:
            self._kept_at = now
            self.history.append(progress)
        if self._tell is not None:
            self._tell(progress)

    def _progress(self) -> Progress:
        moments = [one for one in self._moments if one is not None]
        complete = len(moments) == len(self._moments)
        first = sum(one is not None for one in self.figures)
        all_of_them = len(self.figures)
        first_done = first == all_of_them
        phase = f"part {self.done}/{all_of_them}" if first_done else f"first {first}/{all_of_them}"
        return Progress(
            seconds=round(self.seconds, 3),
            work=round(self.work, 3),
            unplaced=_summed([one.unplaced for one in moments]) if complete else None,
            penalty=sum(one.penalty for one in moments) if complete else None,
            bounds=total_bounds([one.bounds for one in moments]),
            phase=phase,
        )


def _summed(items: list[tuple[int, int, int]]) -> tuple[int, int, int]:
    first, second, third = (sum(one[n] for one in items) for n in range(3))
    return first, second, third
