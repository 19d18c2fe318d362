"""Which rooms are worth a literal for a session: fitting, free, and no more than needed."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from scheduler.domain.ids import RoomId, SectionId
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem
from scheduler.solver.scope import Scope


class RoomChoice:
    """Rooms for sessions of the sections that a model decides."""

    def __init__(
        self, problem: Problem, scope: Scope, incumbent: Incumbent | None, blocked: bool
    ) -> None:
        self._problem = problem
        self._scope = scope
        self._blocked = blocked
        self._taken: dict[RoomId, list[tuple[Placing, tuple[int, ...]]]] = defaultdict(list)
        self._asked: dict[SectionId, list[RoomId]] = defaultdict(list)
        """Rooms that a section has now, or is pinned to."""
        pins = problem.instance.pins.timetable
        for section in pins.sections if pins else ():
            self._asked[section.section] += [session.room for session in section.sessions]
        if incumbent is not None:
            self._take(incumbent)

    def _take(self, incumbent: Incumbent) -> None:
        """Note when rooms are taken by what stays as it is."""
        problem, instance = self._problem, self._problem.instance
        free = set(self._scope.free_sections)
        for one in self._scope.free_sections:
            kept = incumbent.section.get(one)
            self._asked[one] += [session.room for session in kept.sessions] if kept else []
        for room in self._scope.rooms:
            site = instance.room_of[room][1]
            for section, slot in incumbent.room_uses.get(room, ()):
                if section not in free:
                    _, workshop = instance.section_of[section]
                    placing = problem.placings.of(site, slot, workshop.length)
                    self._taken[room].append((placing, instance.weeks(workshop.weeks)))
            for advisory in problem.at_home_in.get(room, ()):
                for kind in advisory.meetings:
                    key = (advisory.id, kind.name)
                    freed = (self._scope.free_meetings or {}).get(key, frozenset())
                    for number, slot in enumerate(incumbent.meeting_slots.get(key, ())):
                        if number not in freed:
                            placing = problem.placings.of(site, slot, kind.length)
                            self._taken[room].append((placing, instance.weeks(kind.weeks)))

    def rooms(self, section_id: SectionId, placing: Placing) -> list[RoomId]:
        """Rooms that a session of a section may have, in the order of size.

        At one time no more rooms are taken than there are free sections and meetings at
        the site, so that as many of the rooms that seat most will do: whoever would have
        another one can have one of these that is left.
        """
        problem = self._problem
        section, workshop = problem.instance.section_of[section_id]
        fitting = [RoomId(room) for room in problem.rooms_for[section_id]]
        if self._blocked:
            return fitting
        weeks = set(problem.instance.weeks(workshop.weeks))
        usable = [
            room
            for room in fitting
            if problem.placings.room_can(room, placing, workshop.weeks)
            and not any(
                taken.overlaps(placing) and weeks.intersection(in_weeks)
                for taken, in_weeks in self._taken.get(room, ())
            )
        ]
        room_of = problem.instance.room_of
        usable.sort(key=lambda room: -min(room_of[room][0].seats, section.most))
        kept = set(usable[: self._rivals[section.site]]) | set(self._asked[section_id])
        return [room for room in usable if room in kept]

    @cached_property
    def _rivals(self) -> dict[str, int]:
        """By school site: how many sections and meetings the model decides there."""
        instance = self._problem.instance
        found: dict[str, int] = defaultdict(int)
        for section in self._scope.free_sections:
            found[instance.section_of[section][0].site] += 1
        for advisory, _ in self._scope.free_kinds:
            found[instance.room_of[advisory.room][1].id] += 1
        return found
