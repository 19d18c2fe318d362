"""1,000 marks a second, one a request, each acknowledged once it is on the disk.

    python -m benchmarks.attendance.writes [--rate 1000] [--seconds 600] [--boards 50]
    python -m benchmarks.attendance.writes --rate 200 --kills 50

The web process as it is run, on SQLite; 30,000 phones of a network with 12,000 sites. With
``--boards`` so many boards are open meanwhile, every tenth of the whole network by school, the
others of one school each by site, and it is measured how long after its acknowledgement a mark is
on the boards that show it (of every tenth mark). With ``--kills`` the process is killed so often
at random moments under load, and started again; the load lasts as long as that does. At the end
every mark that was acknowledged must be there once, and none that was not sent.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import multiprocessing
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import closing, suppress
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Event
from pathlib import Path
from random import Random

from benchmarks.attendance.load import Phones, Tally
from benchmarks.attendance.open_boards import OpenBoards
from benchmarks.attendance.ordered import percentiles
from benchmarks.attendance.seeding import Seeded, seed

DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
READY_SECONDS = 300.0
MOST_BETWEEN_KILLS = 3.0
"""Seconds from when it takes marks again to the next kill."""


class Server:
    """The web process, on a port that stays the same when it is started again."""

    def __init__(self, database: str, log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.database, self.log = database, log
        self.readies: list[float] = []
        self.start()

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        told = {
            "FIELDWEEK_DATABASE": self.database,
            "FIELDWEEK_PORT": str(self.port),
            "FIELDWEEK_LOG_LEVEL": "warning",
        }
        begun = time.monotonic()
        with self.log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "scheduler.asgi"], env=os.environ | told, stderr=out
            )
        while time.monotonic() < begun + READY_SECONDS:
            with suppress(OSError, urllib.error.URLError):
                url = f"http://127.0.0.1:{self.port}/readyz"
                with DIRECTLY.open(url, timeout=5) as answer:
                    if answer.status == 200:
                        self.readies.append(time.monotonic() - begun)
                        return
            if self.process.poll() is not None:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.02)
        raise RuntimeError("the web process is not ready")

    def wait_for_marks(self) -> None:
        """Wait until it has taken a mark since it was started."""
        taken = 'fieldweek_requests_total{method="POST",route="/v1/marks",status="201"}'
        begun = time.monotonic()
        while time.monotonic() < begun + READY_SECONDS:
            with suppress(OSError, urllib.error.URLError):
                url = f"http://127.0.0.1:{self.port}/metrics"
                with DIRECTLY.open(url, timeout=30) as answer:
                    if taken in answer.read().decode():
                        return
            time.sleep(0.02)
        raise RuntimeError("no mark is taken")

    def kill(self) -> None:
        """Let it die at once, as if the power went."""
        self.process.kill()
        self.process.wait()

    def processor_seconds(self) -> float:
        """Processor seconds that it has used."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        """End it in peace."""
        self.process.terminate()
        self.process.wait(60)


def _phones(
    out: Queue[Tally],
    port: int,
    seeded: Seeded,
    number: int,
    rate: float,
    seconds: float,
    over: Event,
) -> None:
    phones = Phones(port, seeded.term, seeded.phones, number)
    out.put(asyncio.run(phones.send(rate, seconds, over.is_set)))


def load(
    port: int,
    seeded: Seeded,
    rate: float,
    seconds: float,
    processes: int,
    leaving: threading.Event | None = None,
) -> Tally:
    """Load the server from some processes, and put together what they saw."""
    spawn = multiprocessing.get_context("spawn")
    over = spawn.Event()
    out = spawn.Queue()
    some = [
        spawn.Process(target=_phones, args=(out, port, seeded, n, rate / processes, seconds, over))
        for n in range(processes)
    ]
    for one in some:
        one.start()
    if leaving is not None:
        leaving.wait()
        over.set()
    whole = Tally()
    for _ in some:
        tally = out.get()
        whole.latencies += tally.latencies
        whole.acknowledged += tally.acknowledged
        whole.statuses += tally.statuses
        whole.repeats += tally.repeats
        whole.heard += tally.heard
        whole.seconds = max(whole.seconds, tally.seconds)
    for one in some:
        one.join()
    return whole


def kill_at_random(server: Server, kills: int, over: threading.Event) -> None:
    """Kill it so often, each time a random while after it began to take marks again."""
    draw = Random(1)
    for _ in range(kills):
        server.wait_for_marks()
        time.sleep(draw.uniform(0.05, MOST_BETWEEN_KILLS))
        server.kill()
        server.start()
    over.set()


def lost_and_found(path: Path, sent: Tally) -> tuple[int, int, int]:
    """Say how many marks were acknowledged and are not there, how many are there that were not
    acknowledged, and how many there are."""
    with closing(sqlite3.connect(path)) as store:
        there = [id for (id,) in store.execute("SELECT id FROM marks")]
    known, acknowledged = set(there), set(sent.acknowledged)
    assert len(known) == len(there), "a mark is there twice"
    return len(acknowledged - known), len(known - acknowledged), len(there)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--preset", default="network")
    parser.add_argument("--rate", type=float, default=1000)
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--processes", type=int, default=1, help="of the load")
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--boards", type=int, default=0, help="open while marks are written")
    parser.add_argument("--folder", type=Path, default=Path("out/attendance"))
    args = parser.parse_args()
    seeded = seed(args.folder, args.preset)
    path = args.folder / "under-load.db"
    for old in args.folder.glob("under-load.db*"):
        old.unlink()
    shutil.copy(args.folder / f"{args.preset}.db", path)
    server = Server(f"sqlite:///{path}", args.folder / "server.log")
    warmed = load(server.port, seeded, 20, 15 if args.preset == "network" else 3, 1)
    if args.boards and args.kills:
        parser.error("boards are not opened again after a kill: ask for one of them at a time")
    leaving = threading.Event()
    killer = threading.Thread(target=kill_at_random, args=(server, args.kills, leaving))
    opened = OpenBoards(path, seeded, server.port, args.boards) if args.boards else None
    used = server.processor_seconds()
    killer.start()
    sent = (
        load(server.port, seeded, args.rate, math.inf, args.processes, leaving)
        if args.kills
        else load(server.port, seeded, args.rate, args.seconds, args.processes)
    )
    used = server.processor_seconds() - used
    killer.join()
    seen = opened.latencies(sent) if opened is not None else []
    server.end()
    count = len(sent.acknowledged)
    sent.acknowledged += warmed.acknowledged
    lost, unknown, there = lost_and_found(path, sent)
    found = {
        "seconds": round(sent.seconds, 1),
        "acknowledged": count,
        "each_second": round(count / sent.seconds, 1),
        "latency_ms": percentiles(sent.latencies),
        "boards": args.boards,
        "on_a_board_ms": percentiles(seen) if seen else None,
        "looked_for_on_boards": len(seen),
        "statuses": dict(sorted(sent.statuses.items())),
        "repeats": sent.repeats,
        "kills": len(server.readies) - 1,
        "ready_seconds": [round(one, 2) for one in sorted(server.readies)[-3:]],
        "server_processor_ms_each": None if args.kills else round(1000 * used / count, 3),
        "there": there,
        "lost": lost,
        "not_sent": unknown,
    }
    print(json.dumps(found, indent=2))
    return 0 if lost == 0 and unknown == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
