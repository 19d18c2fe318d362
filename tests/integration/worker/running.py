"""Workers as processes of their own, and what tests of them wait for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scheduler.config import Settings
from scheduler.domain.accounts import Actor, Role
from scheduler.domain.instance import Instance
from scheduler.domain.runs import Limits
from scheduler.domain.service_runs import RunEvent, RunRecord
from scheduler.files import read_instance
from scheduler.service import plan
from scheduler.store import organisations
from scheduler.store.engine import Store
from scheduler.worker.solving import members

TINY = Path(__file__).parents[3] / "instances" / "tiny" / "instance.json"
LEASE = "5"
PATIENCE_OF_TESTS = 150.0


def scheduler_of(store: Store) -> Actor:
    """Somebody who may ask for runs, in an organisation of their own."""
    with store.write() as tx:
        org = organisations.add(tx, "A school").id
    return Actor(organisation=org, account="acc_1", roles=frozenset({Role.SCHEDULER}))


def ask(store: Store, who: Actor, school: Instance | None = None, **limits: float) -> RunRecord:
    """Ask for a run of `tiny`, or of another school."""
    kept = plan.keep_instance(store, who, school or read_instance(TINY))
    return again(store, who, kept.id, **limits)


def again(store: Store, who: Actor, instance: str, **limits: float) -> RunRecord:
    """Ask for one more run of what is kept."""
    how = {"seconds": 30.0} | limits
    return plan.request_run(store, who, instance, Limits(**how), settings=Settings())


class Worker:
    """A worker's process."""

    def __init__(self, url: str, **settings: str) -> None:
        told = {"FIELDWEEK_DATABASE": url, "FIELDWEEK_LEASE_SECONDS": LEASE, **settings}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scheduler.worker"],
            env={**os.environ, **told},
            stderr=subprocess.DEVNULL,
            process_group=0,
        )

    def children(self) -> set[int]:
        """Everything it started, and what that started."""
        parents: dict[int, int] = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if fields[0] != "Z":
                parents[int(entry.name)] = int(fields[1])
        found = {self.process.pid}
        while more := {one for one, parent in parents.items() if parent in found} - found:
            found |= more
        return found - {self.process.pid}

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def leave(self) -> int:
        """Ask it to end in peace."""
        self.process.terminate()
        return self.process.wait(30)


@contextmanager
def working(url: str, **settings: str) -> Iterator[Worker]:
    """A worker that is gone afterwards, whatever the test did."""
    worker = Worker(url, **settings)
    started: set[int] = set()
    try:
        yield worker
        started = worker.children()
    finally:
        worker.kill()
    until(lambda: not any(is_alive(one) for one in started), "a process outlived its worker")


def is_alive(process: int) -> bool:
    """Whether there is such a process, and it has not ended."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(holds: Callable[[], bool], otherwise: str) -> None:
    """Look until something holds."""
    deadline = time.monotonic() + PATIENCE_OF_TESTS
    while not holds():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.05)


def follow(store: Store, who: Actor, run: str, kind: str, times: int = 1) -> list[RunEvent]:
    """Wait until something has happened in a run; gives all that has."""
    found: list[RunEvent] = []

    def has_happened() -> bool:
        found[:] = plan.events_after(store, who, run, 0, most=10_000)[0]
        return sum(event.kind == kind for event in found) >= times

    until(has_happened, f"no {kind} in {run}")
    return found


def over(store: Store, who: Actor, run: str) -> RunRecord:
    """Wait for the end of a run."""
    until(lambda: plan.run_of(store, who, run).state.is_over, f"{run} does not end")
    return plan.run_of(store, who, run)


def solver_of(worker: Worker) -> int:
    """The process group in which a worker has a run planned."""
    groups: list[int] = []

    def is_there() -> bool:
        groups[:] = [one for one in worker.children() if members(one)]
        return bool(groups)

    until(is_there, "no child")
    return groups[0]


def kill_solver(worker: Worker) -> None:
    """End the solver's process as a crash would."""
    os.kill(solver_of(worker), signal.SIGKILL)
