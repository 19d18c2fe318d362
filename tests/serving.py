"""The web process as people run it, and a worker beside it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@dataclass
class Running:
    process: subprocess.Popen[bytes]
    address: str
    database: str
    log: Path

    def get(self, path: str) -> tuple[int, bytes]:
        try:
            with _DIRECTLY.open(f"{self.address}{path}", timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()


@contextmanager
def served(folder: Path, *, worker: bool = False, **settings: str) -> Iterator[Running]:
    """The web process on a new SQLite store, ready; it is ended at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = f"sqlite:///{folder / 'fieldweek.db'}"
    told = {"FIELDWEEK_DATABASE": database, "FIELDWEEK_PORT": str(port)}
    told |= {f"FIELDWEEK_{name.upper()}": value for name, value in settings.items()}
    log = folder / "log"
    with log.open("wb") as out:
        process = _start("scheduler.asgi", told, out.fileno())
        found = Running(process, f"http://127.0.0.1:{port}", database, log)
        helper = None
        try:
            _wait(found)
            helper = _start("scheduler.worker", told, out.fileno()) if worker else None
            yield found
        finally:
            for one in (helper, process):
                if one is not None:
                    one.terminate()
                    try:
                        one.wait(30)
                    except subprocess.TimeoutExpired:
                        one.kill()
                        one.wait()


def _start(module: str, told: dict[str, str], log: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", module], env=os.environ | told, stderr=log)


def _wait(running: Running) -> None:
    deadline = time.monotonic() + 60
    while True:
        try:
            if running.get("/readyz")[0] == 200:
                return
        except OSError:
            pass
        assert running.process.poll() is None, running.log.read_text()
        assert time.monotonic() < deadline, running.log.read_text()
        time.sleep(0.1)
