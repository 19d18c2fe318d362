"""How quickly the service answers who looks: ``python -m benchmarks.service.reads``.

A school is planned, released and looked at: the week of a student, a release, the day of
an internship site, each as often as the others, at a steady rate that does not wait for
answers. What is told is the time from when a question was due to the end of its answer.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.service.serving import Service, new_key

FIELDWEEK = (sys.executable, "-m", "scheduler.cli")
SCOPES = ["draft.edit", "draft.read", "place.read", "release.make", "release.read"]
SCOPES += ["term.read", "week.read"]
SETTINGS = {"FIELDWEEK_RATE_EACH_SECOND": "10000", "FIELDWEEK_RATE_AT_ONCE": "10000"}
ASKERS = 16


def main() -> int:
    """Plan, release, look; print medians and 99th percentiles."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="met")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=200.0, help="questions a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--plan-seconds", type=float, default=20.0)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder), wanted)


def _measure(folder: Path, wanted: argparse.Namespace) -> int:
    database = f"sqlite:///{folder / 'fieldweek.db'}"
    term, timetable, instance = _planned(folder, database, wanted)
    service = Service(database, SETTINGS, workers=0)
    try:
        service.sign_in(SCOPES)
        server = service.processes()["server"]
        idle = _resident_mib(server)
        release = _released(service, term, timetable)
        routes = _routes(term, release, instance)
        for paths in routes.values():  # the first answer reads the data; people share it
            service.ask("GET", paths[0])
        times, wrong = _asked(service, routes, wanted.rate, wanted.seconds, wanted.seed)
        print(
            f"| {wanted.preset}, {wanted.rate:g} a second for {wanted.seconds:g} s | answers"
            " | median, ms | p99, ms | most, ms |\n| --- | ---: | ---: | ---: | ---: |"
        )
        for name, found in times.items():
            ordered = sorted(found)
            p99 = ordered[int(0.99 * (len(ordered) - 1))]
            figures = (statistics.median(ordered), p99, ordered[-1])
            print(
                f"| {name} | {len(ordered)} | " + " | ".join(f"{x * 1e3:.1f}" for x in figures), "|"
            )
        print(
            f"\nWrong answers: {wrong}. Web process: {idle:.0f} MiB at rest,"
            f" {_resident_mib(server):.0f} MiB afterwards."
        )
        return int(wrong > 0)
    finally:
        service.end()


def _planned(
    folder: Path, database: str, wanted: argparse.Namespace
) -> tuple[str, str, dict[str, Any]]:
    instance, timetable = folder / "instance.json", folder / "timetable.json"
    seed, seconds = str(wanted.seed), str(wanted.plan_seconds)
    solve = ("solve", str(instance), "-o", str(timetable), "--seconds", seconds, "--workers", "2")
    for words in (("make", wanted.preset, "--seed", seed, "-o", str(instance)), (*solve, "-q")):
        subprocess.run((*FIELDWEEK, *words), check=True, stdout=subprocess.DEVNULL)
    loaded = subprocess.run(
        (*FIELDWEEK, "load", str(instance), str(timetable)),
        env={**os.environ, "FIELDWEEK_DATABASE": database},
        check=True,
        stdout=subprocess.PIPE,
    )
    told = json.loads(loaded.stdout)
    return told["term"], told["timetable"], json.loads(instance.read_text())


def _released(service: Service, term: str, timetable: str) -> str:
    """Release the timetable from today on, or from the first day of the term."""
    status, taken = service.ask("PUT", f"/v1/terms/{term}/draft", {"timetable": timetable})
    assert status == 200, taken
    _, about = service.ask("GET", f"/v1/terms/{term}")
    begins = max(date.fromisoformat(about["first"]), date.today() + timedelta(days=1))
    body = {"holds_from": begins.isoformat(), "after": 0, "note": ""}
    status, made = service.ask(
        "POST", f"/v1/terms/{term}/releases", body, new_key(), f'"{taken["version"]}"'
    )
    assert status == 201, made
    return str(made["id"])


def _routes(term: str, release: str, instance: dict[str, Any]) -> dict[str, list[str]]:
    week = f"/v1/terms/{term}/weeks"
    # A week in which the release holds on every day.
    monday = date.today() + timedelta(days=8 - date.today().isoweekday() + 7)
    return {
        "week of a student": [f"{week}/{one['id']}?from={monday}" for one in instance["students"]],
        "release": [f"/v1/releases/{release}"],
        "week of a site": [
            f"{week}/{one['id']}?from={monday}" for one in instance["internship_sites"]
        ],
    }


def _asked(
    service: Service, routes: dict[str, list[str]], rate: float, seconds: float, seed: int
) -> tuple[dict[str, list[float]], int]:
    """Ask at a steady rate; by route the seconds each answer took, and how many were wrong."""
    draw = random.Random(seed)
    names = itertools.cycle(routes)
    plan = [
        (n / rate, name := next(names), draw.choice(routes[name]))
        for n in range(int(rate * seconds))
    ]
    times: dict[str, list[float]] = defaultdict(list)
    lock, turn, wrong = threading.Lock(), iter(plan), [0]
    address = urlsplit(service.address)
    began = time.monotonic() + 0.5

    def ask() -> None:
        line = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
        headers = {"Authorization": f"Bearer {service.key}"}
        while True:
            with lock:
                due, name, path = next(turn, (0.0, "", ""))
            if not path:
                return
            time.sleep(max(0.0, began + due - time.monotonic()))
            line.request("GET", path, headers=headers)
            answer = line.getresponse()
            answer.read()
            took = time.monotonic() - began - due
            with lock:
                times[name].append(took)
                wrong[0] += answer.status != 200

    threads = [threading.Thread(target=ask) for _ in range(ASKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, wrong[0]


def _resident_mib(processes: list[int]) -> float:
    pages = sum(int(Path(f"/proc/{one}/statm").read_text().split()[1]) for one in processes)
    return pages * os.sysconf("SC_PAGE_SIZE") / (1 << 20)


if __name__ == "__main__":
    raise SystemExit(main())
