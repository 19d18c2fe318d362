"""One command is the whole service, and nothing of it outlives the command."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Said
from tests.integration.worker.running import Worker, is_alive, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
]
DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Service(Worker):
    """`fieldweek serve` as somebody starts it."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scheduler.cli", "serve", "--port", "0"],
            env={**os.environ, "FIELDWEEK_DATABASE": f"sqlite:///{folder / 'school.db'}"},
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )
        self.said = ""
        self.address = self.waits_for(r"Fieldweek is at (\S+)")

    def waits_for(self, pattern: str) -> str:
        assert self.process.stderr is not None
        while not (found := re.search(pattern, self.said)):
            line = self.process.stderr.readline()
            assert line, self.said
            self.said += line
            assert "does not answer" not in line, self.said
        return found.group(1)

    def child(self, module: str) -> int:
        """The process that it started for a part of the service."""
        for one in self.children():
            words = Path(f"/proc/{one}/cmdline").read_bytes().split(b"\0")
            if module.encode() in words:
                return one
        return 0


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    served = Service(tmp_path)
    started = served.children()
    try:
        yield served
        started |= served.children()
    finally:
        served.kill()
        assert served.process.stderr is not None
        served.process.stderr.close()
    until(lambda: not any(map(is_alive, started)), "a process outlived the service")


def answer(url: str, body: Any = None) -> int:
    data = None if body is None else json.dumps(body).encode()
    headers = {"Content-Type": "application/json"}
    try:
        with DIRECTLY.open(urllib.request.Request(url, data, headers), timeout=20) as got:
            return int(got.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except OSError:
        return 0


def test_the_first_link_signs_in_once(service: Service) -> None:
    token = service.waits_for(r"/sign-in/(\S+)")
    links = f"{service.address}/v1/sign-in/link"
    assert answer(links, {"token": token}) == 204
    assert answer(links, {"token": token}) == 401


def test_what_dies_is_started_again(service: Service) -> None:
    os.kill(service.child("scheduler.asgi"), signal.SIGKILL)
    until(lambda: answer(f"{service.address}/v1/openapi.json") == 200, "the server is away")
    until(lambda: service.child("scheduler.worker") != 0, "there is no worker")
    before = service.child("scheduler.worker")
    os.kill(before, signal.SIGKILL)
    until(lambda: service.child("scheduler.worker") not in (0, before), "the worker is away")


def test_it_ends_in_peace_with_all_its_processes(service: Service) -> None:
    until(lambda: service.child("scheduler.worker") != 0, "there is no worker")
    started = service.children()
    service.process.send_signal(signal.SIGTERM)
    assert service.process.wait(60) == 0
    until(lambda: not any(map(is_alive, started)), "a process outlived the service")


def test_a_sign_in_that_cannot_work_is_said_before_anything_starts(
    fieldweek: Callable[..., Said], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FIELDWEEK_OIDC_ISSUER", "http://id.example")
    said = fieldweek("serve", "--port", 0)
    assert said.status == 3
    assert "FIELDWEEK_OIDC_ISSUER" in said.err


def test_a_port_in_use_is_said(fieldweek: Callable[..., Said], tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = fieldweek("serve", "--port", port)
    assert said.status == 2
    assert f"Port {port}" in said.err and "--port" in said.err
