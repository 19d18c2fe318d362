"""Each advisory has its required meetings, led by its advisor, in its home room, at most one of a
kind a day.
"""  # noqa: D205 (the rule's sentence is the summary)

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from scheduler.check.diary import Met, diary_of
from scheduler.check.facts import day_name, lies_inside
from scheduler.domain.ids import AdvisoryId
from scheduler.domain.instance import Instance
from scheduler.domain.people import MeetingKind
from scheduler.domain.rules import RuleId, Violation
from scheduler.domain.timetable import Timetable

RULE = RuleId.ADVISORY_MEETS


def matches(instance: Instance) -> bool:
    """Whether any advisory has to meet."""
    return any(one.meetings for one in instance.advisories)


def check(instance: Instance, timetable: Timetable) -> Iterator[Violation]:
    """Yield one violation for each advisory and kind of meeting."""
    met: dict[AdvisoryId, list[Met]] = defaultdict(list)
    for one in diary_of(instance, timetable).met:
        met[one.advisory.id].append(one)
    for advisory in instance.advisories:
        for kind in advisory.meetings:
            problems = list(_problems(kind, met.get(advisory.id, ())))
            if problems:
                text = f"{kind.name} of {advisory.id}: {'; '.join(problems)}"
                yield Violation(RULE, (advisory.id, kind.name), text)


def _problems(kind: MeetingKind, meetings: Sequence[Met]) -> Iterator[str]:
    own = [one for one in meetings if one.entry.kind == kind.name]
    if len(own) != kind.count:
        yield f"{len(own)} meetings, asked for {kind.count}"
    for one in own:
        if one.activity is None:
            yield f"slot {one.entry.slot} has no room for {kind.length} slots of one day"
            continue
        time = (one.activity.day, one.activity.start, one.activity.end)
        if kind.allowed and not all(
            any(lies_inside(span, *time, week) for span in kind.allowed) for week in one.weeks
        ):
            yield f"slot {one.entry.slot} is not inside an allowed time"
        for other in meetings:
            if other is not one and _at_once(one, other):
                yield f"at once with {other.entry.kind} in slot {other.entry.slot}"
    days = Counter(one.activity.day for one in own if one.activity is not None)
    for day, count in sorted(days.items()):
        if count > 1:
            yield f"{count} meetings on {day_name(day)}"


def _at_once(one: Met, two: Met) -> bool:
    first, second = one.activity, two.activity
    return (
        first is not None
        and second is not None
        and first.day == second.day
        and first.start < second.end
        and second.start < first.end
        and bool(set(one.weeks) & set(two.weeks))
    )
