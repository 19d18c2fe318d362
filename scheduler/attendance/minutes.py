"""Minutes: when somebody came and went, what is excused, and what is left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.attendance.hearing import Heard, Order
from scheduler.domain.attendance import Mark
from scheduler.domain.codes import Counts, Direction
from scheduler.domain.standing import Expected, Presence

Times = list[tuple[int, int]]
"""Stretches of minutes, in order and apart."""


def minute_on(day: date, moment: datetime, zone: ZoneInfo) -> int:
    """Minutes after the midnight that began a date, by the clocks of a zone."""
    local = moment.astimezone(zone)
    return (local.date() - day).days * 1440 + local.hour * 60 + local.minute


def times(
    seen: Sequence[Heard], expected: Expected, zone: ZoneInfo
) -> tuple[int | None, int | None]:
    """When they came and went: as the most authority says, else as taps show it.

    Who left and came back, for lunch or because the button was the wrong one, has not left.
    """
    about = [
        one
        for one in seen
        if one.code.counts is Counts.PRESENT
        and one.mark.entry in ("", expected.entry)
        and (one.mark.how.is_tap or one.mark.start is not None or one.mark.end is not None)
    ]
    if not about:
        return None, None
    said = [(one.order, one.mark.start) for one in about if one.mark.start is not None]
    came = _time(said, [one for one in about if one.mark.start is None], zone, Direction.IN)
    said = [(one.order, one.mark.end) for one in about if one.mark.end is not None]
    went = _time(said, [one for one in about if one.mark.end is None], zone, Direction.OUT)
    return (came, went) if came is None or went is None or came <= went else (came, None)


def _time(
    said: Sequence[tuple[Order, int]],
    unsaid: Sequence[Heard],
    zone: ZoneInfo,
    direction: Direction,
) -> int | None:
    taps = [mark for mark, code in unsaid if code.direction is direction and mark.how.is_tap]
    if not taps and not said:
        return None
    if direction is Direction.OUT:
        taps = [one for one in taps if not _came_again(one, unsaid)]
    best = max(said) if said else None
    most = max([mark.authority for mark in taps]) if taps else -1
    if best is not None and best[0][0] >= most:
        return best[1]
    minutes = [minute_on(one.day, one.effective_at, zone) for one in taps if one.authority == most]
    if not minutes:
        return None
    return min(minutes) if direction is Direction.IN else max(minutes)


def _came_again(left: Mark, unsaid: Sequence[Heard]) -> bool:
    return any(
        code.direction is Direction.IN
        and mark.how.is_tap
        and mark.effective_at > left.effective_at
        and mark.authority >= left.authority
        for mark, code in unsaid
    )


def excused_times(plans: Sequence[Heard], expected: Expected) -> Times:
    """The stretches of an entry that are planned to be elsewhere, joined where they meet."""
    found: Times = []
    if not plans:
        return found
    for start, end in sorted(
        (
            expected.start if mark.start is None else max(mark.start, expected.start),
            expected.end if mark.end is None else min(mark.end, expected.end),
        )
        for mark, _ in plans
    ):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def length(stretches: Times) -> int:
    """Minutes of stretches that lie apart."""
    return 0 if not stretches else sum(end - start for start, end in stretches)


def _within(stretches: Times, start: int, end: int) -> int:
    """How much of the stretches lies between two minutes."""
    return 0 if not stretches else sum(max(0, min(e, end) - max(s, start)) for s, e in stretches)


def late_and_early(
    expected: Expected, arrived: int | None, left: int | None, excused: Times, grace: int
) -> tuple[int, int]:
    """Minutes late and minutes left early; none within the grace or while excused."""
    late = early = 0
    if arrived is not None:
        to = min(arrived, expected.end)
        late = to - expected.start - _within(excused, expected.start, to)
    if left is not None:
        since = max(left, expected.start)
        early = expected.end - since - _within(excused, since, expected.end)
    return (late if late > grace else 0), (early if early > grace else 0)


def spent(
    expected: Expected,
    came: tuple[int | None, int],
    went: tuple[int | None, int],
    excused: Times,
    presence: Presence,
) -> tuple[int, int, int]:
    """Minutes present, excused and absent; together the whole entry, unless nobody knows.

    ``came`` and ``went`` are the minute, and by how much it was late or early: what is within
    the grace is not taken off.
    """
    if presence is Presence.UNVERIFIED:
        return 0, length(excused), 0
    if presence is Presence.EXCUSED:
        return 0, expected.minutes, 0
    if presence is Presence.ABSENT:
        return 0, length(excused), expected.minutes - length(excused)
    (arrived, late), (left, early) = came, went
    start = max(arrived, expected.start) if arrived is not None and late else expected.start
    end = min(left, expected.end) if left is not None and early else expected.end
    here = max(0, end - start)
    if length(excused) >= expected.minutes:  # excused, and here all the same
        return here, expected.minutes - here, 0
    here -= _within(excused, start, end)
    return here, length(excused), expected.minutes - here - length(excused)
