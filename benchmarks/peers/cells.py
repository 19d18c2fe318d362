"""Cells of the table, and what came of each, kept as JSON lines: a stop loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One run: which peer, which school, which limits, which state of the sources."""

    peer: str
    preset: str
    school: int
    """Seed of the school."""
    seed: int
    """Seed of the peer."""
    planted: bool
    seconds: float
    workers: int
    sources: str

    @property
    def of_ours(self) -> Cell:
        """Our own run of the same school with the same limits."""
        return replace(self, peer="ours")

    @property
    def of_ours_held(self) -> Cell:
        """Our own run without the items that this one leaves out."""
        return replace(self, peer=f"ours, held at {self.peer}")

    @property
    def name(self) -> str:
        planted = ", planted" if self.planted else ""
        return f"{self.peer}: {self.preset}{planted} {self.school}, seed {self.seed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What our checker found in a peer's timetable; without a score there is none."""

    cell: Cell
    students: int
    first_seconds: float | None = None
    seconds: float = 0.0
    wall: float = 0.0
    """Seconds of the whole process, start-up included."""
    exit_status: int = 0
    says: str = ""
    violations: int | None = None
    rules: tuple[str, ...] = ()
    """Rules that are broken."""
    unplaced: tuple[int, int, int] | None = None
    penalty: int | None = None
    missing: str = ""
    """What this machine lacks for the peer, and how to install it."""

    def with_score(
        self,
        violations: int,
        rules: tuple[str, ...],
        unplaced: tuple[int, int, int],
        penalty: int,
    ) -> Judged:
        return replace(self, violations=violations, rules=rules, unplaced=unplaced, penalty=penalty)

    def line(self) -> str:
        return json.dumps(asdict(self), sort_keys=True)


def read_judged(path: Path) -> Iterator[Judged]:
    """Read what was run before; a last line cut short by a stop is left out."""
    if not path.exists():
        return
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            found = json.loads(line)
        except ValueError:
            continue
        found["cell"] = Cell(**found["cell"])
        found["rules"] = tuple(found["rules"])
        if found["unplaced"] is not None:
            found["unplaced"] = tuple(found["unplaced"])
        yield Judged(**found)
