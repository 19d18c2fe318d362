"""What is run, and what came of it, kept as JSON lines so that a stop loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One run: which instance of which benchmark, which limits, which state of the sources."""

    benchmark: str
    instance: str
    seconds: float
    workers: int
    seed: int
    sources: str

    @property
    def name(self) -> str:
        return f"{self.benchmark} {self.instance}, seed {self.seed}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a benchmark's own measure says of our answer."""

    case: Case
    value: tuple[int, ...]
    """Parts of the measure, the one that counts first before the others; less is better."""
    broken: tuple[str, ...]
    """Rules of the benchmark that the answer breaks, a sentence each."""
    violations: int
    """Rules of ours that the timetable breaks."""
    seconds: float
    first_seconds: float | None
    processor_seconds: float | None
    """None where other processes solve too."""

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
        found |= {"value": tuple(found["value"]), "broken": tuple(found["broken"])}
        yield Judged(**{**found, "case": Case(**found["case"])})
