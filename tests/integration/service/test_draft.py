from __future__ import annotations

import pytest

from scheduler.check import score
from scheduler.domain.accounts import Role
from scheduler.domain.moves import DropDay, MoveDay, MoveSession
from scheduler.domain.pins import PinnedDay, PinnedMeeting, PinnedSection
from scheduler.domain.rules import RuleId
from scheduler.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    RulesBrokenError,
    StaleDraftError,
)
from scheduler.service import draft, pinning
from scheduler.service.moves import moved
from tests import factories as f
from tests.integration.service.planned import SCHOOL, WEEK, actor_of, plan

TO_FRIDAY = MoveDay(student="S1", day=1, to_day=4)


@pytest.fixture
def planned(store):
    return plan(store)


def opened(planned):
    return draft.opened(planned.store, planned.actor, planned.term).draft


def test_a_term_begins_without_a_draft(planned):
    with pytest.raises(NotFoundError, match="no draft yet"):
        opened(planned)


def test_a_timetable_is_taken_in_as_it_is(planned):
    planned.take()
    found = opened(planned)
    assert (found.version, found.timetable, found.taken) == (1, WEEK, planned.timetable)
    assert found.score == score(SCHOOL, WEEK)


def test_a_move_makes_the_next_version_rescored(planned):
    planned.take()
    draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], 1)
    found = opened(planned)
    expected = moved(SCHOOL, WEEK, [TO_FRIDAY])
    assert (found.version, found.timetable) == (2, expected)
    assert found.score == score(SCHOOL, expected)


def test_a_move_that_breaks_a_rule_is_refused_in_a_sentence_and_keeps_the_draft(planned):
    planned.take()
    before = opened(planned)
    onto_day_out = MoveSession(section="W1-1", slot=f.slot(0, 10), to_slot=f.slot(1, 10))
    with pytest.raises(RulesBrokenError) as refused:
        draft.move(planned.store, planned.actor, planned.term, [onto_day_out], 1)
    assert [one.field for one in refused.value.faults] == [RuleId.ONE_PLACE]
    assert "S1" in refused.value.message
    assert opened(planned) == before


def test_looking_says_what_a_move_would_do_and_keeps_nothing(planned):
    planned.take()
    before = opened(planned)
    looked = draft.look(planned.store, planned.actor, planned.term, [DropDay(student="S1", day=1)])
    assert (looked.was.unplaced, looked.score.unplaced) == ((0, 0, 0), (1, 0, 0))
    assert looked.violations == ()
    assert [one.person for one in looked.differences] == ["M1", "S1"]
    assert opened(planned) == before


def test_who_comes_second_is_told_what_the_first_did(planned):
    planned.take()
    draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], 1)
    with pytest.raises(StaleDraftError) as stale:
        draft.move(planned.store, planned.actor, planned.term, [DropDay(student="S1", day=3)], 1)
    assert "S1 is out on Fri instead of Tue." in stale.value.message
    assert opened(planned).version == 2


def test_taking_over_a_draft_that_is_there_needs_its_version(planned):
    planned.take()
    with pytest.raises(StaleDraftError):
        planned.take()
    again = planned.keep(moved(SCHOOL, WEEK, [TO_FRIDAY]))
    draft.take(planned.store, planned.actor, planned.term, again, 1)
    assert opened(planned).taken == again


def test_a_timetable_that_breaks_the_rules_is_not_taken(planned):
    broken = planned.keep(f.timetable(meetings=()))
    with pytest.raises(RulesBrokenError):
        draft.take(planned.store, planned.actor, planned.term, broken)
    with pytest.raises(NotFoundError):
        opened(planned)


def test_changes_are_undone_one_by_one_to_the_first(planned):
    planned.take()
    draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], 1)
    pinning.pin(planned.store, planned.actor, planned.term, [PinnedDay(student="S1", day=4)], 2)
    once = draft.undo(planned.store, planned.actor, planned.term, 3)
    assert (once.version, once.pins.days_out) == (4, ())
    twice = draft.undo(planned.store, planned.actor, planned.term, 4)
    assert (twice.timetable, twice.score) == (WEEK, score(SCHOOL, WEEK))
    with pytest.raises(ConflictError):
        draft.undo(planned.store, planned.actor, planned.term, 5)
    steps = draft.steps(planned.store, planned.actor, planned.term)
    assert [(one.version, one.kind, one.undone) for one in steps] == [
        (2, "move", True),
        (3, "pin", True),
        (4, "undo", True),
        (5, "undo", True),
    ]


def test_what_is_pinned_stays_until_it_is_let_go(planned):
    planned.take()
    pins = [PinnedDay(student="S1", day=1), PinnedSection(section="W1-1")]
    pinning.pin(planned.store, planned.actor, planned.term, pins, 1)
    with pytest.raises(RulesBrokenError) as refused:
        draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], 2)
    assert [(one.field, one.next_step) for one in refused.value.faults] == [
        (RuleId.PINNED, "Unpin it first.")
    ]
    pinning.unpin(planned.store, planned.actor, planned.term, pins[:1], 2)
    made = draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], 3)
    assert made.pins.sections == WEEK.sections


def test_pins_outlive_another_timetable_as_far_as_it_agrees(planned):
    planned.take()
    pins = [PinnedDay(student="S1", day=1), PinnedDay(student="S1", day=3)]
    pinning.pin(planned.store, planned.actor, planned.term, pins, 1)
    other = planned.keep(moved(SCHOOL, WEEK, [TO_FRIDAY]))
    made = draft.take(planned.store, planned.actor, planned.term, other, 2)
    assert [one.day for one in made.pins.days_out] == [3]


def test_only_what_is_there_is_pinned_or_let_go(planned):
    planned.take()
    missing = [PinnedMeeting(advisory="A1", kind="circle", slot=5)]
    for change in (pinning.pin, pinning.unpin):
        with pytest.raises(InvalidInputError):
            change(planned.store, planned.actor, planned.term, missing, 1)
    assert opened(planned).version == 1


def test_others_neither_see_nor_change_a_draft(planned):
    planned.take()
    stranger = plan(planned.store).actor
    with pytest.raises(NotFoundError):
        draft.opened(planned.store, stranger, planned.term)
    student = actor_of(planned.actor.organisation, Role.STUDENT, person="S1")
    with pytest.raises(ForbiddenError):
        draft.opened(planned.store, student, planned.term)
    coordinator = actor_of(planned.actor.organisation, Role.COORDINATOR)
    assert draft.opened(planned.store, coordinator, planned.term).draft.version == 1
    with pytest.raises(ForbiddenError):
        draft.move(planned.store, coordinator, planned.term, [TO_FRIDAY], 1)
    elsewhere = actor_of(planned.actor.organisation, schools=frozenset({"OTHER"}))
    with pytest.raises(NotFoundError):
        draft.opened(planned.store, elsewhere, planned.term)
