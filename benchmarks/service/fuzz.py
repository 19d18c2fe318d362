"""The whole OpenAPI under schemathesis: does anything break, or answer what is not said?

    python -m benchmarks.service.fuzz [--examples 100] [--seed 1] [--phases examples,coverage,…]

About 200 requests for each example asked for: 100 make 20,000. The service counts its own
answers; a 5xx or a bug in its log fails, whatever the client has noticed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from sqlalchemy import select

from benchmarks.service.serving import DIRECTLY, Service, new_key
from scheduler.domain.service_runs import RunState
from scheduler.service.rights import Action
from scheduler.store import runs
from scheduler.store.engine import open_store
from scheduler.store.tables import RunRow

STOPPED_EACH = 2.0
"""Seconds after which runs are stopped."""
CONFIG = Path(__file__).with_name("schemathesis.toml")
ROOT = Path(__file__).parents[2]
TINY = ROOT / "instances" / "tiny"
ALL_PHASES = "examples,coverage,fuzzing,stateful"
NO_LIMITS = {
    "FIELDWEEK_RATE_EACH_SECOND": "1000000",
    "FIELDWEEK_RATE_AT_ONCE": "1000000",
    "FIELDWEEK_WRONG_AT_ONCE": "1000000",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fuzzed:
    """What came of it."""

    requests: int
    statuses: dict[str, int]
    passed: bool
    bugs: int
    """Lines in the log of the service that say it has a bug."""
    report: str

    @property
    def is_good(self) -> bool:
        """Whether every check passed and nothing broke."""
        broken = sum(count for status, count in self.statuses.items() if status >= "500")
        return self.passed and not broken and not self.bugs


def fuzz(
    examples: int, seed: int, phases: str = ALL_PHASES, *, writes_only: bool = False
) -> Fuzzed:
    """Start a service with a term in it and ask it everything that its OpenAPI allows, and more.

    ``writes_only``: leave out what only reads.
    """
    with tempfile.TemporaryDirectory(prefix="fieldweek-fuzz-") as folder:
        database = f"sqlite:///{folder}/fieldweek.db"
        service = Service(database, NO_LIMITS, workers=0)
        over = Event()
        stopping = Thread(target=_stop_runs, args=(database, over), daemon=True)
        stopping.start()
        try:
            service.sign_in([action.value for action in Action])
            fill(service)
            command = [
                *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG)),
                *("run", f"{service.address}/v1/openapi.json"),
                *("--header", f"Authorization: Bearer {service.key}"),
                *("--checks", "all", "--exclude-checks", "use_after_free"),
                *("--phases", phases, "--max-examples", str(examples)),
                *("--seed", str(seed), "--no-color", "--generation-database", "none"),
                *(("--exclude-method", "GET") if writes_only else ()),
            ]
            paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
            done = subprocess.run(
                command,
                capture_output=True,
                text=True,
                check=False,
                cwd=folder,
                env=os.environ | {"PYTHONPATH": paths},
            )
            statuses = answered(service)
        finally:
            over.set()
            stopping.join()
            service.end()
        bugs = [line for line in service.said if '"level": "error"' in line]
        return Fuzzed(
            requests=sum(statuses.values()),
            statuses=dict(sorted(statuses.items())),
            passed=done.returncode == 0,
            bugs=len(bugs),
            report=done.stdout + done.stderr + "".join(bugs),
        )


def _stop_runs(database: str, over: Event) -> None:
    """Stop what is asked for after a while: nobody plans it, and who follows it would wait on."""
    store = open_store(database)
    while not over.wait(STOPPED_EACH):
        with store.write() as tx:
            for organisation, run in tx.execute(
                select(RunRow.organisation, RunRow.id).where(RunRow.state == RunState.QUEUED.value)
            ).all():
                runs.ask_to_stop(tx, organisation, run)
    store.close()


def fill(service: Service) -> None:
    """Keep a term's data and a timetable of it, and take that into the draft."""
    data = json.loads((TINY / "instance.json").read_bytes())
    _, kept = service.ask("POST", "/v1/instances", data, new_key())
    decided = json.loads((TINY / "timetable.json").read_bytes())
    body = {"instance": kept["id"], "timetable": decided, "name": "by hand"}
    _, timetable = service.ask("POST", "/v1/timetables", body, new_key())
    path = f"/v1/terms/{kept['term']}/draft"
    status, _ = service.ask("PUT", path, {"timetable": timetable["id"]})
    if status != 200:
        raise RuntimeError(f"the service could not be filled: {status}")


def answered(service: Service) -> Counter[str]:
    """How many answers of each status the service has counted itself."""
    with DIRECTLY.open(f"{service.address}/metrics", timeout=30) as answer:
        text = answer.read().decode()
    found: Counter[str] = Counter()
    for status, count in re.findall(
        r'^fieldweek_requests_total\{.*status="(\d+)".*\} ([0-9.e+]+)$', text, re.MULTILINE
    ):
        found[status] += round(float(count))
    return found


def main() -> int:
    """Print what came of it; 1 when anything was not as documented."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--examples", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--phases", default=ALL_PHASES)
    asked = parser.parse_args()
    found = fuzz(asked.examples, asked.seed, asked.phases)
    if not found.is_good:
        print(found.report, file=sys.stderr)
    print(json.dumps({"requests": found.requests, "statuses": found.statuses, "bugs": found.bugs}))
    return 0 if found.is_good else 1


if __name__ == "__main__":
    sys.exit(main())
