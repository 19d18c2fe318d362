"""What if by the hundred: scenarios are tried on the last release, and the table is read.

A sweep is a run that waits for a worker; nothing here solves, and nothing comes of it for
anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.edits import Scenario
from scheduler.domain.instance import Instance
from scheduler.domain.records import ScenarioRecord, SweepRecord, TermRecord
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import Operation, RunRecord, RunState
from scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from scheduler.files import edit_of
from scheduler.service import audit, plan
from scheduler.service.reshuffling import NO_RELEASE
from scheduler.service.rights import Action
from scheduler.service.scenarios import nameless
from scheduler.service.subjects import allow_term
from scheduler.store import edits, instances, releases, runs, scenarios, sweeps, terms
from scheduler.store.engine import Store, Tx
from scheduler.store.ids import new_id
from scheduler.what_if.grid import Aim, Grid
from scheduler.what_if.grid_file import faults_of, grid_document
from scheduler.what_if.leaving_out import Part, ranked, without_each
from scheduler.what_if.rows import Row, Table, row_of
from scheduler.what_if.written import csv_text

MOST_LINES = 5_000
"""Scenarios x seeds of one sweep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody wants tried: scenarios given, kept ones, and each of a kind left out."""

    scenarios: tuple[Scenario, ...] = ()
    kept: tuple[str, ...] = ()
    """Ids of scenarios of the term."""
    without: tuple[Part, ...] = ()
    seeds: tuple[int, ...] = (0,)
    seconds: float = 1.0
    aim: Aim = Aim.FEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A sweep found to be without fault, with nothing kept."""

    term: str
    release: str
    instance: str
    start: str
    grid: Grid
    limits: Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """A sweep as it stands."""

    record: SweepRecord
    run: RunRecord
    table: Table | None
    """What hurts most comes first; None while nothing is done."""
    lines: int
    """How many there will be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What can be tried in a term."""

    term: TermRecord
    school: Instance | None
    """The data of the last release; None where nothing is released yet."""
    scenarios: tuple[ScenarioRecord, ...]


def ground(store: Store, actor: Actor, term: str) -> Ground:
    """Say what can be tried in a term."""
    org = actor.organisation
    with store.read() as tx:
        record = terms.term(tx, org, term)
        allow_term(actor, Action.SCENARIO_READ, record)
        last = releases.last(tx, org, term)
        school = None if last is None else instances.load(tx, org, last.instance)
        kept = tuple(scenarios.scenarios(tx, org, term))
    return Ground(term=record, school=school, scenarios=kept)


def prepare(
    store: Store, actor: Actor, term: str, wanted: Wanted, limits: Limits, *, settings: Settings
) -> Asked:
    """Look at what is to be tried on the last release of a term.

    Parameters
    ----------
    limits
        Of the sweep as a whole: seconds and processes.

    Raises
    ------
    ConflictError
        Nothing is released yet.
    NotFoundError
        The term has no such scenario.
    InvalidInputError
        With every fault of the scenarios.
    """
    plan.refuse_limits(limits, settings)
    org = actor.organisation
    with store.read() as tx:
        allow_term(actor, Action.SCENARIO_EDIT, terms.term(tx, org, term))
        last = releases.last(tx, org, term)
        if last is None:
            raise ConflictError(NO_RELEASE)
        school = instances.load(tx, org, last.instance)
        kept = [_kept(tx, org, term, one) for one in dict.fromkeys(wanted.kept)]
    given = (*kept, *(_nameless(one) for one in wanted.scenarios))
    left_out = tuple(without_each(school, wanted.without)) if wanted.without else ()
    lines = (len(given) + len(left_out)) * len(wanted.seeds)
    if lines > MOST_LINES:
        raise InvalidInputError(
            f"These are {lines:,} lines, scenarios times seeds; a sweep has at most"
            f" {MOST_LINES:,}. Ask for fewer at once."
        )
    if not given and not left_out:
        raise InvalidInputError(
            "There is nothing to try. Name scenarios, or what is to be left out."
        )
    try:
        grid = Grid(
            scenarios=(*given, *left_out),
            seeds=wanted.seeds,
            seconds=wanted.seconds,
            aim=wanted.aim,
        )
    except ValueError as error:
        said = str(error)
        raise InvalidInputError(f"{said[:1].upper()}{said[1:]}. Mend the sweep.") from None
    found = faults_of(replace(grid, scenarios=given), school) if given else []
    if found:
        many = "1 fault" if len(found) == 1 else f"{len(found)} faults"
        raise InvalidInputError(f"The scenarios cannot be tried: {many}. Nothing was kept.", found)
    return Asked(
        term=term,
        release=last.id,
        instance=last.instance,
        start=last.timetable,
        grid=grid,
        limits=limits,
    )


def request(store: Store, actor: Actor, asked: Asked, *, name: str = "") -> Sweep:
    """Queue a sweep."""
    org = actor.organisation
    with store.write() as tx:
        allow_term(actor, Action.SCENARIO_EDIT, terms.term(tx, org, asked.term))
        run = RunRecord(
            id=new_id("run"),
            organisation=org,
            term=asked.term,
            instance=asked.instance,
            name=name,
            operation=Operation.SWEEP,
            limits=asked.limits,
            start=asked.start,
            state=RunState.QUEUED,
            made_by=actor.account,
            created_at=runs.moment(tx),
        )
        runs.add(tx, run)
        record = SweepRecord(
            run=run.id,
            organisation=org,
            term=asked.term,
            release=asked.release,
            grid=grid_document(asked.grid),
            made_at=run.created_at,
        )
        sweeps.add(tx, record)
        audit.done(tx, actor, "sweep.make", [asked.term, run.id])
    return Sweep(record=record, run=run, table=None, lines=lines_of(record))


def read(store: Store, actor: Actor, sweep: str) -> Sweep:
    """Say how a sweep stands, with the lines that are done; what hurts most comes first.

    Raises
    ------
    NotFoundError
        There is none of this id, or it is not theirs.
    """
    org = actor.organisation
    with store.read() as tx:
        record = sweeps.sweep(tx, org, sweep)
        allow_term(actor, Action.SCENARIO_READ, terms.term(tx, org, record.term))
        run = runs.run(tx, org, record.run)
        done = {number: row_of(body) for number, body in sweeps.lines(tx, org, sweep).items()}
    return Sweep(record=record, run=run, table=_table(done, record), lines=lines_of(record))


def table_of(store: Store, actor: Actor, sweep: str) -> Sweep:
    """Give a sweep for reading its table, which says how much hangs on whom.

    Raises
    ------
    NotFoundError
        There is none of this id, or it is not theirs.
    """
    found = read(store, actor, sweep)
    audit.seen(store, actor, Action.SCENARIO_READ, [found.record.term, sweep])
    return found


def school_of(store: Store, actor: Actor, found: Sweep) -> tuple[TermRecord, Instance]:
    """Give the term of a sweep, and the data of the release on which it is tried."""
    with store.read() as tx:
        term = terms.term(tx, actor.organisation, found.record.term)
        allow_term(actor, Action.SCENARIO_READ, term)
        return term, instances.load(tx, actor.organisation, found.run.instance)


def csv_of(found: Sweep) -> str:
    """Write the table of a sweep as CSV; empty while nothing is done."""
    return "" if found.table is None else csv_text((found.table.base, *found.table))


def listed(store: Store, actor: Actor, term: str) -> list[SweepRecord]:
    """The sweeps of a term, newest first."""
    org = actor.organisation
    with store.read() as tx:
        allow_term(actor, Action.SCENARIO_READ, terms.term(tx, org, term))
        return sweeps.sweeps(tx, org, term)


def stop(store: Store, actor: Actor, sweep: str) -> Sweep:
    """Stop a sweep; the lines that are done are kept. Stopping what is over changes nothing.

    Raises
    ------
    NotFoundError
        There is none of this id.
    """
    org = actor.organisation
    with store.write() as tx:
        record = sweeps.sweep(tx, org, sweep)
        allow_term(actor, Action.SCENARIO_EDIT, terms.term(tx, org, record.term))
        runs.ask_to_stop(tx, org, sweep)
    return read(store, actor, sweep)


def lines_of(record: SweepRecord) -> int:
    """How many lines a sweep has when all are done."""
    return len(record.grid["scenarios"]) * len(record.grid["seeds"])


def _table(done: dict[int, Row], record: SweepRecord) -> Table | None:
    base = done.pop(0, None)
    if base is None:
        return None
    found = Table(base=base, rows=tuple(done.values()), stopped=len(done) < lines_of(record))
    return ranked(found)


def _kept(tx: Tx, org: str, term: str, scenario: str) -> Scenario:
    record = scenarios.scenario(tx, org, scenario)
    if record.term != term:
        raise NotFoundError("There is no such scenario.")
    return Scenario(
        name=record.name,
        edits=tuple(edit_of(one.body) for one in edits.edits(tx, org, term, scenario)),
    )


def _nameless(scenario: Scenario) -> Scenario:
    return Scenario(name=scenario.name, edits=tuple(nameless(one) for one in scenario.edits))
