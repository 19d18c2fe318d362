"""The runs by which the planner is judged: sizes, limits and seeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.quality.results import Case

THREE = (1, 2, 3)
ITS_OWN = (None,)
"""The solver's seed is that of the school."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Runs of which medians are taken together."""

    preset: str
    seconds: float
    planted: bool
    seeds: tuple[int, ...]
    solver_seeds: tuple[int | None, ...]


GATES = (
    Gate("small", 60, False, THREE, THREE),
    Gate("small", 5, True, THREE, THREE),
    Gate("met", 60, False, THREE, THREE),
    Gate("met", 30, True, THREE, THREE),
    Gate("met", 600, False, THREE, THREE),
    Gate("district", 300, True, THREE, ITS_OWN),
    Gate("district", 600, False, THREE, ITS_OWN),
    Gate("network", 1_800, True, (1,), ITS_OWN),
    Gate("network", 3_600, False, (1,), ITS_OWN),
)


def cases(presets: list[str], workers: int, sources: str) -> Iterator[Case]:
    """Every run of the presets named."""
    for gate in GATES:
        if gate.preset in presets:
            for seed in gate.seeds:
                for solver_seed in gate.solver_seeds:
                    yield Case(
                        preset=gate.preset,
                        seed=seed,
                        planted=gate.planted,
                        seconds=gate.seconds,
                        workers=workers,
                        sources=sources,
                        solver_seed=solver_seed,
                    )
