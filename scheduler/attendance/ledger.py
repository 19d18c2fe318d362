"""Folding marks into a standing, whatever order they came in and however often.

The fold looks at a set of marks, never at a sequence. In short:

1. a mark that a correction supersedes is out (`standing_marks`);
2. what was planned (notes, sick, trips) is parted from what was seen;
3. each witness is heard once, by the mark of most authority, then of latest effect, then of
   the greatest id; the van and the students themselves are heard and decide nothing;
4. the word of most authority holds; a plan explains an absence and never makes one;
5. minutes are counted between coming and going, less what is excused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from scheduler.attendance.flags import flags_of
from scheduler.attendance.hearing import DECIDES, Heard, Reading, concerns
from scheduler.attendance.minutes import excused_times, late_and_early, length, spent, times
from scheduler.attendance.superseding import standing_marks
from scheduler.domain.attendance import Mark, Witness
from scheduler.domain.codes import Codes, Counts, Scope
from scheduler.domain.standing import Expected, Flag, Presence, Standing


def fold(expected: Expected, marks: Iterable[Mark], reading: Reading) -> Standing:
    """Say how it stands with one line of the register by the marks of that student and date."""
    return fold_standing(expected, standing_marks(marks), reading)


def fold_standing(expected: Expected, live: Sequence[Mark], reading: Reading) -> Standing:
    """Fold marks of which it is known that they still stand: `standing_marks` gives them."""
    heard = [
        Heard(mark, code)
        for mark in live
        if (code := reading.codes.get(mark.code)) is not None and concerns(mark, code, expected)
    ]
    is_elsewhere = _is_elsewhere(live, expected, reading.codes)
    if not heard:
        return ELSEWHERE if is_elsewhere else SILENCE
    plans: list[Heard] = []
    seen: list[Heard] = []
    for one in heard:
        (plans if one.is_plan else seen).append(one)
    best = _best_of_each(one for one in seen if one.is_verdict(expected))
    deciding = [one for who, one in best.items() if who in DECIDES]
    submitted = holds = max(deciding, key=_order, default=None)
    if holds is not None and holds.mark.how.witness is Witness.OFFICE:
        others = [one for one in deciding if one.mark.how.witness is not Witness.OFFICE]
        submitted = max(others, key=_order, default=None)
    plan = max(plans, key=_order, default=None)
    excused = excused_times(plans, expected)
    is_excused = plan is not None and length(excused) >= expected.minutes
    presence, chosen = _presence(holds, best.get(Witness.STUDENT), plan if is_excused else None)
    is_here = presence in (Presence.CONFIRMED, Presence.SELF_REPORTED)
    arrived, left = times(seen, expected, reading.zone) if is_here else (None, None)
    late, early = late_and_early(expected, arrived, left, excused, reading.grace)
    present, away, absent = spent(expected, (arrived, late), (left, early), excused, presence)
    scope = chosen.code.scope if chosen and is_here else None
    return Standing(
        presence=presence,
        code=chosen.code.id if chosen else "",
        counts=chosen.code.counts if chosen else Counts.NOTHING,
        arrived=arrived,
        left=left,
        is_late=late > 0 or scope is Scope.LATE,
        late=late,
        is_early=early > 0 or scope is Scope.LEFT_EARLY,
        early=early,
        present_minutes=present,
        excused_minutes=away,
        absent_minutes=absent,
        says={who: one.code.counts for who, one in sorted(best.items())},
        holds=chosen.mark.id if chosen else None,
        submitted=submitted.mark.id if submitted else None,
        flags=flags_of(live, seen, best, holds, submitted, is_excused, reading.zone)
        | (ELSEWHERE.flags if is_elsewhere else frozenset()),
    )


SILENCE = Standing(presence=Presence.UNVERIFIED)
"""Nobody has said anything."""
ELSEWHERE = Standing(presence=Presence.UNVERIFIED, flags=frozenset({Flag.ELSEWHERE}))
"""Nobody has said anything but that they are at another site."""


def _is_elsewhere(live: Sequence[Mark], expected: Expected, codes: Codes) -> bool:
    """Whether somebody saw them for the day at a site where they are not expected."""
    return expected.kind.is_day and any(
        mark.site not in ("", expected.site)
        and not mark.entry
        and (mark.student, mark.day) == (expected.student, expected.day)
        and (code := codes.get(mark.code)) is not None
        and code.counts is Counts.PRESENT
        and not code.future
        and code.scope is not Scope.ON_THE_WAY
        for mark in live
    )


def _order(one: Heard) -> tuple[int, datetime, str]:
    return one.order


def _best_of_each(verdicts: Iterable[Heard]) -> dict[Witness, Heard]:
    best: dict[Witness, Heard] = {}
    for one in verdicts:
        witness = one.mark.how.witness
        if witness not in best or one.order > best[witness].order:
            best[witness] = one
    return best


def _presence(
    holds: Heard | None, student: Heard | None, plan: Heard | None
) -> tuple[Presence, Heard | None]:
    """Say what is known, and which mark says so; ``plan`` is one for the whole of it."""
    if holds is not None:
        if holds.code.counts is Counts.PRESENT:
            return Presence.CONFIRMED, holds
        if holds.code.counts is Counts.EXCUSED:
            return Presence.EXCUSED, holds
        return (Presence.ABSENT, holds) if plan is None else (Presence.EXCUSED, plan)
    if student is not None and student.code.counts is Counts.PRESENT:
        return Presence.SELF_REPORTED, student
    return (Presence.UNVERIFIED, None) if plan is None else (Presence.EXCUSED, plan)
