"""A network planned part by part: a first answer of each, then each for its share.

Every part is planned in a process of its own and its timetable kept in a file; here only
figures are held. The whole is put together, and goes through the checker, when all parts
have an answer, and at the end.
"""

from __future__ import annotations

import logging
import tempfile
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from scheduler.domain.rules import Score
from scheduler.domain.runs import Limits, Outcome, Progress, Status
from scheduler.domain.timetable import Timetable
from scheduler.errors import SolverDisagreementError
from scheduler.solver.crew import peak_mib
from scheduler.solver.incumbents import Incumbents
from scheduler.solver.parts.child import Ended, Failed, Stands, Task, Told, Unwritten
from scheduler.solver.parts.hands import Hands, Lost
from scheduler.solver.parts.joining import joined, total_score
from scheduler.solver.parts.keeping import digest_of, path_of, read_kept
from scheduler.solver.parts.splitting import Apart
from scheduler.solver.parts.standing import Standing
from scheduler.solver.resting import collector_at_rest

log = logging.getLogger(__name__)

FIRST_WORK = 1.0
"""Work after which a part is left without a first answer until all others have one."""
PATIENT_WORK, PATIENT_SECONDS = 20.0, 120.0
"""Work or seconds that such a part has then, even where the run has less."""
TRIES = 2
"""How often a part is begun again whose process was lost, before the run is given up."""


def solve_parts(
    apart: Apart,
    limits: Limits,
    *,
    began: float,
    folder: Path | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    start: Timetable | None = None,
    on_better: Callable[[Timetable], None] | None = None,
) -> Outcome:
    """Plan an instance that is more than one part.

    However few the seconds, every part gets its first answer. When stopped, what is not
    planned yet gets its first answer still, so that the timetable is whole. ``folder``
    keeps what came of each part: parts that had their share are not planned again.
    ``began`` is when the clock of the run began (``time.monotonic``).

    Raises
    ------
    OSError
        Where ``folder`` cannot be written to, or a file in it cannot be read.
    """
    standing = Standing(len(apart.parts), began, on_progress)
    stop = should_stop or (lambda: False)
    with tempfile.TemporaryDirectory(prefix="fieldweek-parts-") as passing:
        kept_in = folder or Path(passing)
        _make_ready(kept_in)
        run = _Run(apart, limits, kept_in, standing, stop, start, on_better)
        return run.outcome()


def _make_ready(folder: Path) -> None:
    """Make a folder, and find out before any work whether it can be written to."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(folder)) from error


class _Run:
    def __init__(
        self,
        apart: Apart,
        limits: Limits,
        folder: Path,
        standing: Standing,
        stop: Callable[[], bool],
        start: Timetable | None,
        on_better: Callable[[Timetable], None] | None,
    ) -> None:
        self._apart, self._limits, self._standing = apart, limits, standing
        self._stop = stop
        count = len(apart.parts)
        self._starts = (None,) * count if start is None else apart.cut(start)
        self._digests = [
            digest_of(part, limits, begin)
            for part, begin in zip(apart.parts, self._starts, strict=True)
        ]
        self._paths = [path_of(folder, digest) for digest in self._digests]
        self._sizes = [max(1, len(part.students)) for part in apart.parts]
        self._found = Incumbents(apart.instance, None)
        self._found.on_better = on_better
        self._first_seconds: float | None = None
        self._lost: dict[int, int] = {}
        self._stopped = False
        self._whole_is_due = False
        self._closing = len(apart.instance.students) / 1_000
        """Seconds to leave for putting together and checking the last answer."""
        for number, (path, digest) in enumerate(zip(self._paths, self._digests, strict=True)):
            kept = read_kept(path, digest)
            if kept is not None:
                figures = replace(kept.figures, done=kept.figures.had_its_share(limits))
                standing.took(number, replace(kept, figures=figures, timetable=None))
        left = sum(size for number, size in enumerate(self._sizes) if not self._done(number))
        self._share_left = left / sum(self._sizes)

    def _done(self, number: int) -> bool:
        figures = self._standing.figures[number]
        return figures is not None and figures.done

    def outcome(self) -> Outcome:
        """Plan all parts, and say what came of the whole."""
        standing = self._standing
        standing.tell(keep=True)
        count = min(self._limits.workers, len(self._paths))
        with Hands(count) as hands:
            self._hands = hands
            self._plan([n for n, one in enumerate(standing.figures) if one is None], self._first)
            lacking = [
                n for n, one in enumerate(standing.figures) if one is not None and not one.score
            ]
            if standing.status is Status.UNDECIDED and not self._stopped:
                self._plan(lacking, self._patiently)
            self._whole_is_due = standing.complete
            if standing.status is not Status.INFEASIBLE and not self._over():
                self._improve([n for n in range(len(self._paths)) if not self._done(n)])
            peak = hands.peak()
        if standing.complete:
            self._offer_whole()
        standing.tell(keep=True)
        return Outcome(
            status=standing.status,
            timetable=self._found.timetable,
            score=self._found.score,
            bounds=standing.bounds,
            seconds=standing.seconds,
            first_seconds=self._first_seconds,
            work=round(standing.work, 6),
            workers=self._limits.workers,
            seed=self._limits.seed,
            peak_mib=round(peak + peak_mib(), 1),
            history=tuple(standing.history),
            conflict=standing.conflict,
            stopped=self._stopped,
        )

    # When to end.

    def _over(self) -> bool:
        """Whether to begin with no further part."""
        if not self._stopped and self._stop():
            self._stopped = True
        return self._stopped or self._seconds_left() <= 0

    def _seconds_left(self) -> float:
        if self._limits.seconds is None:
            return float("inf")
        return self._limits.seconds * self._share_left - self._standing.seconds - self._closing

    # What each part is asked for.

    def _first(self, number: int, waiting: int) -> Task:
        limits = Limits(work=FIRST_WORK, seed=self._limits.seed)
        return replace(self._task(number, limits), first=True)

    def _patiently(self, number: int, waiting: int) -> Task:
        limits = Limits(work=PATIENT_WORK, seed=self._limits.seed)
        if self._limits.work is None:
            share = (self._limits.seconds or 0.0) * self._sizes[number] / sum(self._sizes)
            limits = Limits(seconds=max(PATIENT_SECONDS, share), seed=self._limits.seed)
        return replace(self._task(number, limits), first=True)

    def _alone(self, number: int, waiting: int) -> Task:
        """A part so large that it takes all processes for its share of the time."""
        share = self._sizes[number] / (self._sizes[number] + waiting)
        seconds = max(0.1, self._seconds_left() * share)
        return self._task(number, replace(self._limits, seconds=seconds))

    def _beside(self, number: int, waiting: int) -> Task:
        """A part in one process, beside others, for its share of what all processes have."""
        limits = replace(self._limits, workers=1)
        if limits.work is not None:
            share = self._sizes[number] / sum(self._sizes)
            limits = replace(limits, work=limits.work * share)
        if limits.seconds is not None:
            left, now = max(0.0, self._seconds_left()), time.monotonic()
            together = self._hands.idle * left + sum(
                max(0.0, now + left - max(now, hand.ends_at)) for hand in self._hands.busy
            )
            share = self._sizes[number] / (self._sizes[number] + waiting)
            limits = replace(limits, seconds=max(0.1, min(left, together * share)))
        return self._task(number, limits)

    def _task(self, number: int, limits: Limits) -> Task:
        return Task(
            number=number,
            part=self._apart.parts[number],
            limits=limits,
            whole=self._limits,
            digest=self._digests[number],
            path=self._paths[number],
            start=self._starts[number],
        )

    # How it goes.

    def _improve(self, numbers: list[int]) -> None:
        """Let each part be planned for its share, the largest first."""
        waiting = sum(self._sizes[n] for n in numbers)
        several = self._limits.workers > 1 and self._limits.work is None
        while several and numbers and self._sizes[numbers[0]] * self._limits.workers > waiting:
            self._plan(numbers[:1], self._alone, after=waiting - self._sizes[numbers[0]])
            waiting -= self._sizes[numbers.pop(0)]
        self._plan(numbers, self._beside)

    def _plan(
        self, numbers: list[int], task_of: Callable[[int, int], Task], after: int = 0
    ) -> None:
        """Hand out parts in their order until all are back; ``after``: students to come later."""
        waiting = deque(numbers)
        hands, told_to_stop = self._hands, False
        while True:
            over = self._over()
            if task_of == self._first:
                over = False  # every part gets its first answer
            elif task_of == self._patiently:
                over = self._stopped
            excluded = self._standing.status is Status.INFEASIBLE and task_of != self._first
            over = over or excluded  # nothing that is found elsewhere changes the answer
            while waiting and not over and hands.idle:
                number = waiting.popleft()
                left = after + sum(self._sizes[n] for n in waiting)
                task = task_of(number, left)
                hands.ask(task, time.monotonic() + (task.limits.seconds or 0.0))
            to_stop = excluded or (self._stopped and task_of != self._first)
            if to_stop and not told_to_stop:
                hands.stop()
                told_to_stop = True
            if not hands.busy and (not waiting or over):
                return
            if self._whole_is_due:
                self._offer_whole()
            for task, word in hands.told(0.1):
                if isinstance(word, Lost):
                    self._begin_again(task.number, waiting)
                else:
                    self._hear(task, word)
            self._standing.tell()

    def _hear(self, task: Task, word: Told) -> None:
        if isinstance(word, Stands):
            self._standing.heard(task.number, word.progress)
        elif isinstance(word, Ended):
            self._standing.took(task.number, word.kept)
        elif isinstance(word, Unwritten):
            raise OSError(word.number, word.message, str(task.path))
        elif isinstance(word, Failed):
            if word.disagrees:
                raise SolverDisagreementError(word.message)
            raise RuntimeError(word.message)

    def _begin_again(self, number: int, waiting: deque[int]) -> None:
        self._lost[number] = self._lost.get(number, 0) + 1
        if self._lost[number] < TRIES:
            waiting.appendleft(number)
        elif self._standing.figures[number] is None:
            raise RuntimeError(f"the process that planned part {number + 1} was lost twice")
        log.warning("the process that planned part %d was lost", number + 1)

    def _offer_whole(self) -> None:
        """Put the whole together; the checker has the last word."""
        self._whole_is_due = False
        if self._found.score is not None and self._found.score == self._standing.score:
            return
        began = time.monotonic()
        # Figures from the files as well: a process may have written one anew just now.
        pieces: list[Timetable] = []
        scores: list[Score] = []
        for path, digest in zip(self._paths, self._digests, strict=True):
            kept = read_kept(path, digest)
            if kept is None or kept.timetable is None or kept.figures.score is None:
                raise RuntimeError(f"{path} was changed or taken away while the run went on")
            pieces.append(kept.timetable)
            scores.append(kept.figures.score)
        with collector_at_rest():
            self._found.offer(joined(self._apart.instance.id, pieces))
        if self._found.score != total_score(scores):
            raise SolverDisagreementError(
                "The points of all parts are not those of the whole. "
                "This is a fault of Fieldweek: please report it with the instance."
            )
        if self._first_seconds is None:
            self._first_seconds = self._standing.seconds
        # Most of the first time goes into what the checker remembers for the next.
        self._closing = 0.5 * (time.monotonic() - began)
