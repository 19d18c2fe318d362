"""Which workshops the students of a made-up school site ask for."""

from __future__ import annotations

from scheduler.domain.ids import WorkshopId
from scheduler.domain.people import Request, RequestKind
from scheduler.made.dice import Dice
from scheduler.made.drafts import CampusDraft
from scheduler.made.offer import SectionDraft, WorkshopDraft
from scheduler.made.presets import Density

_MUSTS = 2
_MUST_FILL = 920
"""Per mille of a workshop's seats that may be asked for as musts."""


def draw_counts(dice: Dice, campus: CampusDraft, density: Density) -> list[int]:
    """How many requests each student of a school site makes."""
    return [dice.weighted(density.requests) for _ in campus.students]


def draw_requests(
    dice: Dice,
    campus: CampusDraft,
    density: Density,
    workshops: list[WorkshopDraft],
    counts: list[int],
) -> None:
    """Let students ask by how popular a workshop is, whoever else asks for it."""
    offered = [one for one in workshops if not one.comes_along]
    seats = [sum(section.most for section in one.sections) for one in offered]
    musts = [0] * len(offered)
    for student, count in zip(campus.students, counts, strict=True):
        weights = [one.popular for one in offered]
        for number in range(min(count, len(offered))):
            kind = RequestKind.MUST if number < _must_count(dice, number) else RequestKind.WISH
            now = list(weights)
            if kind is RequestKind.MUST:
                for i in range(len(offered)):
                    if musts[i] * 1000 >= seats[i] * _MUST_FILL:
                        now[i] = 0
            chosen = dice.weighted(now if sum(now) else weights)
            weights[chosen] = 0
            musts[chosen] += kind is RequestKind.MUST
            student.requests.append(
                Request(
                    workshop=offered[chosen].id,
                    kind=kind,
                    alternatives=_alternative(dice, density, offered, weights),
                )
            )
        _drop_own_alternatives(student.requests)


def ask_for(
    dice: Dice,
    campus: CampusDraft,
    density: Density,
    workshops: list[WorkshopDraft],
    taken: dict[str, list[SectionDraft]],
) -> None:
    """Let students ask for just what they have in the hidden timetable."""
    offered = [one for one in workshops if not one.comes_along]
    for student in campus.students:
        had = [section.workshop.id for section in dice.shuffled(taken[student.id])]
        rest = dice.shuffled([one.id for one in offered if one.id not in had])
        for number, workshop in enumerate(had):
            chosen: tuple[WorkshopId, ...] = (workshop,)
            if rest and dice.chance(density.alternative):
                # Whichever of the two stands first, the hidden timetable has one of them.
                chosen = (workshop, rest.pop()) if dice.chance(600) else (rest.pop(), workshop)
            kind = RequestKind.MUST if number < _must_count(dice, number) else RequestKind.WISH
            student.requests.append(Request(workshop=chosen[0], kind=kind, alternatives=chosen[1:]))


def _must_count(dice: Dice, number: int) -> int:
    """Two musts; a third request is one now and then."""
    return _MUSTS + (number == _MUSTS and dice.chance(60))


def _alternative(
    dice: Dice, density: Density, offered: list[WorkshopDraft], weights: list[int]
) -> tuple[WorkshopId, ...]:
    if not dice.chance(density.alternative) or not sum(weights):
        return ()
    return (offered[dice.weighted(weights)].id,)


def _drop_own_alternatives(requests: list[Request]) -> None:
    """Nothing that a student asks for is asked for again as an alternative."""
    asked = {one.workshop for one in requests}
    for index, one in enumerate(requests):
        kept = tuple(other for other in one.alternatives if other not in asked)
        asked.update(kept)
        requests[index] = Request(workshop=one.workshop, kind=one.kind, alternatives=kept)
