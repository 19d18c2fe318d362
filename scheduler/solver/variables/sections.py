"""Which sections run, when, with which lead and in which rooms."""

from __future__ import annotations

from collections.abc import Callable

from scheduler.domain.ids import RoomId, SectionId, StaffId
from scheduler.domain.timetable import PlacedSession, RunningSection
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Lit, Literals
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem


class Runs:
    """Whether each section runs: one literal per section."""

    def __init__(
        self,
        literals: Literals,
        free: frozenset[SectionId] | None,
        incumbent: Incumbent | None,
    ) -> None:
        self._literals = literals
        self._free = free
        self._incumbent = incumbent
        self._lits: dict[SectionId, Lit] = {}

    def is_free(self, section: SectionId) -> bool:
        """Whether the model decides the section."""
        return self._free is None or section in self._free

    def kept(self, section: SectionId) -> RunningSection | None:
        """How a section that is not free runs, if it does."""
        assert self._incumbent is not None, f"{section} is neither free nor decided"
        return self._incumbent.section.get(section)

    def lit(self, section: SectionId) -> Lit:
        """Whether a section runs."""
        if section not in self._lits:
            if self.is_free(section):
                self._lits[section] = self._literals.new(f"runs[{section}]")
            else:
                self._lits[section] = int(self.kept(section) is not None)
        return self._lits[section]


class SessionStarts:
    """When sessions begin: one literal per section and placing of one of its sessions."""

    def __init__(self, problem: Problem, literals: Literals, runs: Runs, blocked: bool) -> None:
        self._problem = problem
        self._literals = literals
        self._runs = runs
        self._blocked = blocked
        self._lits: dict[SectionId, dict[Placing, Lit]] = {}

    def of(self, section_id: SectionId) -> dict[Placing, Lit]:
        """Each placing that a session may have, with its literal."""
        if section_id not in self._lits:
            problem = self._problem
            section, workshop = problem.instance.section_of[section_id]
            if self._runs.is_free(section_id):
                found: dict[Placing, Lit] = {
                    placing: self._literals.new(f"start[{section_id},{placing.slot}]")
                    for placing in problem.placings.of_section(section_id, self._blocked)
                }
            else:
                kept = self._runs.kept(section_id)
                site = problem.instance.school_site_of[section.site]
                found = {
                    problem.placings.of(site, session.slot, workshop.length): 1
                    for session in (kept.sessions if kept else ())
                }
            self._lits[section_id] = found
        return self._lits[section_id]


class Leads:
    """Who leads: one literal per section and member of staff."""

    def __init__(
        self, problem: Problem, literals: Literals, runs: Runs, starts: SessionStarts
    ) -> None:
        self._problem = problem
        self._literals = literals
        self._runs = runs
        self._starts = starts
        self._lits: dict[SectionId, dict[StaffId, Lit]] = {}

    def of(self, section_id: SectionId) -> dict[StaffId, Lit]:
        """Everybody who may lead a section, with the literal."""
        if section_id not in self._lits:
            section, _ = self._problem.instance.section_of[section_id]
            found: dict[StaffId, Lit]
            if not self._runs.is_free(section_id):
                kept = self._runs.kept(section_id)
                found = {kept.lead: 1} if kept else {}
            elif len(section.leads) == 1:
                found = {section.leads[0]: self._runs.lit(section_id)}
            else:
                found = {s: self._literals.new(f"lead[{section_id},{s}]") for s in section.leads}
                self._literals.total(
                    [*found.values(), self._runs.lit(section_id)], [1] * len(found) + [-1], 0
                )
            self._lits[section_id] = found
        return self._lits[section_id]

    def at(self, section_id: SectionId, staff: StaffId, placing: Placing) -> Lit:
        """Whether somebody leads the session that begins there."""
        leads = self.of(section_id)
        start = self._starts.of(section_id).get(placing, 0)
        if len(leads) == 1 and staff in leads:
            return start
        return self._literals.both(leads.get(staff, 0), start)


class Rooms:
    """Where sessions are: one literal per section, placing and room."""

    def __init__(
        self,
        problem: Problem,
        literals: Literals,
        runs: Runs,
        starts: SessionStarts,
        choice: Callable[[SectionId, Placing], list[RoomId]],
    ) -> None:
        self._problem = problem
        self._literals = literals
        self._runs = runs
        self._starts = starts
        self._choice = choice
        self._lits: dict[SectionId, dict[Placing, dict[RoomId, Lit]]] = {}

    def of(self, section_id: SectionId) -> dict[Placing, dict[RoomId, Lit]]:
        """For each placing of a session: the rooms it may have, with their literals."""
        if section_id not in self._lits:
            found: dict[Placing, dict[RoomId, Lit]] = {}
            if not self._runs.is_free(section_id):
                kept = self._runs.kept(section_id)
                rooms = {session.slot: session.room for session in kept.sessions} if kept else {}
                for placing in self._starts.of(section_id):
                    found[placing] = {rooms[placing.slot]: 1}
            else:
                for placing, start in self._starts.of(section_id).items():
                    found[placing] = self._in_rooms(section_id, placing, start)
            self._lits[section_id] = found
        return self._lits[section_id]

    def _in_rooms(self, section_id: SectionId, placing: Placing, start: Lit) -> dict[RoomId, Lit]:
        rooms = self._choice(section_id, placing)
        if len(rooms) == 1:
            return {rooms[0]: start}
        name = f"room[{section_id},{placing.slot}"
        lits: dict[RoomId, Lit] = {room: self._literals.new(f"{name},{room}]") for room in rooms}
        self._literals.total([*lits.values(), start], [1] * len(lits) + [-1], 0)
        return lits


def extract_sections(
    sections: list[SectionId],
    runs: Runs,
    starts: SessionStarts,
    leads: Leads,
    rooms: Rooms,
    value: Callable[[Lit], bool],
) -> list[RunningSection]:
    """Read back the sections that run, of those named."""
    found = []
    for section_id in sections:
        if not value(runs.lit(section_id)):
            continue
        held = [p for p, lit in starts.of(section_id).items() if value(lit)]
        held.sort(key=lambda placing: placing.order)
        sessions = tuple(
            PlacedSession(
                slot=placing.slot,
                room=next(r for r, lit in rooms.of(section_id)[placing].items() if value(lit)),
            )
            for placing in held
        )
        lead = next(staff for staff, lit in leads.of(section_id).items() if value(lit))
        found.append(RunningSection(section=section_id, lead=lead, sessions=sessions))
    return found
