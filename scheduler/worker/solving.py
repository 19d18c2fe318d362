"""A child process as its worker sees it: started, heard, stopped, ended."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import time
from pathlib import Path

from scheduler import children
from scheduler.worker.child import NO_MEMORY, STOP, Gone, Last, Task, Told, live

LOOK_SECONDS = 0.5
"""Between two looks at the memory of a run."""


class Solving:
    """One run being planned in a process group of its own."""

    def __init__(self, task: Task) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._task = task
        # It has helpers, and ends when the pipe does.
        self._child = children.start(live, (theirs,), daemon=False)
        theirs.close()
        self._looked = time.monotonic()
        self._over = False
        with contextlib.suppress(OSError):  # it is gone already: told() will say so
            self._pipe.send(task)

    @property
    def group(self) -> int:
        """The process group of the child and its helpers."""
        assert self._child.pid is not None
        return self._child.pid

    def told(self, seconds: float) -> list[Told]:
        """Wait at most so long for words of the child, and give all there are."""
        heard: list[Told] = []
        if self._over:
            return heard
        try:
            if self._pipe.poll(seconds):
                while not self._over and self._pipe.poll():
                    heard.append(self._pipe.recv())
                    self._over = isinstance(heard[-1], Last)  # after it the pipe ends
        except (EOFError, OSError):
            heard.append(Gone(self._how_it_died()))
        if not any(isinstance(word, Last) for word in heard):
            heard += self._too_much_memory()
        self._over = any(isinstance(word, Last) for word in heard)
        return heard

    def stop(self) -> None:
        """Ask for an end with the best so far."""
        with contextlib.suppress(OSError):
            self._pipe.send(STOP)

    def end(self) -> None:
        """End the child and every helper of it, whatever they are doing."""
        self._over = True
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.group, signal.SIGKILL)
        self._child.kill()
        self._child.join()
        self._pipe.close()

    def _how_it_died(self) -> str:
        self._child.join(5.0)
        status = self._child.exitcode
        if status == -signal.SIGKILL:
            return "The solver's process was killed, perhaps by the system for want of memory."
        if status == NO_MEMORY:
            return f"The solver needed more than the {self._task.memory_mib:,} MiB allowed."
        if status == -signal.SIGABRT:
            return "The solver's process gave up, most likely for want of memory."
        return f"The solver's process ended unexpectedly (status {status})."

    def _too_much_memory(self) -> list[Told]:
        now = time.monotonic()
        if now - self._looked < LOOK_SECONDS:
            return []
        self._looked = now
        held = memory_mib(self.group)
        if held <= self._task.memory_mib:
            return []
        return [
            Gone(
                f"The solver held {held:,.0f} MiB of memory, "
                f"more than the {self._task.memory_mib:,} MiB allowed."
            )
        ]


def memory_mib(group: int) -> float:
    """Memory held by the processes of a group, shared pages shared out; 0 where unknown."""
    total = 0
    for process in members(group):
        with contextlib.suppress(OSError, ValueError):
            for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def members(group: int) -> list[int]:
    """Process ids of a group, where the system lists processes."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, ValueError, IndexError):
            # The name in parentheses may hold spaces: what follows it is regular.
            fields = (entry / "stat").read_text().rpartition(")")[2].split()
            if int(fields[2]) == group and fields[0] != "Z":
                found.append(int(entry.name))
    return found
