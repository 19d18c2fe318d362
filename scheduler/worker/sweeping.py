"""A run that tries many changes on a release: each line is kept as soon as it is done."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from scheduler.domain.instance import Instance
from scheduler.domain.nameless import nameless
from scheduler.domain.service_runs import RunRecord, RunState
from scheduler.domain.timetable import Timetable
from scheduler.store import claims, instances, sweeps, timetables
from scheduler.what_if.grid import Task as LineTask
from scheduler.what_if.grid_file import grid_of
from scheduler.what_if.rows import Answer, Row, row_document
from scheduler.worker.child import Last, Line, Swept, Task, Told
from scheduler.worker.planning import TELL_SECONDS, Planning

log = logging.getLogger(__name__)

ERASED = "Its changes were erased, with the person they were about."


class Sweeping(Planning):
    """What a worker does about scenarios x seeds on a release."""

    # Making the release of a large school ready comes before the time that was asked for.
    _late_seconds = 60.0

    def _load(self) -> tuple[Instance, Timetable | None]:
        """The release with its data, and the lines that an attempt before has not done."""
        org, run = self._mine.organisation, self._mine.id
        assert self._mine.start is not None, "a sweep begins from a release"
        with self._store.read() as tx:
            grid = grid_of(sweeps.sweep(tx, org, run).grid)
            known = sweeps.lines(tx, org, run)
            instance = nameless(instances.load(tx, org, self._mine.instance))
            release = timetables.load(tx, org, self._mine.start)
        tasks = dict(enumerate(grid.tasks(), 1))
        self._lines = len(tasks)
        self._done = {one for one, body in known.items() if body["status"] != Answer.FAILED} - {0}
        self._fresh: dict[int, Row] = {
            number: Row(scenario=task.scenario, seed=task.seed, status=Answer.REFUSED, said=ERASED)
            for number, task in tasks.items()
            if number not in self._done and not task.edits
        }
        self._wanted: tuple[tuple[int, LineTask], ...] = tuple(
            (number, task)
            for number, task in tasks.items()
            if number not in self._done and task.edits
        )
        return instance, release

    def _task(self, start: Timetable | None) -> Task:
        return Task(self._instance, self._mine.limits, start, self._memory_mib, lines=self._wanted)

    def _hear(self, word: Told) -> None:
        if isinstance(word, Line):
            self._fresh[word.number] = word.row

    def _tell(self) -> None:
        now = time.monotonic()
        if self._fresh and now - self._told_at >= max(TELL_SECONDS, (now - self._began) / 400):
            self._keep()
            self._told_at = now

    def _keep(self, after: Callable[[Any], RunRecord | None] | None = None) -> bool:
        """Keep the lines that are new, and what comes after them, in one transaction."""
        fresh = dict(self._fresh)
        done = self._done | (fresh.keys() - {0})

        def write(tx: Any) -> RunRecord | None:
            known = claims.advance(tx, self._mine)  # first of all: whose run is it?
            if known is None:
                return None
            bodies = {number: row_document(row) for number, row in fresh.items()}
            sweeps.keep_lines(tx, known.organisation, known.id, bodies)
            progress = {
                "seconds": time.monotonic() - self._began,
                "phase": "trying one after the other",
                "lines": len(done),
                "of": self._lines,
            }
            known = claims.advance(tx, self._mine, progress=progress)
            return known if after is None or known is None else after(tx)

        written = self._pulse.say(write)
        if written:
            self._done = done
            self._fresh = {}
        return written

    def _close(self, last: Last) -> None:
        """Keep what is done, and say how it ended; as often as needed until it is written."""
        while not self._keep(lambda tx: self._end(tx, last)):
            if self._pulse.lost or self._leaving.wait(1.0):
                return  # whoever comes next finds the run and takes it over

    def _end(self, tx: Any, last: Last) -> RunRecord | None:
        if not isinstance(last, Swept):
            return super()._end(tx, last)
        done = len(self._done | (self._fresh.keys() - {0}))
        outcome = {
            "lines": done,
            "of": self._lines,
            "seconds": round(time.monotonic() - self._began, 3),
            "peak_mib": last.peak_mib,
            "stopped": last.stopped,
        }
        if self._pulse.stop_asked:
            return claims.finish(tx, self._mine, RunState.STOPPED, outcome=outcome)
        if not last.stopped:
            return claims.finish(tx, self._mine, RunState.DONE, outcome=outcome)
        if self._leaving.is_set():
            return claims.give_back(tx, self._mine)
        why = f"The time was up: {done:,} of {self._lines:,} lines are done."
        return claims.finish(tx, self._mine, RunState.DONE, outcome=outcome, reason=why)
