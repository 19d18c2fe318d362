"""``python -m benchmarks.peers.highs``: HiGHS on a program, in a process without ortools.

Both carry a copy of HiGHS and cannot be loaded together. Each better solution is written
to the folder at once, and its name printed.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

import highspy
import numpy as np


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers.highs", description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    began = time.monotonic()
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    highs.setOptionValue("log_to_console", False)
    highs.setOptionValue("threads", wanted.workers)
    highs.setOptionValue("random_seed", wanted.seed)
    arrays = dict(np.load(wanted.program))
    highs.passModel(model_of(arrays))
    costs: list[float] = []

    def keep(values: Any) -> None:
        solution = np.array(values)
        cost = float(arrays["costs"] @ solution)
        if costs and cost > costs[-1] - 0.5:
            return
        costs.append(cost)
        name = f"solution-{len(costs)}.npy"
        np.save(wanted.folder / name, solution)
        print(name, flush=True)

    highs.cbMipImprovingSolution.subscribe(lambda event: keep(event.data_out.mip_solution))
    highs.setOptionValue("time_limit", max(0.1, wanted.seconds - (time.monotonic() - began)))
    highs.run()
    # What is found while the program is simplified at first is not told as it is found.
    if highs.getInfo().primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        keep(highs.getSolution().col_value)
    print("ended", highs.modelStatusToString(highs.getModelStatus()), flush=True)
    return 0


def model_of(arrays: dict[str, np.ndarray]) -> highspy.HighsLp:
    """Make a program of whole numbers of its arrays."""
    program = highspy.HighsLp()
    columns, rows = len(arrays["lows"]), len(arrays["row_lows"])
    program.num_col_, program.num_row_ = columns, rows
    program.col_lower_, program.col_upper_ = arrays["lows"], arrays["highs"]
    program.col_cost_ = arrays["costs"]
    program.row_lower_, program.row_upper_ = arrays["row_lows"], arrays["row_highs"]
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.num_col_, program.a_matrix_.num_row_ = columns, rows
    program.a_matrix_.start_ = arrays["starts"]
    program.a_matrix_.index_ = arrays["indices"]
    program.a_matrix_.value_ = arrays["values"]
    program.integrality_ = [highspy.HighsVarType.kInteger] * columns
    return program


if __name__ == "__main__":
    sys.exit(main())
