"""A run that repairs a release: the first repair is kept at once, the menu at the end."""

from __future__ import annotations

import logging
from typing import Any

from scheduler.check import broken
from scheduler.domain.instance import Instance
from scheduler.domain.nameless import nameless
from scheduler.domain.records import ReshuffleRecord, TimetableOrigin
from scheduler.domain.repairs import Repair, Repairs
from scheduler.domain.service_runs import RunRecord
from scheduler.domain.timetable import Timetable
from scheduler.service.mending import Mending
from scheduler.store import claims, instances, releases, reshuffles, timetables
from scheduler.worker.child import Change, Ended, Last, Task
from scheduler.worker.planning import Planning

log = logging.getLogger(__name__)


class Reshuffling(Planning):
    """What a worker does about a change to a release."""

    # Making the release of a large school ready comes before the time that was asked for.
    _late_seconds = 60.0

    def _load(self) -> tuple[Instance, Timetable | None]:
        """The changed data, and the release to repair; an attempt before counts for nothing."""
        org = self._mine.organisation
        with self._store.read() as tx:
            self._asked = reshuffles.of_run(tx, org, self._mine.id)
            release = releases.find(tx, org, self._asked.release)
            assert release is not None, "a reshuffle names a release that is kept"
            self._before = nameless(instances.load(tx, org, release.instance))
            changed = nameless(instances.load(tx, org, self._mine.instance))
            self._release = timetables.load(tx, org, release.timetable)
        return changed, self._release

    def _task(self, start: Timetable | None) -> Task:
        change = Change(self._instance, self._asked.named, self._asked.weight)
        return Task(self._before, self._mine.limits, start, self._memory_mib, change)

    def _close(self, last: Last) -> None:
        repairs = last.repairs if isinstance(last, Ended) else None
        self._found = None if repairs is None else self._checked(repairs)
        self._better = None  # the menu has it, too
        super()._close(last)

    def _end(self, tx: Any, last: Last) -> RunRecord | None:
        if self._found is not None:
            self._keep_menu(tx, self._asked, *self._found)
        return super()._end(tx, last)

    def _checked(self, repairs: Repairs) -> tuple[Repairs, list[tuple[Repair, dict[str, Any]]]]:
        """The repairs that the checker passes here, too, each with what the menu says of it."""
        good = []
        for one in repairs.menu:
            if broken(self._instance, one.timetable):
                log.error("the checker refuses a repair of the solver")
            else:
                good.append((one, self._summed(one)))
        return repairs, good

    def _summed(self, repair: Repair) -> dict[str, Any]:
        meant = Mending(
            (self._before, self._release),
            (self._instance, repair.timetable),
        )
        return {
            "aim": repair.aim.value,
            "touched": list(repair.touched),
            "weight": repair.weight,
            "told": len(meant.changes),
            "journeys": meant.journeys,
            "newly_unplaced": len(repair.newly_unplaced),
            "unplaced": list(repair.score.unplaced),
            "penalty": repair.score.penalty,
            "goals": {goal.value: list(points) for goal, points in meant.goals.items()},
        }

    def _keep_menu(
        self,
        tx: Any,
        asked: ReshuffleRecord,
        repairs: Repairs,
        good: list[tuple[Repair, dict[str, Any]]],
    ) -> None:
        menu = []
        for one, summed in good:
            kept = timetables.add(
                tx,
                asked.organisation,
                one.timetable,
                instance=asked.instance,
                score=one.score,
                origin=TimetableOrigin.RUN,
                made_by=asked.made_by,
                run=asked.run,
            )
            if one.reasons:
                timetables.keep_reasons(tx, asked.organisation, kept.id, one.reasons)
            menu.append({"timetable": kept.id, **summed})
        answer = {
            "stranded": list(repairs.stranded),
            "unplaced_bound": list(repairs.proof.unplaced),
            "unplaced_proven": repairs.unplaced_proven,
            "touched_bound": repairs.proof.touched,
            "touched_proven": repairs.touched_proven,
            "first_seconds": repairs.first_seconds,
            "proven_seconds": repairs.proven_seconds,
            "seconds": repairs.seconds,
            "menu": menu,
        }
        reshuffles.keep_answer(tx, asked.organisation, asked.id, answer)
        if menu:
            claims.advance(tx, self._mine, best=menu[0]["timetable"])
