"""A service of its own for a benchmark, asked as any program asks it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DIRECTLY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
READY_SECONDS = 120.0


class AwayError(Exception):
    """No answer: the server is down, or went down while it was asked."""


class Service:
    """`fieldweek serve` with a database of its own."""

    def __init__(self, database: str, settings: Mapping[str, str], *, workers: int = 1) -> None:
        told = {"FIELDWEEK_DATABASE": database, "FIELDWEEK_LOG_LEVEL": "warning", **settings}
        words = ["serve", "--port", "0", "--workers", str(workers)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "scheduler.cli", *words],
            env={**os.environ, **told},
            stderr=subprocess.PIPE,
            text=True,
            process_group=0,
        )
        self.said: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.address = self._said(r"Fieldweek is at (\S+)")
        self.key = ""

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self.said.append(line)

    def _said(self, pattern: str) -> str:
        deadline = time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            if found := re.search(pattern, "".join(self.said)):
                return found.group(1)
            time.sleep(0.05)
        raise RuntimeError("the service did not start:\n" + "".join(self.said))

    def sign_in(self, scopes: list[str]) -> None:
        """Come in by the first link, and go on with an API key."""
        token = self._said(r"/sign-in/(\S+)")
        request = self._request("POST", "/v1/sign-in/link", {"token": token})
        with DIRECTLY.open(request, timeout=30) as answer:
            cookie = answer.headers["Set-Cookie"].partition(";")[0]
        headers = {"Cookie": cookie, "Origin": self.address, "Idempotency-Key": new_key()}
        wanted = {"name": "benchmark", "scopes": scopes, "expires_at": None}
        request = self._request("POST", "/v1/api-keys", wanted, headers)
        with DIRECTLY.open(request, timeout=30) as answer:
            self.key = json.load(answer)["key"]

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        key: str | None = None,
        read: str | None = None,
    ) -> tuple[int, Any]:
        """One question: status and JSON of the answer; ``read`` is the ETag that was read.

        Raises
        ------
        AwayError
            There was none.

        """
        headers = {"Authorization": f"Bearer {self.key}"}
        if key is not None:
            headers["Idempotency-Key"] = key
        if read is not None:
            headers["If-Match"] = read
        try:
            request = self._request(method, path, body, headers)
            with DIRECTLY.open(request, timeout=60) as answer:
                return answer.status, json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            with error:
                return error.code, json.loads(error.read() or b"null")
        except (OSError, ValueError) as error:
            raise AwayError from error
        except Exception as error:  # http.client's own, where an answer breaks off
            raise AwayError from error

    def _request(
        self, method: str, path: str, body: Any, headers: Mapping[str, str] | None = None
    ) -> urllib.request.Request:
        data = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, dict(headers or {}))
        request.method = method
        if data is not None:
            request.add_header("Content-Type", "application/json")
        return request

    def processes(self) -> dict[str, list[int]]:
        """What can be killed: ``server``, ``worker`` and ``solver``."""
        found: dict[str, list[int]] = {"server": [], "worker": [], "solver": []}
        for process in self.descendants():
            try:
                words = Path(f"/proc/{process}/cmdline").read_bytes().decode(errors="replace")
                leads = os.getpgid(process) == process
            except OSError:
                continue
            if "scheduler.asgi" in words:
                found["server"].append(process)
            elif "scheduler.worker" in words:
                found["worker"].append(process)
            elif "forkserver" in words and leads:
                found["solver"].append(process)
        return found

    def descendants(self) -> set[int]:
        """Every process that came of the service."""
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

    def end(self) -> int:
        """End it in peace."""
        self.process.terminate()
        status = self.process.wait(60)
        self._reader.join(10)
        if self.process.stderr is not None:
            self.process.stderr.close()
        return status


def new_key() -> str:
    """A key for something to be done once."""
    return str(uuid.uuid4())
