"""What somebody ought to look at, of one line of the register."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

from scheduler.attendance.codes import DISPUTED
from scheduler.attendance.hearing import Heard
from scheduler.domain.attendance import Band, Mark, Witness
from scheduler.domain.codes import Counts, Scope
from scheduler.domain.standing import Flag

CLOCK_OFF = 600
"""Seconds that a phone's clock may be off before it shows."""


def flags_of(
    live: Sequence[Mark],
    seen: Sequence[Heard],
    best: Mapping[Witness, Heard],
    holds: Heard | None,
    submitted: Heard | None,
    is_excused: bool,
    zone: ZoneInfo,
) -> frozenset[Flag]:
    """Say where the witnesses disagree, and what else is odd."""
    found: set[Flag] = set()
    if holds is None or holds.mark.how.witness is not Witness.OFFICE:
        found |= _disagreements(best, is_excused)
    elif submitted is not None and submitted.code.counts is not holds.code.counts:
        found.add(Flag.OVERRIDDEN)
    for mark, code in seen:
        if mark.band not in (None, Band.INSIDE) and code.scope is not Scope.ON_THE_WAY:
            found.add(Flag.OUTSIDE)
        if is_clock_off(mark, zone):
            found.add(Flag.CLOCK)
        if code.id == DISPUTED:
            disputes = mark.about.get("disputes")
            if any(one.id == disputes for one in live):
                found.add(Flag.DISPUTED)
    return frozenset(found)


def _disagreements(best: Mapping[Witness, Heard], is_excused: bool) -> set[Flag]:
    said = {who: one.code.counts is Counts.PRESENT for who, one in best.items()}
    van = said.pop(Witness.VAN, None)
    is_here = any(said.values())
    found: set[Flag] = set()
    if van is None and not is_excused and False not in said.values():
        return found
    if van is False and is_here:
        found.add(Flag.NOT_BOARDED)
    if is_excused and is_here:
        found.add(Flag.EXCUSED_BUT_HERE)
    if False in said.values() and (van or is_here):
        others = {is_so for who, is_so in said.items() if who is not Witness.STUDENT}
        alone = not van and said.get(Witness.STUDENT) is True and others == {False}
        found.add(Flag.ABSENT_BUT_HERE if alone else Flag.WITNESSES)
    return found


def is_clock_off(mark: Mark, zone: ZoneInfo) -> bool:
    """Whether a phone's clock, or the zone it thinks it is in, is wrong."""
    if mark.claimed_at is not None:
        off = (mark.claimed_at - mark.effective_at).total_seconds()
        if abs(off) > CLOCK_OFF:
            return True
    if mark.offset is None:
        return False
    here = mark.effective_at.astimezone(zone).utcoffset()
    return here is not None and mark.offset * 60 != here.total_seconds()
