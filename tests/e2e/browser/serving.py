"""A service with a school in it, served on this machine for a browser to look at."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import uvicorn

from scheduler.asgi import application
from scheduler.check import broken, score
from scheduler.config import Settings
from scheduler.domain.accounts import Account, Actor, Role, Via
from scheduler.domain.calendar import SpecialDate
from scheduler.domain.edits import MentorCapacity
from scheduler.domain.ids import MentorId
from scheduler.domain.instance import Instance
from scheduler.domain.moves import DropDay
from scheduler.domain.records import TimetableOrigin
from scheduler.domain.rules import GoalId
from scheduler.domain.runs import Blocker, Bounds, Limits, Progress, Reason
from scheduler.domain.service_runs import RunState
from scheduler.domain.service_runs import standing as run_standing
from scheduler.domain.timetable import Timetable
from scheduler.files import read_instance, read_timetable
from scheduler.service import draft, passwords, plan, release, reshuffling, scenarios, sweeping
from scheduler.service.moves import moved
from scheduler.service.sweeping import Wanted
from scheduler.service.who import actor_of
from scheduler.store import (
    accounts,
    claims,
    instances,
    organisations,
    reshuffles,
    sweeps,
    timetables,
)
from scheduler.store.engine import Store, open_store
from scheduler.store.ids import new_id
from scheduler.store.migrations import migrate
from scheduler.what_if.leaving_out import Part
from scheduler.what_if.rows import Answer, Row, row_document

TINY = Path(__file__).parents[3] / "instances" / "tiny"
School = Callable[[], tuple[Instance, Timetable]]
PASSWORD = "six herons by the pond"


@dataclass(frozen=True, kw_only=True)
class Served:
    """A service that is up, and the ids of what is in it."""

    address: str
    store: Store
    settings: Settings
    term: str
    instance: str
    timetables: tuple[str, str]
    run: str
    release: str
    reshuffle: str
    sweep: str
    school_day: date
    """The next but two."""
    planner: Actor


def tiny_of_now() -> tuple[Instance, Timetable]:
    """The tiny school, in a term that began a month ago."""
    instance = read_instance(TINY / "instance.json")
    monday = date.today() - timedelta(days=date.today().weekday() + 28)
    term = replace(
        instance.term, first=monday, last=monday + timedelta(days=120), holidays=(), special=()
    )
    return replace(instance, term=term), read_timetable(TINY / "timetable.json")


@cache
def _hashed() -> str:
    return passwords.hashed(PASSWORD)


def account(store: Store, organisation: str, email: str, *roles: Role, **more: object) -> Actor:
    """An account with the password of all accounts here."""
    made = Account(
        id=new_id("acc"),
        organisation=organisation,
        email=email,
        name=email.partition("@")[0].title(),
        roles=frozenset(roles),
        made_at=datetime.now(UTC),
        **more,  # type: ignore[arg-type]
    )
    with store.write() as tx:
        accounts.add(tx, made, _hashed())
    return actor_of(made, Via.SESSION, "")


def progress(seconds: float, penalty: int, bound: int) -> Progress:
    bounds = Bounds(unplaced=0, goals={GoalId.TRAVEL: bound}, penalty=bound)
    return Progress(
        seconds=seconds,
        work=seconds,
        unplaced=(0, 0, 0),
        penalty=penalty,
        bounds=bounds,
        phase="improving",
    )


def _planned(store: Store, planner: Actor, instance: str, body: Timetable) -> tuple[str, str]:
    """A run that ended with this timetable, as a worker leaves it: the run, the timetable."""
    settings = Settings()
    run = plan.request_run(
        store, planner, instance, Limits(seconds=60), settings=settings, name="First try"
    )
    with store.write() as tx:
        mine = claims.claim(tx, "worker")
        assert mine is not None
        school = instances.load(tx, planner.organisation, instance)
        kept = timetables.add(
            tx,
            planner.organisation,
            body,
            instance=instance,
            score=score(school, body),
            origin=TimetableOrigin.RUN,
            made_by=run.id,
            run=run.id,
            name="Best of the first try",
        )
        for second in range(1, 12):
            standing = progress(second, 90 - 4 * second, 2 * second)
            claims.advance(tx, mine, progress=run_standing(standing))
        claims.advance(tx, mine, best=kept.id)
        claims.finish(tx, mine, RunState.DONE, outcome={"status": "feasible"})
    return run.id, kept.id


def _by_hand(store: Store, planner: Actor, instance: str, body: Timetable) -> str:
    """Another timetable, in which a day out has no place, with the reason."""
    with store.write() as tx:
        school = instances.load(tx, planner.organisation, instance)
        out = body.days_out[0]
        move = DropDay(student=out.student, internship=out.internship, day=out.day)
        less = moved(school, body, [move])
        assert not list(broken(school, less))
        kept = timetables.add(
            tx,
            planner.organisation,
            less,
            instance=instance,
            score=score(school, less),
            origin=TimetableOrigin.HAND,
            made_by=planner.account,
            name="Without a day out",
        )
        blockers = (Blocker(option=f"{out.mentor} on Mon", blocker=f"{out.mentor} is full"),)
        reasons = tuple(Reason(item=item, blockers=blockers) for item in less.unplaced)
        timetables.keep_reasons(tx, planner.organisation, kept.id, reasons)
    return kept.id


def tiny_at_ten() -> tuple[Instance, Timetable]:
    """The tiny school where it is ten o'clock on a Monday, whenever that is asked."""
    instance, timetable = tiny_of_now()
    ahead = (22 - datetime.now(UTC).hour) % 24 - 12  # zones go from 12 hours behind to 14 ahead
    zone = f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"
    here = datetime.now(ZoneInfo(zone)).date()
    special = (SpecialDate(when=here, day=0),)
    return replace(instance, term=replace(instance.term, zone=zone, special=special)), timetable


def ground_of(store: Store, planner: Actor, term: str) -> date:
    """A school day to come."""
    begins = reshuffling.ground(store, planner, term, Settings().notice_days).begins
    assert begins is not None
    return begins


def _reshuffled(store: Store, planner: Actor, term: str, repaired: str) -> str:
    """A change that was asked about, with a menu of one repair: a timetable that is there."""
    settings = Settings()
    begins = ground_of(store, planner, term)
    edit = MentorCapacity(mentor=MentorId("M3"), in_all=2)
    limits = Limits(seconds=1)
    asked = reshuffling.prepare(store, planner, term, [edit], begins, limits, settings=settings)
    found = reshuffling.request(store, planner, asked).record
    assert found.run is not None
    plan.stop_run(store, planner, found.run)
    repair = {
        "aim": "fewest touched",
        "timetable": repaired,
        "touched": ["S1"],
        "weight": 3,
        "told": 2,
        "journeys": 1,
        "newly_unplaced": 1,
        "unplaced": [1, 0, 0],
        "penalty": 90,
        "goals": {"travel": [48, 40]},
    }
    answer = {
        "stranded": ["S1"],
        "unplaced_bound": [1, 0, 0],
        "unplaced_proven": True,
        "touched_bound": 3,
        "touched_proven": True,
        "first_seconds": 0.1,
        "proven_seconds": 0.2,
        "seconds": 1.0,
        "menu": [repair],
    }
    with store.write() as tx:
        reshuffles.keep_answer(tx, planner.organisation, found.id, answer)
    return found.id


def _swept(store: Store, planner: Actor, term: str) -> str:
    """Mentors left out in turn, with two seeds each, of which some lines are done."""
    scenario = scenarios.prepare(
        store, planner, term, [MentorCapacity(mentor=MentorId("M3"), in_all=2)]
    )
    scenarios.begin(store, planner, scenario, "M3 takes two")
    wanted = Wanted(without=(Part.MENTORS,), seeds=(0, 1))
    limits, settings = Limits(seconds=60), Settings()
    asked = sweeping.prepare(store, planner, term, wanted, limits, settings=settings)
    run = sweeping.request(store, planner, asked).record.run
    plan.stop_run(store, planner, run)
    some = {"penalty": 90, "unplaced": 1, "touched": 4, "newly_unplaced": 1}
    more = {"more_unplaced": 1, "more_penalty": 42, "touched_bound": 4}
    rows = [
        Row(scenario="release", status=Answer.PROVEN, penalty=48, unplaced=0),
        Row(scenario="mentor M1", status=Answer.PROVEN, **some | more),
        Row(scenario="mentor M1", seed=1, status=Answer.REPAIRED, **some | more | {"touched": 6}),
        Row(scenario="mentor M2", status=Answer.NONE, said="The rules contradict each other."),
    ]
    with store.write() as tx:
        bodies = {number: row_document(row) for number, row in enumerate(rows)}
        sweeps.keep_lines(tx, planner.organisation, run, bodies)
    return run


def fill(store: Store, address: str, settings: Settings, school: School = tiny_of_now) -> Served:
    """Put a school into an empty store: data, a run, two timetables, a draft, a release."""
    with store.write() as tx:
        organisation = organisations.add(tx, "Paper Schools").id
    given, body = school()
    planner = account(store, organisation, "nora@paper.example", Role.SCHEDULER, Role.ADMIN)
    account(store, organisation, "sam@paper.example", Role.STUDENT, person="S1")
    account(store, organisation, "ada@paper.example", Role.ADVISOR, person="T1")
    account(store, organisation, "max@paper.example", Role.MENTOR, person="M1")
    kept = plan.keep_instance(store, planner, given)
    run, first = _planned(store, planner, kept.id, body)
    second = _by_hand(store, planner, kept.id, body)
    begun = datetime.combine(given.term.first, datetime.min.time(), UTC) + timedelta(hours=12)
    draft.take(store, planner, kept.term, first)
    prepared = release.prepare(store, planner, kept.term, 1, given.term.first, clock=lambda: begun)
    made = release.make(store, planner, prepared, 0, clock=lambda: begun)
    draft.take(store, planner, kept.term, second, expected=1)
    return Served(
        address=address,
        store=store,
        settings=settings,
        term=kept.term,
        instance=kept.id,
        timetables=(first, second),
        run=run,
        release=made.id,
        school_day=ground_of(store, planner, kept.term),
        reshuffle=_reshuffled(store, planner, kept.term, second),
        sweep=_swept(store, planner, kept.term),
        planner=planner,
    )


@contextmanager
def serving(folder: Path, school: School = tiny_of_now) -> Iterator[Served]:
    """Serve a filled store at an address of this machine until the end."""
    url = f"sqlite:///{folder / 'fieldweek.db'}"
    migrate(url)
    store = open_store(url)
    settings = Settings(database=url, rate_each_second=10_000, rate_at_once=10_000)  # type: ignore[arg-type]
    config = uvicorn.Config(
        application(store, settings),
        port=0,
        log_config=None,
        access_log=False,
        ws="none",
        timeout_graceful_shutdown=2,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not server.started and time.monotonic() < deadline:
        time.sleep(0.02)
    assert server.started, "the service did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield fill(store, f"http://127.0.0.1:{port}", settings, school)
    finally:
        server.should_exit = True
        thread.join(20)
        store.close()
