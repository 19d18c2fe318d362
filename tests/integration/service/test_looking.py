from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.domain.accounts import Role
from scheduler.domain.moves import DropDay
from scheduler.errors import NotFoundError
from scheduler.service import draft, lived, looking, overview
from scheduler.store import audit
from tests.integration.service.planned import MONDAY, actor_of, plan

TUESDAY = MONDAY + timedelta(days=1)
SECOND = MONDAY + timedelta(days=8)  # Tuesday of the second week


@pytest.fixture
def planned(store):
    """Two releases: by the second, which holds from the second Tuesday, S1 has one day less."""
    found = plan(store)
    found.take()
    found.release(1, 0)
    draft.move(store, found.actor, found.term, [DropDay(student="S1", day=3)], 1)
    found.release(2, 1, SECOND)
    return found


def seen(planned, one, monday, actor=None):
    actor = actor or planned.actor
    days = [monday + timedelta(days=number) for number in range(7)]
    known = lived.on_dates(planned.store, actor, planned.term, lambda *_: days)
    return looking.dated_week(planned.store, actor, known, one, monday)


def outs(shown):
    """Dates on which somebody is out."""
    return [
        column.date
        for column, entries in zip(shown.laid.columns, shown.laid.days, strict=True)
        if any(entry.kind.value == "out" for entry in entries)
    ]


def noted(planned):
    with planned.store.read() as tx:
        found = audit.page(tx, planned.actor.organisation, before=None, limit=100)
    return [one.entry.subjects for one in found if one.entry.action == "week.read"]


def test_each_day_is_shown_by_the_release_that_holds(planned):
    assert outs(seen(planned, "S1", MONDAY)) == [TUESDAY, MONDAY + timedelta(days=3)]
    later = MONDAY + timedelta(days=7)
    assert outs(seen(planned, "S1", later)) == [later + timedelta(days=1)]


def test_before_the_first_release_nothing_is_shown(planned):
    with pytest.raises(NotFoundError, match="The first release holds from"):
        seen(planned, "S1", MONDAY - timedelta(days=7))


def test_whoever_is_looked_at_is_noted_and_ones_own_week_is_not(planned):
    seen(planned, "S1", MONDAY)
    assert noted(planned) == [("S1",)]
    seen(planned, "S1", MONDAY, actor_of(planned.actor.organisation, Role.STUDENT, person="S1"))
    assert noted(planned) == [("S1",)]
    seen(planned, "A1", MONDAY)  # whose notes say who is out
    assert noted(planned) == [("S1", "S2"), ("S1",)]


@pytest.mark.parametrize(
    ("role", "person", "sees"),
    [
        (Role.STUDENT, "S1", ["S1"]),
        (Role.ADVISOR, "T1", ["A1", "S1", "S2", "T1"]),
        (Role.MENTOR, "M1", ["M1"]),
        (Role.COORDINATOR, None, ["A1", "HALL", "LAB", "M1", "R1", "S1", "S2", "T1", "T2"]),
    ],
)
def test_who_may_look_at_what(planned, role, person, sees):
    actor = actor_of(planned.actor.organisation, role, person=person)
    found = []
    for one in ("A1", "HALL", "LAB", "M1", "R1", "S1", "S2", "T1", "T2"):
        try:
            seen(planned, one, MONDAY, actor)
        except NotFoundError:
            continue
        found.append(one)
    assert found == sees


def test_nobody_of_another_organisation_sees_a_week(planned):
    with pytest.raises(NotFoundError):
        seen(planned, "S1", MONDAY, actor_of("org_other", Role.SCHEDULER))


def test_a_name_is_found_among_what_one_may_see(planned):
    _, diary = looking.of_timetable(planned.store, planned.actor, planned.timetable)
    assert looking.found_in(planned.actor, diary, "ada") == ["S1"]
    assert looking.found_in(planned.actor, diary, "s2") == ["S2"]
    assert looking.found_in(planned.actor, diary, " ") == []
    student = actor_of(planned.actor.organisation, Role.STUDENT, person="S1")
    assert looking.found_in(student, diary, "ben") == []


def test_the_overview_of_a_term_has_what_is_newest(planned):
    found = overview.overview(planned.store, planned.actor, planned.term)
    assert (found.draft.version, len(found.instances), len(found.timetables)) == (2, 1, 2)
    student = actor_of(planned.actor.organisation, Role.STUDENT, person="S1")
    only = overview.overview(planned.store, student, planned.term)
    assert (only.draft, only.timetables, only.runs, only.instances) == (None, (), (), ())
