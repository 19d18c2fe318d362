"""Limits turned into parameters of CP-SAT; the only place that sets any."""

from __future__ import annotations

from ortools.sat.python import cp_model

MEMORY_MIB = 2_000


def solver(
    *,
    seconds: float | None = None,
    work: float | None = None,
    seed: int = 0,
    workers: int = 1,
    presolve: bool = True,
    linearization: int = 2,
) -> cp_model.CpSolver:
    """Make a solver that stops after so many seconds or so much deterministic time.

    One worker with linearization level 2 solves parts of a week about ten times faster
    than any other setting measured; more workers than one lose it.
    """
    made = cp_model.CpSolver()
    made.parameters.num_workers = workers
    made.parameters.linearization_level = linearization
    made.parameters.random_seed = seed
    made.parameters.max_memory_in_mb = MEMORY_MIB
    made.parameters.cp_model_presolve = presolve
    # Ctrl-C belongs to whoever called: CP-SAT's own handler would take the caller's away,
    # and ends the process with an abort when the solve runs in a thread.
    made.parameters.catch_sigint_signal = False
    if seconds is not None:
        made.parameters.max_time_in_seconds = seconds
    if work is not None:
        made.parameters.max_deterministic_time = work
    return made
