"""Parts lose nothing and count nothing twice: by the checker, over schools of every shape."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from scheduler.check import broken, score, violations
from scheduler.domain.timetable import Timetable
from scheduler.solver.exact import solve_exact
from scheduler.solver.explain import reasons
from scheduler.solver.parts.joining import joined, total_score
from scheduler.solver.parts.splitting import Apart, take_apart
from scheduler.solver.problem import Problem
from tests.unit.solver.parts.towns import random_towns

SEEDS = range(6)


@cache
def towns(seed: int) -> Apart:
    return take_apart(random_towns(seed))


@cache
def pieces_of(seed: int) -> list[Timetable]:
    """A timetable of each part; nothing at all where there is none."""
    apart = towns(seed)
    found = (solve_exact(Problem(part), work=0.2).timetable for part in apart.parts)
    return [one or Timetable(instance=apart.instance.id) for one in found]


@pytest.mark.parametrize("seed", SEEDS)
def test_parts_together_are_the_whole(seed: int) -> None:
    apart, pieces = towns(seed), pieces_of(seed)
    instance = apart.instance
    assert len(apart.parts) > 1
    whole = joined(instance.id, pieces)
    assert list(apart.cut(whole)) == pieces
    assert total_score(
        [score(part, piece) for part, piece in zip(apart.parts, pieces, strict=True)]
    ) == score(instance, whole)
    said = [
        violation
        for part, piece in zip(apart.parts, pieces, strict=True)
        for violation in violations(part, piece)
    ]
    assert sorted(map(str, violations(instance, whole))) == sorted(map(str, said))


@pytest.mark.parametrize("seed", SEEDS)
def test_points_against_a_release_add_up_too(seed: int) -> None:
    instance, pieces = towns(seed).instance, pieces_of(seed)
    released = replace(instance, release=joined(instance.id, pieces))
    apart = take_apart(released)
    nothing = Timetable(instance=instance.id)
    assert total_score([score(part, nothing) for part in apart.parts]) == score(released, nothing)
    kept = apart.cut(joined(instance.id, pieces))
    assert [bool(broken(part, one)) for part, one in zip(apart.parts, kept, strict=True)] == [
        one == nothing for one in kept
    ]


def test_demands_of_parts_are_those_of_the_whole() -> None:
    for seed in SEEDS:
        apart = towns(seed)
        assert apart.instance.demands == sum(part.demands for part in apart.parts)


@pytest.mark.parametrize("seed", SEEDS)
def test_reasons_found_part_by_part_are_those_of_the_whole(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    instance = towns(seed).instance
    whole = joined(instance.id, pieces_of(seed))
    at_once = reasons(instance, whole)
    monkeypatch.setattr("scheduler.solver.explain.LARGE", 1)
    assert reasons(instance, whole) == at_once
