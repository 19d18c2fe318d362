"""The whole of an answer to a change: who is stranded, the fewest touched, a menu."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from scheduler.check import broken, score
from scheduler.domain.instance import Instance
from scheduler.domain.repairs import Aim, Proof, Repair, Repairs
from scheduler.domain.rules import GoalId
from scheduler.domain.timetable import Timetable
from scheduler.errors import SolverDisagreementError
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.reasons import reasons_of
from scheduler.solver.reshuffle.base import Base
from scheduler.solver.reshuffle.better import around, better_plans, weighed
from scheduler.solver.reshuffle.campus import Campus
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.fewest import NONE, Fewest
from scheduler.solver.reshuffle.menus import pareto
from scheduler.solver.reshuffle.putting_back import put_back, put_back_making_way
from scheduler.solver.reshuffle.settling import Settled
from scheduler.solver.reshuffle.stranded import stranded

FEWEST_SHARE = 0.35
"""Of the time, the most that goes into touching the fewest; the rest is for the menu."""
POINTS = 5
"""What a person touched costs in a better plan near the change, as `keep` says."""
PART_SECONDS = 1.0
LAST_SECONDS = 1.5
"""What it takes to check the last repairs and tell them."""
LAST_REPAIRS = 4
"""As many of them as there is always time for, however slow the machine is."""


class Changed(Protocol):
    """Data after edits, and the people whom the edits name."""

    @property
    def instance(self) -> Instance:
        """The data as they are now."""

    @property
    def named(self) -> frozenset[str]:
        """Ids of people who do not count as touched."""


def reshuffle(
    base: Base,
    changed: Changed,
    *,
    weight: int = 1,
    seconds: float = 10.0,
    seed: int = 0,
    menu: bool = True,
    patience: float = 1.0,
    on_repair: Callable[[Repair], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Repairs | None:
    """Repair a release after a change.

    First nothing is newly unplaced but what the change strands, and of that the least
    possible; then the fewest people are touched; then the plan is as good as it can be.

    Parameters
    ----------
    base
        What people live by, made ready.
    changed
        The data after the edits (`scheduler.domain.edits.apply`).
    weight
        Of each person touched (`scheduler.domain.repairs.notice_weight`).
    seconds
        For all together.
    seed
        Of the search for the best plan.
    menu
        False: only the repair that touches the fewest.
    patience
        So many times as long may it take where otherwise there would be no repair at all, or
        one put together by hand that leaves unplaced what sections at other times could place.
    on_repair
        Called with the first repair, and with each of the menu.
    should_stop
        Asked between steps; True ends with the repairs found so far.

    Returns
    -------
    Repairs
        None where no repair was found at all: the rules contradict each other
        (`scheduler.solver.conflict` says how), or the time was too short.

    Raises
    ------
    SolverDisagreementError
        A repair does not pass the checker: a bug of ours.

    """
    return _Run(base, changed, weight, seconds, on_repair, should_stop).repairs(
        menu, seed, patience
    )


class _Run:
    def __init__(
        self,
        base: Base,
        changed: Changed,
        weight: int,
        seconds: float,
        on_repair: Callable[[Repair], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> None:
        self._began = time.monotonic()
        self._seconds = seconds
        self._on_repair = on_repair
        self._base = base
        self._stop = should_stop or (lambda: False)
        problem = base.changed(changed.instance)
        release = problem.instance.release or base.release
        self._case = Case(
            problem=problem,
            release=release,
            stranded=stranded(problem, release),
            named=changed.named,
            weight=weight,
        )
        self._closing = 2 * self._passed
        """Seconds that it takes to check and rate a repair, by how long the release took."""
        self._first_seconds: float | None = None
        self._checked: list[Settled] = []

    @property
    def _passed(self) -> float:
        return time.monotonic() - self._began

    @property
    def _left(self) -> float:
        return self._seconds - self._passed

    def repairs(self, menu: bool, seed: int, patience: float) -> Repairs | None:
        case = self._case
        most = (FEWEST_SHARE if menu else 1.0) * self._seconds - self._closing
        kept = Incumbent(case.problem, case.stranded.kept, self._base.incumbent)
        campus = Campus(case, kept, self._base.campus)
        near = frozenset[str]()
        until = self._began + max(most, 0.5 * FEWEST_SHARE * self._seconds)
        if case.stranded.nothing:
            # The checker has just passed it: that is how nobody is known to be stranded.
            found = [self._worth(Aim.FEWEST, case.stranded.kept)]
            self._first_seconds = proven = self._passed
            # What is gone is gone; only a mentor might have the same days there by another way.
            touched = frozenset(found[0].touched)
            maybe = {out.mentor for out in case.lost} - case.surely_touched
            proof = Proof(unplaced=(0, 0, 0), touched=len(touched - maybe))
            sure = (True, touched.isdisjoint(maybe))
        else:
            quick = self._at_once(kept, campus)
            more = (patience - 1) * self._seconds if self._is_worth_waiting(quick) else 0.0
            if quick is None:
                self._seconds += more
            fewest = Fewest(case, kept, campus, until, self._first)
            best = fewest.search(quick, more)
            if best is not None and best is quick and not self._stands(best):
                until = min(until + self._passed, self._began + self._seconds - self._closing)
                more = (patience - 1) * self._seconds
                fewest = Fewest(case, kept, campus, until, self._first)
                best = fewest.search(None, more)
            if best is None:
                return None
            found = [self._settled(best)]
            proven, proof = self._passed, fewest.proof
            sure = (fewest.items_proven, fewest.touched_proven)
            near = near.union(*(ring.students for ring in fewest.rings[:2]))
        self._tell(found[0])
        if menu:
            found = self._menu(found, near, seed)
        return Repairs(
            stranded=tuple(sorted(case.stranded.students)),
            menu=tuple(self._explained(one) for one in found),
            proof=replace(proof, touched=proof.touched * case.weight),
            unplaced_proven=sure[0],
            touched_proven=sure[1],
            first_seconds=round(self._first_seconds or proven, 3),
            proven_seconds=round(proven, 3) if all(sure) else None,
            seconds=round(self._passed, 3),
        )

    def _is_worth_waiting(self, quick: Settled | None) -> bool:
        """Whether the model may find what putting back cannot, on campus above all."""
        if quick is None:
            return True
        part = self._case.stranded.part
        return quick.items != NONE and bool(part.sections or part.meetings)

    def _at_once(self, kept: Incumbent, campus: Campus) -> Settled | None:
        """Find repairs before anything is weighed, and tell the first; the best of them.

        Where nobody waits for the first, the checker sees only what is kept at last.
        """
        best = self._standing(put_back(self._case, kept, campus))
        if best is not None and self._on_repair is not None:
            if not self._stands(best):
                best = None
            else:
                self._tell(self._worth(Aim.FEWEST, best.timetable))
                self._first_seconds = self._passed
        if best is None or best.items != NONE:
            other = self._standing(put_back_making_way(self._case, kept, campus))
            if other is not None and (best is None or other.rank < best.rank):
                heard = self._on_repair is not None
                best = best if heard and not self._stands(other) else other
        return best

    def _stands(self, found: Settled) -> bool:
        """Whether the checker passes it."""
        if not any(one is found for one in self._checked):
            if broken(self._case.problem.instance, found.timetable):
                return False
            self._checked.append(found)
        return True

    def _standing(self, timetable: Timetable | None) -> Settled | None:
        """What a timetable comes to that costs nobody else a place."""
        case = self._case
        if timetable is None:
            return None
        new = case.newly_unplaced(timetable)
        if any(item.student not in case.stranded.students for item in new):
            return None
        counts = Counter(case.problem.instance.priorities.of(item.kind) for item in new)
        return Settled(
            timetable=timetable,
            items=(counts[1], counts[2], counts[3]),
            touched=len(case.touched(timetable)),
            items_proven=False,
            touched_proven=False,
        )

    def _first(self, found: Settled) -> None:
        if self._first_seconds is None and self._on_repair is not None:
            self._tell(self._settled(found))
            self._first_seconds = self._passed

    def _settled(self, found: Settled) -> Repair:
        """A repair of what was settled, looked at by the checker once."""
        if any(one is found for one in self._checked):
            return self._worth(Aim.FEWEST, found.timetable)
        made = self._repair(Aim.FEWEST, found.timetable, found)
        self._checked.append(found)
        return made

    def _tell(self, repair: Repair) -> None:
        if self._on_repair is not None:
            self._on_repair(repair)

    def _menu(self, found: list[Repair], near: frozenset[str], seed: int) -> list[Repair]:
        """Repairs between the fewest touched and the best plan, none beaten by another."""
        case, start = self._case, found[0].timetable
        part = around(case, near)
        last = max(LAST_SECONDS, LAST_REPAIRS * self._closing)
        if part.days and self._left > last:
            nearby = weighed(case, part, start, POINTS, min(PART_SECONDS, 0.3 * self._left))
            if nearby is not None and nearby != start:
                found.append(self._repair(Aim.BETWEEN, nearby))
                start = nearby
        if not self._stop():
            plans = better_plans(case, start, max(0.3, self._left - last), seed)
            # From the best down, as far as there is time to check them.
            for number, plan in enumerate(reversed(plans)):
                if number > 1 and self._left < 2 * self._closing:
                    break
                found.append(self._repair(Aim.BETWEEN, plan))
        menu = pareto(found)
        if len(menu) > 1:
            menu[-1] = replace(menu[-1], aim=Aim.BEST)
        for one in menu[1:]:
            self._tell(one)
        return menu

    def _repair(self, aim: Aim, timetable: Timetable, settled: Settled | None = None) -> Repair:
        """A repair that has passed the checker.

        Raises
        ------
        SolverDisagreementError
            It has not, or touches others than the model said.

        """
        case, instance = self._case, self._case.problem.instance
        violations = broken(instance, timetable)
        touched = case.touched(timetable)
        if violations or (settled is not None and settled.touched != len(touched)):
            said = "; ".join(one.message for one in violations[:3])
            said = said or f"{len(touched)} people are touched, not {settled and settled.touched}"
            raise SolverDisagreementError(
                f"A repair was made that does not stand: {said}. This is a fault of Fieldweek: "
                "please report it with the data, the release and the edits.",
                [subject for violation in violations[:3] for subject in violation.subjects],
            )
        return self._worth(aim, timetable)

    def _worth(self, aim: Aim, timetable: Timetable) -> Repair:
        """What a repair comes to that has passed the checker."""
        case = self._case
        touched = case.touched(timetable)
        return Repair(
            aim=aim,
            timetable=timetable,
            # People touched are counted by themselves.
            score=score(case.problem.instance, timetable, frozenset({GoalId.KEEP})),
            touched=touched,
            weight=case.weight * len(touched),
            newly_unplaced=case.newly_unplaced(timetable),
        )

    def _explained(self, repair: Repair) -> Repair:
        if not repair.newly_unplaced:
            return repair
        why = reasons_of(self._case.problem, repair.timetable, repair.newly_unplaced)
        return replace(repair, reasons=why)
