"""Whole meetings have every member on campus; quorum meetings at least the share asked for."""

from __future__ import annotations

from math import ceil

from scheduler.domain.people import Advisory, MeetingKind
from scheduler.domain.rules import RuleId
from scheduler.solver.build import Build
from scheduler.solver.literals import Lit
from scheduler.solver.placing import Placing

RULE = RuleId.ADVISORY_WHOLE


def add(build: Build) -> None:
    """Limit the members absent from each meeting, in every week of its kind."""
    for advisory, kind in build.scope.kinds:
        by_day: dict[int, list[tuple[Placing, Lit]]] = {}
        for placing, lit in build.meetings.of(advisory, kind).items():
            by_day.setdefault(placing.day, []).append((placing, lit))
        for placings in by_day.values():
            for week in build.instance.weeks(kind.weeks):
                _limit_absent(build, advisory, kind, placings, week)


def _limit_absent(
    build: Build,
    advisory: Advisory,
    kind: MeetingKind,
    placings: list[tuple[Placing, Lit]],
    week: int,
) -> None:
    members = build.instance.members_of[advisory.id]
    share = 1.0 if kind.whole else kind.quorum
    spare = len(members) - ceil(round(share * len(members), 9))
    for placing, lit in placings:
        subject = (advisory.id, kind.name, placing.slot)
        out: list[Lit] = []
        unavailable = 0
        for member in members:
            if build.problem.placings.student_can(member.id, placing, (week,)):
                out.append(build.days_out.out(member.id, week, placing.day))
            else:
                unavailable += 1
        if unavailable > spare:
            build.at_most([lit], 0, RULE, subject)
        elif spare == unavailable:
            for one in out:
                build.at_most([lit, one], 1, RULE, subject)
        else:
            # With the meeting held, at most `spare` are absent; without it anybody may be.
            slack = len(out) + unavailable - spare
            terms = [(1, one) for one in out]
            build.at_most_sum([*terms, (slack, lit)], slack + spare - unavailable, RULE, subject)
