"""Faults of students: their internships, requests and accommodations."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import combinations, pairwise, product

from scheduler.domain.faults import things
from scheduler.domain.faults.things import Thing
from scheduler.domain.faults.when import day_names, unknown_weeks, unknown_weeks_of, unused_day
from scheduler.domain.ids import WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.people import InternshipWish, RequestKind, Student
from scheduler.errors import Fault


def faults(instance: Instance) -> Iterator[Fault]:
    """Yield what is wrong with what students ask for."""
    for thing, student in things.students(instance):
        yield from unknown_weeks_of(instance, thing, "unavailable", student.unavailable)
        for index, wish in enumerate(student.internships):
            yield from _of_internship(instance, thing, f"internships[{index}]", wish)
        yield from _of_days_together(instance, thing, student)
        yield from _of_several(thing, student)
        yield from _of_requests(instance, thing, student)
        yield from _of_accommodations(instance, thing, student)


def _usable(instance: Instance, wish: InternshipWish) -> tuple[int, ...]:
    """Weekdays of the term that an internship may be on."""
    return tuple(
        day for day in instance.term.weekdays if not wish.allowed_days or day in wish.allowed_days
    )


def _of_internship(
    instance: Instance, thing: Thing, field: str, wish: InternshipWish
) -> Iterator[Fault]:
    yield from unknown_weeks(instance, thing, f"{field}.weeks", wish.weeks)
    for index, day in enumerate(wish.allowed_days):
        yield from unused_day(instance, thing, f"{field}.allowed_days[{index}]", day)
    usable = _usable(instance, wish)
    if wish.days > len(usable):
        named = day_names(usable) or "none"
        yield thing.fault(
            f"{field}.days",
            f"{wish.days} days out cannot be on different weekdays of: {named}.",
            "Ask for fewer days, or allow more weekdays.",
        )
    if wish.block is None:
        return
    term, block = instance.term, wish.block
    if block.first < term.first or block.last > term.last:
        yield thing.fault(
            f"{field}.block",
            f"{block.first} to {block.last} is not within the term, {term.first} to {term.last}.",
            "Mend the dates of the block.",
        )
    elif not any(block.covers(when) for when, _, _ in term.dates()):
        yield thing.fault(
            f"{field}.block",
            f"{block.first} to {block.last} has no school date.",
            "Mend the dates of the block, or the holidays.",
        )


def _of_days_together(instance: Instance, thing: Thing, student: Student) -> Iterator[Fault]:
    """Tell the first week in which all days out cannot be at the distances asked for."""
    for week in range(instance.term.cycle):
        wishes = tuple(
            (wish.days, _usable(instance, wish))
            for wish in student.internships
            if wish.days and (not wish.weeks or week in wish.weeks)
        )
        if any(days > len(usable) for days, usable in wishes):
            return  # told at the internship
        if not _can_be_apart(wishes, 1, 6):
            wanted = sum(days for days, _ in wishes)
            yield thing.fault(
                "internships",
                f"Its internships want {wanted} days out in one week,"
                " more than there are different weekdays for them.",
                "Ask for fewer days, or allow more weekdays.",
            )
            return
        if not _can_be_apart(wishes, student.least_apart, student.most_apart):
            wanted = sum(days for days, _ in wishes)
            yield thing.fault(
                "least_apart",
                f"{wanted} days out a week cannot be at least {student.least_apart}"
                f" and at most {student.most_apart} days apart.",
                "Ask for fewer days, allow more weekdays, or change the distances.",
            )
            return


@lru_cache(maxsize=4096)
def _can_be_apart(wishes: tuple[tuple[int, tuple[int, ...]], ...], least: int, most: int) -> bool:
    """Whether weekdays exist for all wishes (days, weekdays allowed) at these distances."""
    for chosen in product(*(combinations(usable, days) for days, usable in wishes)):
        days = sorted(day for part in chosen for day in part)
        near = all(two - one >= least for one, two in pairwise(days))
        if near and (not days or days[-1] - days[0] <= most):
            return True
    return False


def _of_several(thing: Thing, student: Student) -> Iterator[Fault]:
    for (_, one), (index, two) in combinations(enumerate(student.internships), 2):
        field = f"internships[{index}]"
        if one.confirmed is not None and one.confirmed == two.confirmed:
            yield thing.fault(
                f"{field}.confirmed",
                f"Two internships are confirmed with the same mentor, {two.confirmed}.",
                "Make them one internship, or confirm another mentor.",
            )
        if (
            one.block is not None
            and two.block is not None
            and (one.block.first <= two.block.last and two.block.first <= one.block.last)
        ):
            yield thing.fault(
                f"{field}.block",
                "Two blocks of the student share dates.",
                "Mend the dates of one of them.",
            )


def _of_requests(instance: Instance, thing: Thing, student: Student) -> Iterator[Fault]:
    seen: set[WorkshopId] = set()
    for index, request in enumerate(student.requests):
        for place, name in enumerate(request.workshops):
            inside = "workshop" if place == 0 else f"alternatives[{place - 1}]"
            field = f"requests[{index}].{inside}"
            if name in seen:
                yield thing.fault(
                    field,
                    f"{name} is asked for twice, as a request or as an alternative.",
                    "Take one of the two out.",
                )
            seen.add(name)
            workshop = instance.workshop_of.get(name)
            if workshop is not None and not workshop.sections:
                yield thing.fault(
                    field,
                    f"{name} has no sections, so nobody can have it.",
                    "Give the workshop a section, or take the request out.",
                )


def _of_accommodations(instance: Instance, thing: Thing, student: Student) -> Iterator[Fault]:
    needs = student.accommodations
    if needs.most_walk_minutes is not None and needs.most_walk_minutes < 0:
        yield thing.fault(
            "accommodations.most_walk_minutes",
            f"{needs.most_walk_minutes} minutes cannot be walked.",
            "Write 0 or more.",
        )
    if needs.break_every is None:
        return
    if needs.break_every < 1:
        yield thing.fault(
            "accommodations.break_every",
            f"A break every {needs.break_every} slots leaves no slot for anything.",
            "Write 1 or more.",
        )
        return
    for index, request in enumerate(student.requests):
        workshop = instance.workshop_of.get(request.workshop)
        if request.kind is not RequestKind.MUST or request.alternatives or workshop is None:
            continue
        if workshop.length > needs.break_every:
            yield thing.fault(
                f"requests[{index}].workshop",
                f"Sessions of {workshop.id} are {workshop.length} slots long, and the student"
                f" needs a break every {needs.break_every}.",
                "Ask for another workshop, or name an alternative.",
            )
