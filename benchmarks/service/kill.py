"""kill -9 of server, worker and solver at random moments under load: is anything lost?

    python -m benchmarks.service.kill --kills 200 [--database postgresql://…] [--workers 2]

Clients ask for runs, keep data and stop runs, each request with a key and repeated with it
until it is answered. At the end all that was acknowledged must be there, once; every run
must be over, once; every timetable must keep every rule; the database must be sound.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.service.serving import AwayError, Service, new_key
from scheduler.check import broken
from scheduler.domain.instance import Instance
from scheduler.files import instance_bytes, parse_timetable, read_instance
from scheduler.made import make

TINY = Path(__file__).parents[2] / "instances" / "tiny" / "instance.json"
SCOPES = ["instance.keep", "instance.read", "run.request", "run.read", "run.stop"]
SCOPES += ["timetable.read"]
CLIENTS = 3
DRAIN_SECONDS = 1_200.0
OVER = ("done", "failed", "stopped")


@dataclass
class History:
    """What was asked and acknowledged."""

    runs: list[str] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    versions: list[tuple[str, str]] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    repeats: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)


class Client(threading.Thread):
    """Somebody who asks, and asks again with the same key until there is an answer."""

    def __init__(self, service: Service, history: History, schools: dict[str, bytes], seed: int):
        super().__init__(daemon=True)
        self.service, self.history, self.schools = service, history, schools
        self.draw = Random(seed)
        self.leaving = threading.Event()
        self.kept: dict[str, str] = {}

    def run(self) -> None:
        for name in self.schools:
            self.keep(name)
        while not self.leaving.is_set():
            chance = self.draw.random()
            if chance < 0.1:
                self.keep("tiny")
            elif chance < 0.5:
                self.request("tiny", 5)
            else:
                run = self.request("small", self.draw.choice((4, 8)))
                if run is not None and self.draw.random() < 0.3:
                    self.leaving.wait(self.draw.random() * 3)
                    status, _ = self.surely("DELETE", f"/v1/runs/{run}")
                    if status == 200:
                        self.history.stopped.add(run)
            self.leaving.wait(2 + self.draw.random() * 6)

    def keep(self, name: str) -> None:
        status, said = self.surely("POST", "/v1/instances", self.schools[name], new_key())
        if status == 201:
            self.kept[name] = said["id"]
            with self.history.lock:
                self.history.versions.append((said["term"], said["id"]))

    def request(self, name: str, seconds: int) -> str | None:
        body = {
            "instance": self.kept[name],
            "seconds": seconds,
            "workers": self.draw.choice((1, 2)),
        }
        status, said = self.surely("POST", "/v1/runs", body, new_key())
        if status != 202:
            return None
        with self.history.lock:
            self.history.runs.append(said["id"])
        return str(said["id"])

    def surely(self, method: str, path: str, body: Any = None, key: str | None = None) -> Any:
        """Ask until there is an answer that is not about the server's own state."""
        while True:
            try:
                status, said = self.service.ask(method, path, body, key)
            except AwayError:
                status, said = 0, None
            with self.history.lock:
                self.history.statuses[status] += 1
            if status not in (0, 409, 429, 503):
                return status, said
            self.history.repeats += 1
            time.sleep(0.2)


def kill_at_random(service: Service, history: History, kills: int, draw: Random) -> None:
    """Kill one after the other; none before the last one's successor is there."""
    while sum(history.kills.values()) < kills:
        time.sleep(draw.uniform(0.2, 5.0))
        there = service.processes()
        if not there["server"] or not there["worker"] or not answers(service):
            continue  # it comes back first: a service that is always away has no load
        # Solvers come and go: where there is one, it is its turn most often.
        kind = draw.choice(["server", "worker", *(["solver"] * 4 if there["solver"] else [])])
        try:
            os.kill(draw.choice(there[kind]), signal.SIGKILL)
        except ProcessLookupError:
            continue
        history.kills[kind] += 1
        if sum(history.kills.values()) % 20 == 0:
            done = dict(history.kills)
            print(f"{done} runs acknowledged {len(history.runs)}", file=sys.stderr, flush=True)


def answers(service: Service) -> bool:
    """Whether the server is back."""
    try:
        return service.ask("GET", "/readyz")[0] == 200
    except AwayError:
        return False


def wait_for_all(client: Client, history: History) -> None:
    """Until every run is over."""
    deadline = time.monotonic() + DRAIN_SECONDS
    left = set(history.runs)
    while left:
        if time.monotonic() > deadline:
            raise SystemExit(f"{len(left)} runs are not over: {sorted(left)[:3]}")
        left = {
            run for run in left if client.surely("GET", f"/v1/runs/{run}")[1]["state"] not in OVER
        }
        time.sleep(2.0)


def listed(client: Client, path: str) -> list[dict[str, Any]]:
    """All pages of a list."""
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        joint = "&" if "?" in path else "?"
        where = f"{path}{joint}limit=200" + (f"&cursor={after}" if after else "")
        page = client.surely("GET", where)[1]
        found += page["items"]
        if not page["next"]:
            return found
        after = page["next"]


def events_of(service: Service, run: str) -> list[tuple[int, str]]:
    """Number and kind of everything that happened in a run that is over."""
    import urllib.request

    from benchmarks.service.serving import DIRECTLY

    headers = {"Authorization": f"Bearer {service.key}"}
    request = urllib.request.Request(f"{service.address}/v1/runs/{run}/events", headers=headers)
    found: list[tuple[int, str]] = []
    number, kind = 0, ""
    with DIRECTLY.open(request, timeout=60) as stream:
        for line in stream.read().decode().splitlines():
            name, _, value = line.partition(":")
            if name == "id":
                number = int(value)
            elif name == "event":
                kind = value.strip()
            elif not line and kind:
                found.append((number, kind))
                kind = ""
    return found


def examine(
    service: Service, client: Client, history: History, schools: dict[str, Instance]
) -> list[str]:
    """Everything that should hold and does not."""
    wrong: list[str] = []
    runs = {run["id"]: run for run in listed(client, "/v1/runs")}
    lost = set(history.runs) - runs.keys()
    extra = runs.keys() - set(history.runs)
    if lost or len(set(history.runs)) != len(history.runs):
        wrong.append(f"{len(lost)} acknowledged runs are lost, or given out twice")
    if extra:
        wrong.append(f"{len(extra)} runs nobody was told of: requests done twice")
    by_id = {school.id: school for school in schools.values()}
    for run in runs.values():
        events = events_of(service, run["id"])
        if [number for number, _ in events] != list(range(1, len(events) + 1)):
            wrong.append(f"{run['id']}: its events are not numbered without a gap")
        ends = [kind for _, kind in events if kind in OVER]
        if ends != [run["state"]]:
            wrong.append(f"{run['id']}: is {run['state']} and ended as {ends}")
        if run["state"] == "done" and run["best"] is None:
            said = (run["outcome"] or {}).get("status")
            if said != "undecided" or "best" in {kind for _, kind in events}:
                wrong.append(f"{run['id']}: is done without a timetable ({said})")
        if run["state"] == "failed" and "3 attempts" not in (run["reason"] or ""):
            wrong.append(f"{run['id']}: failed otherwise than by three deaths: {run['reason']}")
        if run["best"] is not None:
            status, said = client.surely("GET", f"/v1/timetables/{run['best']}/data")
            if status != 200:
                wrong.append(f"{run['id']}: its timetable cannot be read ({status})")
                continue
            timetable = parse_timetable(json.dumps(said).encode(), "answer")
            if broken(by_id[timetable.instance], timetable):
                wrong.append(f"{run['id']}: its timetable breaks a rule")
    terms = {term for term, _ in history.versions}
    kept = {one["id"] for term in terms for one in listed(client, f"/v1/instances?term={term}")}
    if kept != {version for _, version in history.versions}:
        wrong.append("kept versions of data are lost or doubled")
    errors = {status: n for status, n in history.statuses.items() if status >= 500}
    if errors:
        wrong.append(f"answers that should not be: {errors}")
    return wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--database", help="a PostgreSQL with nothing in it; else a new SQLite")
    asked = parser.parse_args()
    schools = {"tiny": read_instance(TINY), "small": make("small", 1).instance}
    bodies = {name: instance_bytes(school) for name, school in schools.items()}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "school.db"
        settings = {"FIELDWEEK_LEASE_SECONDS": "5", "FIELDWEEK_RATE_EACH_SECOND": "1000"}
        settings |= {"FIELDWEEK_RATE_AT_ONCE": "1000"}
        service = Service(asked.database or f"sqlite:///{file}", settings, workers=asked.workers)
        try:
            service.sign_in(SCOPES)
            history = History()
            clients = [Client(service, history, bodies, n) for n in range(CLIENTS)]
            began = time.monotonic()
            for client in clients:
                client.start()
            kill_at_random(service, history, asked.kills, Random(asked.seed))
            for client in clients:
                client.leaving.set()
            for client in clients:
                client.join()
            wait_for_all(clients[0], history)
            wrong = examine(service, clients[0], history, schools)
            states = Counter(run["state"] for run in listed(clients[0], "/v1/runs"))
            took = time.monotonic() - began
        finally:
            there = service.descendants()
            status = service.end()
        deadline = time.monotonic() + 10
        while (orphans := {one for one in there if Path(f"/proc/{one}").exists()}) and (
            time.monotonic() < deadline
        ):
            time.sleep(0.1)
        if orphans or status != 0:
            wrong.append(f"after the end {len(orphans)} processes were left, exit status {status}")
        if asked.database is None:
            wrong += unsound(file)
    summary = {
        "kills": dict(history.kills),
        "runs": dict(states),
        "versions": len(history.versions),
        "answers": {str(status): n for status, n in sorted(history.statuses.items())},
        "repeated": history.repeats,
        "seconds": round(took),
        "wrong": wrong,
    }
    print(json.dumps(summary, indent=1))
    return 1 if wrong else 0


def unsound(file: Path) -> list[str]:
    """What SQLite itself finds wrong."""
    with sqlite3.connect(file) as database:
        said = database.execute("PRAGMA integrity_check").fetchall()
        keys = database.execute("PRAGMA foreign_key_check").fetchall()
    database.close()
    return [] if said == [("ok",)] and not keys else [f"the database: {said[:3]} {keys[:3]}"]


if __name__ == "__main__":
    sys.exit(main())
