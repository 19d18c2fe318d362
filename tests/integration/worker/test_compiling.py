"""Whoever ends a worker while the solver is still being compiled ends the compiling, too."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scheduler.store.migrations import migrate
from tests.integration.worker.running import Worker, is_alive, until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
]
WITH_COMPILER = 3
"""Processes: the server that children are forked from, its tracker, and who compiles."""
ALL = 60
"""Fewer functions than are kept on disk when all are compiled."""


@pytest.mark.parametrize("how", ["kill", "leave"])
def test_nobody_compiles_on(how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NUMBA_CACHE_DIR", raising=False)
    url = f"sqlite:///{tmp_path / 'school.db'}"
    migrate(url)
    worker = Worker(url, XDG_CACHE_HOME=str(tmp_path))
    try:
        until(lambda: len(worker.children()) >= WITH_COMPILER, "nothing is compiled")
        started = worker.children()
        if how == "leave":
            assert worker.leave() == 0
    finally:
        worker.kill()
    until(lambda: not any(map(is_alive, started)), "a process outlived its worker")
    assert len(list(tmp_path.rglob("*.nbi"))) < ALL
