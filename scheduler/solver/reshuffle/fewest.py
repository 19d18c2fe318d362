"""The repair that touches the fewest people, and the proof that none touches fewer."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from scheduler.domain.repairs import Proof
from scheduler.domain.rules import UnplacedKind
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.option import Option
from scheduler.solver.part import Part
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.displacing import Displacing, Ring
from scheduler.solver.reshuffle.least import Least, least
from scheduler.solver.reshuffle.settling import Items, Settled, Settling

WHOLE_RINGS = 90
"""Students up to which all who may have to make way are settled together, campus and all."""
MOST_RINGS = 4
POLISH_SECONDS = 0.3
NONE: Items = (0, 0, 0)


class Fewest:
    """Widens step by step what may change, until nobody can touch fewer, or time is out."""

    def __init__(
        self, case: Case, kept: Incumbent, until: float, on_first: Callable[[Settled], None]
    ) -> None:
        self._case = case
        self._kept = kept
        self._until = until
        self._on_first = on_first
        self.best: Settled | None = None
        self.items_proven = False
        self.touched_proven = False
        self.rings: list[Ring] = []
        self._least = 0
        """People touched at least, however far others move."""

    @property
    def _left(self) -> float:
        return self._until - time.monotonic()

    @property
    def proof(self) -> Proof:
        """What is proven about every repair."""
        assert self.best is not None
        return Proof(
            unplaced=self.best.items if self.items_proven else NONE,
            touched=self.best.touched if self.touched_proven else self._least,
        )

    def search(self) -> Settled | None:
        """Find it; None where not even a repair was found in the time."""
        part = self._case.stranded.part
        self._settle(part)
        if self.best is not None:
            self._on_first(self.best)
        self._widen(part)
        if self.best is not None and not (self.items_proven and self.touched_proven):
            self._on_campus(part)
        return self.best

    def _widen(self, part: Part) -> None:
        """Let more and more make way for those stranded, as long as it can pay."""
        outside = frozenset(part.days) - self._case.named
        forced = len(outside) if self._all_must_change(outside) else 0
        everybody: dict[str, None] = {}
        self.items_proven = self.best is not None and self.best.items == NONE
        for number, ring in enumerate(Displacing(self._kept).rings(part.days)):
            reach = self._reach(forced, number)
            if self._is_best(reach):
                self._prove(reach)
                return
            if number > MOST_RINGS or self._left < 0.1:
                return
            self.rings.append(ring)
            everybody |= dict.fromkeys(ring.students)
            if number == 1 and len(everybody) <= WHOLE_RINGS:
                self._settle(_with(part, frozenset(everybody)))
            found = least(self._case, self._kept, self._options(reach), self._left)
            further = self._reach(forced, number + 1)
            if not self._reached(found):
                self._settle(_with(part, found.moved))
            self.items_proven = self.best is not None and self.best.items == NONE
            if self.items_proven and self._reached(found):
                self._prove(min(found.touched, further))
                if self.touched_proven:
                    return
        # Nobody is left who could make way.
        if self.best is not None and self.rings:
            found = least(self._case, self._kept, self._options(0), self._left)
            self.items_proven = self._reached_items(found)
            if self._reached(found):
                self._prove(found.touched)

    def _reach(self, forced: int, number: int) -> int:
        """People touched at least by a repair in which somebody of a ring moves."""
        uncounted = len(self._case.named & self._case.problem.instance.mentor_of.keys())
        return forced + 2 * number - min(number, uncounted)

    def _all_must_change(self, students: frozenset[str]) -> bool:
        """Whether each of the students has lost a day out that the release gave them."""
        before = {out.student for out in self._case.release.days_out}
        return all(
            student in before
            and len(self._kept.days_out(student))
            < sum(  # type: ignore[arg-type]
                out.student == student for out in self._case.release.days_out
            )
            for student in students
        )

    def _options(self, reach: int) -> dict[str, list[Option]]:
        """What those reached so far may choose from.

        Where whoever was reached last leaves room for nobody more to be touched, nobody
        goes to a mentor who is not reached either.
        """
        options = self._case.problem.options
        students = [student for ring in self.rings for student in sorted(ring.students)]
        if self.best is None or any(self.best.items) or reach < self.best.touched - 1:
            return {student: options[student] for student in students}
        mentors = self._case.named.union(*(ring.mentors for ring in self.rings))
        return {
            student: [o for o in options[student] if all(out.mentor in mentors for out in o.outs)]
            for student in students
        }

    def _is_best(self, touched: int) -> bool:
        """Whether no repair that touches at least so many is better than ours."""
        return self.best is not None and self.best.items == NONE and self.best.touched <= touched

    def _reached_items(self, found: Least) -> bool:
        assert self.best is not None
        of = self._case.problem.instance.priorities.of(UnplacedKind.DAY) - 1
        least_items = [0, 0, 0]
        least_items[of] = found.days
        return list(self.best.items) == least_items

    def _reached(self, found: Least) -> bool:
        """Whether our repair is as good as the days out alone allow."""
        return (
            self.best is not None
            and self._reached_items(found)
            and self.best.touched <= found.touched
        )

    def _prove(self, touched: int) -> None:
        assert self.best is not None
        self._least = max(self._least, touched)
        self.touched_proven = self.best.touched <= self._least

    def _on_campus(self, part: Part) -> None:
        """Let those make way who sit in the sections that somebody stranded must have."""
        case, problem = self._case, self._case.problem
        wanted = (
            {
                section
                for student in sorted(case.stranded.students)
                for request in problem.instance.student_of[student].musts  # type: ignore[index]
                for workshop in request.workshops
                for section in (s.id for s in problem.instance.workshop_of[workshop].sections)
            }
            if len(case.stranded.students) <= 3
            else set()
        )
        seated = {student for section in wanted for student in self._kept.members.get(section, ())}
        ring = self.rings[1].students if len(self.rings) > 1 else frozenset[str]()
        if not seated or self._left < 1.0:
            return
        days = part.days | (ring if len(ring) <= WHOLE_RINGS else frozenset())
        self._settle(
            replace(part, days=days, enrolments=part.enrolments | days | seated),
        )

    def _settle(self, part: Part) -> None:
        """Plan a part anew; keep what came of it if it is better."""
        settling = Settling(self._case, part, self._kept)
        if self.best is not None:
            settling.hold_items(self.best.items)
        items = settling.fewest_items(self._left)
        if items is None:
            return
        touched = settling.fewest_touched(self._left)
        if touched is None:
            return
        settling.best_plan(min(POLISH_SECONDS, self._left))
        found = settling.settled(items[1], touched[1])
        known = self.best
        if known is None or (found.items, found.touched) < (known.items, known.touched):
            self.best = found


def _with(part: Part, students: frozenset[str]) -> Part:
    """A part in which the weeks of these students are free as well."""
    return replace(part, days=part.days | students, enrolments=part.enrolments | students)
