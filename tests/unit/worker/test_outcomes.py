"""What a run says beside its timetable."""

from __future__ import annotations

import pytest

from scheduler.domain.runs import Bounds, Outcome, Status
from scheduler.domain.timetable import Timetable
from scheduler.worker.outcomes import nothing_found


def ended(status: Status, timetable: Timetable | None) -> Outcome:
    return Outcome(
        status=status,
        timetable=timetable,
        score=None,
        bounds=Bounds(),
        seconds=4.2,
        first_seconds=None,
        work=0.0,
        workers=1,
        seed=1,
        peak_mib=1.0,
    )


@pytest.mark.parametrize(
    ("status", "found", "said"),
    [
        (
            Status.UNDECIDED,
            False,
            "No timetable was found in 4 seconds, and nothing proves that there is none: ask again"
            " with more seconds.",
        ),
        (Status.INFEASIBLE, False, None),
        (Status.FEASIBLE, True, None),
    ],
)
def test_a_run_that_found_nothing_says_what_to_do(
    status: Status, found: bool, said: str | None
) -> None:
    timetable = Timetable(instance="school") if found else None
    assert nothing_found(ended(status, timetable)) == said
