"""When each advisory meets: one literal per advisory, kind and placing."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.domain.ids import AdvisoryId
from scheduler.domain.people import Advisory, MeetingKind
from scheduler.domain.timetable import Meeting
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Lit, Literals
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem


class MeetingStarts:
    """The meetings of the advisories that a model touches.

    Meetings of a kind are alike: a literal says that *one of them* begins there.
    """

    def __init__(
        self,
        problem: Problem,
        literals: Literals,
        free: dict[tuple[AdvisoryId, str], frozenset[int]] | None,
        incumbent: Incumbent | None,
        blocked: bool,
    ) -> None:
        """Make the literals; ``free`` holds the numbers of free meetings (None: all)."""
        self._problem = problem
        self._literals = literals
        self._free = free
        self._incumbent = incumbent
        self._blocked = blocked
        self._at: dict[tuple[AdvisoryId, str], dict[Placing, Lit]] = {}

    def of(self, advisory: Advisory, kind: MeetingKind) -> dict[Placing, Lit]:
        """Each placing that a meeting of the kind may have, with its literal."""
        key = (advisory.id, kind.name)
        if key not in self._at:
            self._at[key] = self._made(advisory, kind)
        return self._at[key]

    @property
    def kinds(self) -> set[tuple[AdvisoryId, str]]:
        """Advisories and kinds of meeting that the model has asked about."""
        return set(self._at)

    def is_free(self, advisory: Advisory, kind: MeetingKind) -> bool:
        """Whether the model decides any meeting of the kind."""
        return self._free is None or bool(self._free.get((advisory.id, kind.name)))

    def _made(self, advisory: Advisory, kind: MeetingKind) -> dict[Placing, Lit]:
        problem, key = self._problem, (advisory.id, kind.name)
        found: dict[Placing, Lit] = {}
        if self._free is not None:
            assert self._incumbent is not None
            site = problem.instance.room_of[advisory.room][1]
            freed = self._free.get(key, frozenset())
            for number, slot in enumerate(self._incumbent.meeting_slots.get(key, ())):
                if number not in freed:
                    found[problem.placings.of(site, slot, kind.length)] = 1
            if not freed:
                return found
        for placing in problem.placings.of_meeting(advisory.id, kind, self._blocked):
            if placing not in found:
                name = f"meet[{advisory.id},{kind.name},{placing.slot}]"
                found[placing] = self._literals.new(name)
        return found

    def extract(self, value: Callable[[Lit], bool]) -> list[Meeting]:
        """The meetings of every kind that a model touches."""
        return [
            Meeting(advisory=advisory, kind=kind, slot=placing.slot)
            for (advisory, kind), placings in self._at.items()
            for placing, lit in placings.items()
            if value(lit)
        ]
