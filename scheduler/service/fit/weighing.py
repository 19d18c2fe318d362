"""Candidates weighed: what each would come to, checked, and what is in the way of the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from scheduler.domain.ids import SectionId, StudentId
from scheduler.domain.moves import Enrol, Move, Withdraw
from scheduler.service.fit.answers import Fit
from scheduler.service.fit.concerned import linked
from scheduler.service.fit.ground import Ground
from scheduler.service.fit.trial import tried
from scheduler.service.moves.saying import said

MOST_TRIED = 12
"""Candidates of one question that are tried; trying one takes some milliseconds."""


class Scales:
    """Tries candidates one after the other, as many as one question may."""

    def __init__(self, ground: Ground, asked: Iterable[str], most: int = MOST_TRIED) -> None:
        self.ground = ground
        self.asked = frozenset(asked)
        self.left = most

    def weighed(
        self,
        fit: Fit,
        moves: Sequence[Move],
        others: Sequence[Move] = (),
        advisor: tuple[str, str] | None = None,
    ) -> Fit:
        """Say what a candidate would come to; what the checker says is in its way.

        Parameters
        ----------
        others
            Moves by which others make way, made before.
        """
        if self.left < 1:
            return replace(fit, blocker="not looked at: enough others come before it")
        self.left -= 1
        made = _once(self.ground, [*others, *moves])
        trial = tried(self.ground, made, advisor)
        if trial.violations:
            return replace(fit, blocker=trial.violations[0].message)
        how = " ".join(said(self.ground.instance, one, str) for one in others if one in made)
        named = self.asked | {fit.who}
        return replace(
            fit,
            blocker=None,
            moves=made,
            unplaced=trial.unplaced,
            goals=trial.goals,
            softened=trial.softened,
            minutes=trial.minutes,
            touched=tuple(one for one in trial.touched if one not in named),
            how=how,
        )


def _once(ground: Ground, moves: Sequence[Move]) -> tuple[Move, ...]:
    """Leave out leaving a section that was left already, alone or along with another."""
    left: set[tuple[StudentId, SectionId]] = set()
    made: list[Move] = []
    for move in moves:
        if isinstance(move, Withdraw | Enrol):
            along = {(move.student, one) for one in linked(ground.instance, move.section)}
            if isinstance(move, Enrol):
                left -= along
            elif (move.student, move.section) in left:
                continue
            else:
                left |= along
        made.append(move)
    return tuple(made)


def ranked(fits: Iterable[Fit]) -> tuple[Fit, ...]:
    """Put what works first: fewest unplaced, fewest others touched, fewest points."""
    return tuple(
        sorted(
            fits,
            key=lambda one: (
                not one.works,
                one.unplaced,
                len(one.touched),
                one.points,
                one.minutes,
            ),
        )
    )
