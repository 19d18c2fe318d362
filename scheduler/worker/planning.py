"""One run from claim to end: the child is heard, the best is kept, everybody is told."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from scheduler.check import broken, score
from scheduler.domain.faults import faults
from scheduler.domain.instance import Instance
from scheduler.domain.nameless import nameless
from scheduler.domain.records import TimetableOrigin
from scheduler.domain.runs import Progress, Reason
from scheduler.domain.service_runs import RunRecord, RunState, standing
from scheduler.domain.timetable import Timetable
from scheduler.store import claims, instances, timetables
from scheduler.store.engine import Store
from scheduler.worker.child import Better, Ended, Gone, Last, Task, Told
from scheduler.worker.outcomes import nothing_found, outcome_of
from scheduler.worker.pulse import Pulse
from scheduler.worker.solving import Solving

log = logging.getLogger(__name__)

LISTEN_SECONDS = 0.1
TELL_SECONDS = 0.25
"""Between two words about progress, at first; in a long run a four-hundredth of it."""
KEEP_SECONDS = 10.0
"""Between two better timetables kept, at first; in a long run a quarter of it."""
STOP_SECONDS = 10.0
"""Between asking a child to stop and ending it."""
LATE_SECONDS = 5.0
"""After its time a child is asked to stop."""
CLOSING_SECONDS = 90.0
"""After that it may say why; then it is ended."""


class Planning:
    """What a worker does about one run."""

    _late_seconds = LATE_SECONDS

    def __init__(
        self, store: Store, mine: RunRecord, memory_mib: int, leaving: threading.Event
    ) -> None:
        self._store, self._mine, self._memory_mib = store, mine, memory_mib
        self._leaving = leaving
        self._began = time.monotonic()
        self._told_at = self._kept_at = float("-inf")
        self._stopping_since: float | None = None
        self._progress: Progress | None = None
        self._better: Timetable | None = None
        self._child: Solving | None = None

    def go(self) -> None:
        """Plan until the end, or until the run is another's or has to be given back."""
        with Pulse(self._store, self._mine) as pulse:
            self._pulse = pulse
            try:
                self._plan()
            finally:
                if self._child is not None:
                    self._child.end()

    def _plan(self) -> None:
        self._instance, start = self._load()
        wrong = faults(self._instance)
        if wrong:
            self._fail(f"The data has {len(wrong)} faults; the first: {wrong[0]}")
            return
        self._child = Solving(self._task(start))
        while True:
            heard = self._child.told(LISTEN_SECONDS)
            if self._pulse.lost:
                log.warning("the run was taken over or ended by another")
                return
            for word in heard:
                self._hear(word)
            last = next((word for word in heard if isinstance(word, Last)), None)
            if last is not None:
                self._close(last)
                return
            self._tell()
            if self._too_late():
                self._close(Gone("The solver did not end in its time and was ended."))
                return

    def _load(self) -> tuple[Instance, Timetable | None]:
        """The data, and the best so far of this run or what it is to begin from."""
        start = self._mine.best or self._mine.start
        with self._store.read() as tx:
            instance = nameless(instances.load(tx, self._mine.organisation, self._mine.instance))
            if start is None:
                return instance, None
            return instance, timetables.load(tx, self._mine.organisation, start)

    def _task(self, start: Timetable | None) -> Task:
        return Task(self._instance, self._mine.limits, start, self._memory_mib)

    # What is heard and told.

    def _hear(self, word: Told) -> None:
        if isinstance(word, Progress):
            self._progress = word
        elif isinstance(word, Better):
            self._better = word.timetable

    def _tell(self) -> None:
        """Write what is new, now and then."""
        now = time.monotonic()
        passed = now - self._began
        progress, better = self._progress, None
        if self._better is not None and now - self._kept_at >= max(KEEP_SECONDS, passed / 4):
            better = self._better
        if better is None and (
            progress is None or now - self._told_at < max(TELL_SECONDS, passed / 400)
        ):
            return
        if self._write(better, progress):
            self._told_at = now
            self._progress = None
            if better is not None:
                self._better, self._kept_at = None, now

    def _write(
        self,
        better: Timetable | None,
        progress: Progress | None,
        after: Callable[[Any], RunRecord | None] | None = None,
        reasons: tuple[Reason, ...] = (),
    ) -> bool:
        """Write what is new, and what comes after it, in one transaction."""
        if better is not None and broken(self._instance, better):
            log.error("the checker refuses a timetable of the solver")
            better = None
        worth = None if better is None else score(self._instance, better)

        def write(tx: Any) -> RunRecord | None:
            known = claims.advance(tx, self._mine)  # first of all: whose run is it?
            if known is None:
                return None
            best = None
            if better is not None and worth is not None:
                best = timetables.add(
                    tx,
                    known.organisation,
                    better,
                    instance=known.instance,
                    score=worth,
                    origin=TimetableOrigin.RUN,
                    made_by=known.made_by,
                    run=known.id,
                ).id
            kept = best or known.best
            if reasons and kept is not None:
                timetables.keep_reasons(tx, known.organisation, kept, reasons)
            shown = None if progress is None else standing(progress)
            known = claims.advance(tx, self._mine, progress=shown, best=best)
            return known if after is None or known is None else after(tx)

        return self._pulse.say(write)

    # How it ends.

    def _too_late(self) -> bool:
        """Ask the child to end where that is due; True once it has had long enough."""
        now = time.monotonic()
        limit = self._mine.limits.seconds
        late = limit is not None and now - self._began > limit + self._late_seconds
        asked = self._pulse.stop_asked or self._leaving.is_set()
        if self._stopping_since is None and (asked or late):
            assert self._child is not None
            self._child.stop()
            self._stopping_since = now
        grace = STOP_SECONDS if asked else CLOSING_SECONDS
        return self._stopping_since is not None and now - self._stopping_since > grace

    def _close(self, last: Last) -> None:
        """Keep the best, and say how it ended; as often as needed until it is written."""
        better = self._better
        reasons = last.reasons if isinstance(last, Ended) else ()
        while not self._write(better, self._progress, lambda tx: self._end(tx, last), reasons):
            if self._pulse.lost or self._leaving.wait(1.0):
                return  # whoever comes next finds the run and takes it over

    def _end(self, tx: Any, last: Last) -> RunRecord | None:
        by_person = self._pulse.stop_asked
        if isinstance(last, Ended):
            outcome = outcome_of(last.outcome)
            why = nothing_found(last.outcome)
            if by_person:
                return claims.finish(tx, self._mine, RunState.STOPPED, reason=why, outcome=outcome)
            if last.outcome.stopped and self._leaving.is_set():
                return claims.give_back(tx, self._mine)
            return claims.finish(tx, self._mine, RunState.DONE, reason=why, outcome=outcome)
        assert isinstance(last, Gone)
        if by_person:
            return claims.finish(tx, self._mine, RunState.STOPPED, reason=last.reason)
        if self._leaving.is_set():
            return claims.give_back(tx, self._mine)
        if last.hopeless:
            return claims.finish(tx, self._mine, RunState.FAILED, reason=last.reason)
        return claims.died(tx, self._mine, last.reason)

    def _fail(self, reason: str) -> None:
        self._pulse.say(lambda tx: claims.finish(tx, self._mine, RunState.FAILED, reason=reason))
