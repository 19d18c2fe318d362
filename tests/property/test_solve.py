"""Whatever is solved: every yes survives the check, and every no has a reason."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.check import broken, score
from scheduler.domain.instance import Instance, Pins
from scheduler.domain.runs import Limits, Outcome, Progress, Status
from scheduler.domain.timetable import Timetable
from scheduler.files import timetable_bytes
from scheduler.made import make
from scheduler.solver import solve
from scheduler.solver.explain import reasons
from tests.property.small_schools import schools

small = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def assert_honest(instance: Instance, outcome: Outcome) -> None:
    """A timetable passes and is worth what is said, bounds hold, a no says why."""
    if outcome.timetable is None:
        assert outcome.score is None
        assert outcome.status in (Status.INFEASIBLE, Status.UNDECIDED)
        if outcome.status is Status.INFEASIBLE:
            assert outcome.conflict is not None
            assert outcome.conflict.statements
        return
    assert broken(instance, outcome.timetable) == []
    assert outcome.score == score(instance, outcome.timetable)
    assert outcome.bounds.unplaced <= sum(outcome.score.unplaced)
    assert outcome.bounds.penalty <= outcome.score.penalty
    said = reasons(instance, outcome.timetable)
    assert {reason.item for reason in said} == set(outcome.timetable.unplaced)
    assert all(reason.blockers for reason in said)


@given(schools, st.integers(0, 3))
@settings(small, max_examples=30)
def test_every_yes_survives_the_check_and_every_no_has_a_reason(
    instance: Instance, seed: int
) -> None:
    assert_honest(instance, solve(instance, Limits(work=0.3, seed=seed)))


@given(schools)
@settings(small, max_examples=10)
def test_what_is_pinned_stays(instance: Instance) -> None:
    first = solve(instance, Limits(work=0.2)).timetable
    if first is None:
        return
    kept = Timetable(
        instance=instance.id,
        days_out=first.days_out[::2],
        meetings=first.meetings[:1],
        sections=first.sections[:1],
        enrolments=tuple(
            e
            for e in first.enrolments
            if first.sections[:1] and e.section == first.sections[0].section
        ),
    )
    pinned = replace(instance, pins=Pins(timetable=kept))
    outcome = solve(pinned, Limits(work=0.5, seed=1))
    assert outcome.status is not Status.INFEASIBLE
    assert_honest(pinned, outcome)


@given(schools)
@settings(small, max_examples=10)
def test_the_answer_is_never_worse_than_the_start(instance: Instance) -> None:
    start = solve(instance, Limits(work=0.05, seed=1)).timetable
    if start is None:
        return
    outcome = solve(instance, Limits(work=0.01, seed=2), start=start)
    assert outcome.score is not None
    assert outcome.score.rank <= score(instance, start).rank


@given(schools, st.integers(0, 3))
@settings(small, max_examples=4)
def test_one_worker_seed_and_work_give_the_same_bytes(instance: Instance, seed: int) -> None:
    def found() -> bytes | None:
        timetable = solve(instance, Limits(work=0.1, seed=seed)).timetable
        return None if timetable is None else timetable_bytes(timetable)

    assert found() == found()


def test_stopping_keeps_the_best_so_far() -> None:
    instance = make("small", 1).instance
    seen: list[tuple[int, ...]] = []

    def hear(progress: Progress) -> None:
        if progress.unplaced is not None and progress.penalty is not None:
            seen.append((*progress.unplaced, progress.penalty))

    outcome = solve(
        instance,
        Limits(seconds=300),
        on_progress=hear,
        should_stop=lambda: bool(seen),
    )
    assert outcome.stopped
    assert outcome.seconds < 60
    assert outcome.score is not None
    assert outcome.score.rank <= min(seen)
    assert_honest(instance, outcome)
