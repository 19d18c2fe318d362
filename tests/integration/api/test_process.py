"""The web process as it is started: light, soon ready, and gone when told to go."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.serving import Running, served

MOST_MIB = 150


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with served(tmp_path_factory.mktemp("running")) as found:
        yield found


@pytest.fixture
def leaving(tmp_path: Path) -> Iterator[Running]:
    with served(tmp_path) as found:
        yield found


def test_it_never_loads_the_solver() -> None:
    script = (
        "import sys, scheduler.asgi\n"
        "heavy = {'ortools', 'numba', 'pandas', 'networkx', 'matplotlib', 'scheduler.solver'}\n"
        "assert not heavy & sys.modules.keys(), heavy & sys.modules.keys()\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_is_light_tells_figures_and_goes_when_told(leaving: Running) -> None:
    assert leaving.get("/healthz") == (200, b'{"status":"ok"}')
    assert leaving.get("/v1/me")[0] == 401
    assert leaving.get("/v1/openapi.json")[0] == 200
    status = Path(f"/proc/{leaving.process.pid}/status").read_text()
    (resident,) = [line for line in status.splitlines() if line.startswith("VmRSS")]
    assert int(resident.split()[1]) / 1024 < MOST_MIB
    figures = leaving.get("/metrics")[1].decode()
    assert 'fieldweek_requests_total{method="GET",route="/v1/me",status="401"} 1.0' in figures
    assert 'fieldweek_runs{state="queued"} 0.0' in figures
    leaving.process.send_signal(signal.SIGTERM)
    assert leaving.process.wait(20) == 0
    lines = [json.loads(line) for line in leaving.log.read_text().splitlines()]
    assert [one for one in lines if one["level"] in ("error", "critical")] == []
    (asked,) = [one for one in lines if one.get("route") == "/v1/me"]
    assert (asked["status"], len(asked["request"])) == (401, 16)


def test_figures_are_for_this_machine_or_whoever_has_the_token(running: Running) -> None:
    from fastapi.testclient import TestClient

    from scheduler.store.engine import open_store
    from tests.asking import an_app

    store = open_store(f"sqlite:///{running.log.parent / 'fieldweek.db'}")
    far = TestClient(an_app(store), client=("10.1.1.1", 1))
    assert far.get("/metrics").status_code == 404
    far = TestClient(an_app(store, metrics_token="t0p"), client=("10.1.1.1", 1))
    assert far.get("/metrics").status_code == 404
    good = {"Authorization": "Bearer t0p"}
    assert far.get("/metrics", headers=good).status_code == 200
    store.close()


def test_who_sends_too_much_hears_so(running: Running) -> None:
    """Not that the connection was reset, also where it is to end after the answer."""
    for path in ("/v1/api-keys", "/v1/instances"):
        body = b" " * 6_000_000
        sent = {"Content-Type": "application/json", "Connection": "close"}
        wire = http.client.HTTPConnection(running.address.removeprefix("http://"), timeout=20)
        with closing(wire):
            wire.request("POST", path, body, sent)
            got = wire.getresponse()
            answer = json.loads(got.read())
        told = (got.status, answer["code"])
        assert told == ((413, "too-large") if path == "/v1/api-keys" else (401, "not-signed-in"))


def test_a_head_without_an_end_is_cut_off(running: Running) -> None:
    host, port = running.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Long: ")
        with pytest.raises(OSError):  # the other end is gone; what it is called varies
            for _ in range(400):
                wire.sendall(b"a" * 65_536)
    assert running.get("/healthz")[0] == 200
