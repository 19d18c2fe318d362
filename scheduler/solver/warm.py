"""Makes the compiled search ready: compiles it on first use, else loads it from the cache.

The Makefile calls `main` at installation; it takes about a minute once.
"""

from __future__ import annotations

import sys
from datetime import date, time
from functools import cache
from typing import TYPE_CHECKING, Any

from scheduler.domain.calendar import GridSlot, Term
from scheduler.domain.ids import (
    AdvisoryId,
    RoomId,
    SchoolId,
    SchoolSiteId,
    SectionId,
    StaffId,
    StudentId,
    WorkshopId,
)
from scheduler.domain.instance import Instance
from scheduler.domain.offer import Section, Workshop
from scheduler.domain.people import (
    Advisory,
    MeetingKind,
    Request,
    RequestKind,
    School,
    Staff,
    Student,
)
from scheduler.domain.places import Position, Room, SchoolSite
from scheduler.solver.resting import collector_at_rest
from scheduler.solver.search.layout import S_EMPTY

if TYPE_CHECKING:
    from scheduler.solver.search.annealer import Annealer


def _least_school() -> Instance:
    """One student, one meeting, one section."""
    here = Position(lat=0.0, lon=0.0)
    slots = tuple(GridSlot(day=day, start=time(9), end=time(10)) for day in range(3))
    room = Room(id=RoomId("room"), name="Room", kind="classroom", seats=2)
    site = SchoolSite(
        id=SchoolSiteId("site"),
        name="Site",
        school=SchoolId("school"),
        position=here,
        grid=slots,
        rooms=(room,),
        seats=2,
        study_seats=2,
    )
    section = Section(id=SectionId("section"), site=site.id, leads=(StaffId("staff"),))
    return Instance(
        id="warm",
        name="Warm",
        organisation="warm",
        schools=(School(id=SchoolId("school"), name="School"),),
        term=Term(first=date(2026, 9, 7), last=date(2026, 9, 11), zone="UTC", weekdays=(0, 1, 2)),
        school_sites=(site,),
        staff=(Staff(id=StaffId("staff"), name="S", school=SchoolId("school"), kind="staff"),),
        advisories=(
            Advisory(
                id=AdvisoryId("advisory"),
                name="A",
                advisor=StaffId("staff"),
                room=room.id,
                meetings=(MeetingKind(name="whole", count=1, length=1, whole=True),),
            ),
        ),
        students=(
            Student(
                id=StudentId("student"),
                name="S",
                advisory=AdvisoryId("advisory"),
                grade=9,
                age=15,
                home=here,
                requests=(Request(workshop=WorkshopId("workshop"), kind=RequestKind.MUST),),
            ),
        ),
        workshops=(Workshop(id=WorkshopId("workshop"), name="W", sections=(section,), sessions=1),),
    )


@cache
def search_ready() -> None:
    """Have what makes a first timetable in memory; once for each process.

    The rest is loaded from the cache when it is needed. Where anything is still to be
    compiled, all is: nobody should wait for it in the middle of a run.
    """
    from scheduler.solver.search import anneal

    with collector_at_rest():
        _least_annealer().construct(settling=5_000)
    used: tuple[Any, ...] = (anneal.construct_days, anneal.construct_sections, anneal.anneal)
    if any(one.stats.cache_misses for one in used):
        ready()


@cache
def ready() -> None:
    """Have every compiled function in memory; once for each process."""
    from scheduler.solver.bounds import bounds
    from scheduler.solver.problem import Problem
    from scheduler.solver.search.compiled import note_complete

    annealer = _least_annealer()
    annealer.construct(settling=5_000)
    annealer.run(200, 1.0)
    student = int(annealer.arrays.kinds[0][0])
    annealer.begin([(student, int(annealer.cells[student + S_EMPTY]))])
    annealer.load(annealer.best)
    bounds(Problem(_least_school()), (0, 0, 0), seconds=1.0)
    note_complete()


def _least_annealer() -> Annealer:
    from scheduler.solver.problem import Problem
    from scheduler.solver.search.annealer import Annealer
    from scheduler.solver.search.fill import pack

    return Annealer(pack(Problem(_least_school())).arrays, seed=0)


def main() -> None:
    """Make the search ready and say so."""
    print("Making the search ready (about a minute, once) ...", file=sys.stderr, flush=True)
    ready()
    print("The search is ready.", file=sys.stderr)
