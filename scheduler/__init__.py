"""Fieldweek plans the week of a Big Picture Learning school.

Days out, journeys, advisory meetings, workshop sections and enrolments are decided
together, checked by code that shares nothing with the solver, and come with proven
bounds.

>>> import scheduler
>>> instance = scheduler.make("small", seed=1)
>>> outcome = scheduler.solve(instance, work=1)
>>> scheduler.check(instance, outcome.timetable)
[]
>>> scheduler.score(instance, outcome.timetable) == outcome.score
True

The command line, ``fieldweek``, is built on what is here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

# First of all, because the function `check` below has the name of this package: once
# a subpackage is loaded, loading it again does not put it over the function.
import scheduler.check as _rules
from scheduler.domain.changes import Changes
from scheduler.domain.edits import Applied, Edit, Scenario
from scheduler.domain.instance import Instance
from scheduler.domain.repairs import Repair, Repairs
from scheduler.domain.rules import GoalId, RuleId, Score, UnplacedKind, Violation
from scheduler.domain.runs import (
    Bounds,
    Conflict,
    Limits,
    Outcome,
    Progress,
    Reason,
    Status,
)
from scheduler.domain.timetable import Timetable
from scheduler.errors import (
    Fault,
    InvalidInputError,
    NotFoundError,
    RunCancelledError,
    SchedulerError,
    SolverDisagreementError,
)

if TYPE_CHECKING:
    from datetime import date

    from scheduler.service.fit import Fits, WhyNot
    from scheduler.what_if.prices import Price
    from scheduler.what_if.rows import Row, Table

__version__ = "0.1.0"

__all__ = [
    "Applied",
    "Bounds",
    "Changes",
    "Conflict",
    "Edit",
    "Explanation",
    "Fault",
    "GoalId",
    "Instance",
    "InvalidInputError",
    "Limits",
    "NotFoundError",
    "Outcome",
    "Progress",
    "Reason",
    "Repair",
    "Repairs",
    "RuleId",
    "RunCancelledError",
    "Scenario",
    "SchedulerError",
    "Score",
    "SolverDisagreementError",
    "Status",
    "Timetable",
    "UnplacedKind",
    "Violation",
    "check",
    "diff",
    "edit",
    "explain",
    "fit",
    "load",
    "load_timetable",
    "make",
    "n_minus_one",
    "prices",
    "reshuffle",
    "save",
    "score",
    "solve",
    "sweep",
    "why_not",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why things are as they are: reasons for what is unplaced, or a contradiction."""

    reasons: tuple[Reason, ...] = ()
    conflict: Conflict | None = None


def load(path: str | Path) -> Instance:
    """Read a school's data from a JSON file.

    Raises
    ------
    InvalidInputError
        With every fault found in the file, each naming the thing, the field, the
        position and the next step.
    """
    from scheduler.files import read_instance

    return read_instance(Path(path))


def load_timetable(path: str | Path) -> Timetable:
    """Read a timetable from a JSON file.

    Raises
    ------
    InvalidInputError
        With every fault found in the file.
    """
    from scheduler.files import read_timetable

    return read_timetable(Path(path))


def save(thing: Instance | Timetable, path: str | Path) -> None:
    """Write a school's data or a timetable as JSON; equal values give equal bytes.

    >>> import tempfile
    >>> school = make("small", seed=1)
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     save(school, Path(folder) / "school.json")
    ...     load(Path(folder) / "school.json") == school
    True
    """
    from scheduler.files import write_instance, write_timetable

    if isinstance(thing, Instance):
        write_instance(thing, Path(path))
    else:
        write_timetable(thing, Path(path))


def make(preset: str, seed: int = 1, *, planted: bool = False) -> Instance:
    """Make up a plausible school: the same preset and seed give the same bytes.

    With ``planted``, requests are drawn from a hidden timetable, so that a timetable
    with nothing unplaced is known to exist.

    >>> len(make("small", seed=7).students)
    180
    """
    from scheduler.made import make as made

    return made(preset, seed, planted).instance


def check(instance: Instance, timetable: Timetable) -> list[Violation]:
    """Say what breaks a rule in a timetable, whoever made it.

    Softened rules are left out: what they cost is in `score`.

    >>> school = make("small", seed=1)
    >>> nothing_planned = Timetable(instance=school.id)
    >>> check(school, nothing_planned)[0].rule
    <RuleId.DAYS_OUT: 'days-out'>
    """
    return list(_rules.broken(instance, timetable))


def score(instance: Instance, timetable: Timetable) -> Score:
    """Say how good a timetable is: unplaced by priority, then points of every goal."""
    return _rules.score(instance, timetable)


def solve(
    instance: Instance,
    *,
    seconds: float | None = None,
    work: float | None = None,
    workers: int = 1,
    seed: int = 0,
    gap: float = 0.0,
    patience: float | None = None,
    start: Timetable | None = None,
    on_progress: Callable[[Progress], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    parts: str | Path | None = None,
) -> Outcome:
    """Plan the week: the best timetable found within the limits, and what is proven.

    Without any limit it takes 60 seconds. With ``work`` alone and one worker a run
    repeats to the byte. The timetable has passed `check`; it is never worse than
    ``start``. A contradiction is an outcome, not an exception.

    Parameters
    ----------
    work
        A limit in deterministic units, see `Limits`.
    workers
        Processes that solve.
    gap
        Stop when the gap of the goals is proven to be at most this.
    patience
        Stop after so many seconds in which no better timetable was found.
    on_progress
        Called with how the run stands, now and then and at each better timetable.
    should_stop
        Asked several times a second; true ends the run with the best found so far.
    parts
        A folder for what came of each independent part of a network, so that a run that
        is interrupted goes on from there. A large network is planned in parts also without.
    """
    from scheduler.solver import solve as run

    if seconds is None and work is None:
        seconds = 60.0
    limits = Limits(
        seconds=seconds, work=work, workers=workers, seed=seed, gap=gap, patience=patience
    )
    return run(
        instance,
        limits,
        on_progress=on_progress,
        should_stop=should_stop,
        start=start,
        parts=None if parts is None else Path(parts),
    )


def explain(
    instance: Instance, timetable: Timetable | None = None, *, seconds: float = 30.0
) -> Explanation:
    """Say why: each unplaced item of a timetable, or what contradicts itself.

    With a timetable, every unplaced item with the options it had and the first thing
    that blocks each. Without one, the fewest statements that cannot hold together
    and the cheapest ways out, searched for at most so many seconds.
    """
    from scheduler.solver import conflict, reasons

    if timetable is not None:
        return Explanation(reasons=reasons(instance, timetable))
    return Explanation(conflict=conflict(instance, seconds))


def fit(
    instance: Instance,
    timetable: Timetable,
    about: str,
    *,
    item: str = "",
    away: bool = False,
    on: date | None = None,
) -> tuple[Fits, ...]:
    """Say who or what fits what is open, best first, and what is in the way of the rest.

    What is shown as working has been checked. To ask much about one timetable, make a
    `scheduler.service.fit.Ground` once and ask that.

    >>> school = make("small", seed=1)
    >>> nothing_planned = Timetable(instance=school.id)
    >>> fit(school, nothing_planned, school.mentors[0].id)[0].item
    'place with M001'

    Parameters
    ----------
    about
        Id of a student without a place, of a mentor or section with a free seat; with
        ``away`` of a mentor, section or advisory whose lead is away.
    item
        Of a student: a workshop, or the number of an internship; empty: all that is open.
    on
        With ``away``, a date.

    Raises
    ------
    InvalidInputError
        What is asked about is nothing of the kind.
    """
    from scheduler.service.fit import Ground, fits

    return fits(Ground(instance, timetable), about, item=item, away=away, on=on)


def why_not(
    instance: Instance, timetable: Timetable, student: str, place: str, day: int | None = None
) -> WhyNot:
    """Say why a student is not with a mentor, at a site or in a workshop; what it would take.

    Raises
    ------
    InvalidInputError
        The student, the place or the weekday is none.
    """
    from scheduler.service.fit import Ground
    from scheduler.service.fit import why_not as asked

    return asked(Ground(instance, timetable), student, place, day)


def edit(instance: Instance, edits: Sequence[Edit]) -> Applied:
    """Change a school's data: what comes of edits, and what undoes them.

    >>> from scheduler.domain.edits import MentorLeft
    >>> school = make("small", seed=1)
    >>> edited = edit(school, [MentorLeft(mentor=school.mentors[0].id)])
    >>> len(school.mentors) - len(edited.instance.mentors)
    1
    >>> edit(edited.instance, edited.undo).instance == school
    True

    Raises
    ------
    InvalidInputError
        With every fault: an edit names what is not there, two contradict each other, or
        the data that would come of them cannot be planned.
    """
    from scheduler.domain.edits import apply, faults

    found = faults(instance, edits)
    if found:
        raise InvalidInputError("These edits cannot be made.", found)
    return apply(instance, edits)


def reshuffle(
    instance: Instance,
    release: Timetable,
    edits: Sequence[Edit],
    *,
    seconds: float = 10.0,
    seed: int = 0,
    weight: int = 1,
    menu: bool = True,
    on_repair: Callable[[Repair], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Repairs | None:
    """Repair a release after a change: a menu from fewest people touched to best plan.

    Nothing is newly unplaced but what the edits strand, and of that the least possible;
    then the fewest people are touched; then the plan is as good as it can be. None where
    no repair was found in the time.

    Parameters
    ----------
    weight
        Of each person touched (`scheduler.domain.repairs.notice_weight`).
    menu
        False: only the repair that touches the fewest.
    on_repair
        Called with the first repair, and with each of the menu.
    should_stop
        Asked between steps; true ends with the repairs found so far.

    Raises
    ------
    InvalidInputError
        With every fault of the edits.
    """
    from scheduler.solver.reshuffle import Base
    from scheduler.solver.reshuffle import reshuffle as repaired

    changed = edit(instance, edits)
    return repaired(
        Base(instance, release),
        changed,
        weight=weight,
        seconds=seconds,
        seed=seed,
        menu=menu,
        on_repair=on_repair,
        should_stop=should_stop,
    )


def sweep(
    instance: Instance,
    release: Timetable,
    scenarios: Sequence[Scenario],
    seeds: Sequence[int] = (0,),
    *,
    seconds: float = 1.0,
    best: bool = False,
    workers: int = 1,
    kept: Path | None = None,
    on_row: Callable[[int, int, Row], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Table:
    """Repair a release after each of many scenarios, and put what comes of it in a table.

    ``DataFrame(table.columns())`` makes it one of pandas; the first row is the release.

    Parameters
    ----------
    seconds
        The most that each row may take.
    best
        Rows are about the best plan, whoever is touched, not about the fewest touched.
    workers
        Processes; with 1 everything runs in this one.
    kept
        A file to which rows are written as they are done; those in it are not made again.
    on_row
        Told of each new row: how many are done, of how many, and the row.

    Raises
    ------
    ValueError
        There is no scenario or seed, or two have the same name.
    """
    from scheduler.what_if.grid import Aim, Grid
    from scheduler.what_if.sweep import sweep as swept

    grid = Grid(
        scenarios=tuple(scenarios),
        seeds=tuple(seeds),
        seconds=seconds,
        aim=Aim.BEST if best else Aim.FEWEST,
    )
    return swept(
        instance,
        release,
        grid,
        workers=workers,
        kept=kept,
        on_row=None if on_row is None else lambda done, of, tried: on_row(done, of, tried.row),
        should_stop=should_stop,
    )


def n_minus_one(
    instance: Instance, release: Timetable, *, seconds: float = 1.0, workers: int = 1
) -> Table:
    """Leave out each mentor, site, van, room and member of staff in turn, and repair.

    What nothing makes up for comes first.
    """
    from scheduler.what_if.n_minus_one import n_minus_one as left_out

    return left_out(instance, release, seconds=seconds, workers=workers)


def prices(
    instance: Instance, release: Timetable, *, most: int = 40, seconds: float = 1.0
) -> tuple[Price, ...]:
    """Price what a school could give way in: one more seat, intern, section; a later start.

    Each of the ``most`` promising ones is re-solved, at most so many seconds twice.
    """
    from scheduler.what_if.prices import prices as priced

    return priced(instance, release, most=most, seconds=seconds)


def diff(instance: Instance, old: Timetable, new: Timetable) -> Changes:
    """Say what was added and dropped between two timetables, and whom it touches.

    >>> school = make("small", seed=1)
    >>> nothing_planned = Timetable(instance=school.id)
    >>> diff(school, nothing_planned, nothing_planned).touched
    ()
    """
    from scheduler.domain.changes import diff as compared

    return compared(instance, old, new)
