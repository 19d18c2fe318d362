from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from scheduler.domain.drafts import MessageState
from scheduler.domain.moves import DropDay, MoveDay
from scheduler.domain.pins import PinnedDay
from scheduler.errors import ConflictError, InvalidInputError, NotFoundError, StaleDraftError
from scheduler.service import draft, pinning, release, telling
from scheduler.service.moves import moved
from scheduler.service.release import plan_of
from scheduler.store import instances
from tests.integration.service.planned import (
    BEFORE,
    MONDAY,
    SCHOOL,
    WEEK,
    at,
    plan,
)

TO_FRIDAY = MoveDay(student="S1", day=1, to_day=4)


@pytest.fixture
def planned(store):
    return plan(store)


def prepare(planned, version, holds_from=MONDAY, clock=BEFORE, **how):
    return release.prepare(
        planned.store, planned.actor, planned.term, version, holds_from, clock=clock, **how
    )


def plan_in(planned, made):
    with planned.store.read() as tx:
        return plan_of(tx, planned.actor.organisation, made)


def test_the_first_release_freezes_the_timetable_and_tells_everybody(planned):
    made = planned.release(planned.take(), 0)
    assert (made.number, made.timetable, made.instance) == (1, planned.timetable, planned.instance)
    assert made.changes["touched"] == ["M1", "S1", "S2", "T1", "T2"]
    assert plan_in(planned, made) == (SCHOOL, WEEK)


def test_the_second_is_compared_with_the_first_and_tells_only_whom_it_touches(planned):
    planned.release(planned.take(), 0)
    draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], 1)
    made = planned.release(2, 1, date(2026, 9, 14))
    changes = release.compared(planned.store, planned.actor, made.id).changes
    assert [one.person for one in changes] == ["M1", "S1"]
    told = telling.to_be_told(planned.store, planned.actor, made.id)
    assert [one.message.person for one in told] == ["M1", "S1"]
    assert told[1].text.splitlines() == [
        "Dear Ada,",
        "",
        "from Monday 14 September 2026 on this is different in your week:",
        "",
        "- day out: from Tue 09:30-15:30 to Fri 09:30-15:30.",
        "",
        "Release 2, The least school",
    ]


def test_names_are_not_kept_in_messages(planned):
    made = planned.release(planned.take(), 0)
    told = telling.to_be_told(planned.store, planned.actor, made.id)
    assert all("Ada" not in one.message.text for one in told)
    assert "Ada comes to you" in told[0].text


def test_what_was_released_stays_when_the_draft_moves_on(planned):
    version = planned.take()
    draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], version)
    first = planned.release(2, 0)
    draft.move(planned.store, planned.actor, planned.term, [DropDay(student="S1", day=4)], 2)
    assert plan_in(planned, first)[1] == moved(SCHOOL, WEEK, [TO_FRIDAY])


def test_the_release_that_holds_is_the_last_of_those_begun(planned):
    version = planned.take()
    first = planned.release(version, 0, date(2026, 9, 8))
    second = planned.release(version, 1, date(2026, 9, 21))
    third = planned.release(version, 2, date(2026, 9, 14))
    days = [date(2026, 9, day) for day in (7, 8, 13, 14, 22, 25, 26)]
    held = [release.holding(planned.store, planned.actor, planned.term, day) for day in days]
    assert held == [None, first, first, third, third, third, None]
    assert second.number == 2


@pytest.mark.parametrize(
    ("holds_from", "clock"),
    [
        (date(2026, 9, 6), BEFORE),
        (date(2026, 9, 26), BEFORE),
        (date(2026, 9, 15), at(date(2026, 9, 16))),
        # Just after midnight UTC it is still yesterday at the school, which is west of it:
        # the 16th has not begun, but the 15th has not ended either.
        (date(2026, 9, 14), at(date(2026, 9, 16), 1)),
    ],
)
def test_no_release_holds_from_the_past_or_outside_the_term(planned, holds_from, clock):
    version = planned.take()
    with pytest.raises(InvalidInputError) as refused:
        prepare(planned, version, holds_from, clock)
    assert [one.field for one in refused.value.faults] == ["holds_from"]


def test_today_is_that_of_the_school(planned):
    prepared = prepare(planned, planned.take(), date(2026, 9, 15), at(date(2026, 9, 16), 1))
    assert prepared.warnings[0].code == "short-notice"


def test_a_date_that_passes_while_somebody_decides_is_refused(planned):
    prepared = prepare(planned, planned.take(), MONDAY)
    with pytest.raises(InvalidInputError):
        release.make(planned.store, planned.actor, prepared, 0, clock=at(date(2026, 9, 8)))


def test_a_draft_that_changed_meanwhile_is_not_released(planned):
    version = planned.take()
    prepared = prepare(planned, version)
    draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], version)
    with pytest.raises(StaleDraftError):
        release.make(planned.store, planned.actor, prepared, 0, clock=BEFORE)
    assert release.listed(planned.store, planned.actor, planned.term) == []


def test_of_32_at_once_exactly_one_makes_the_release(planned):
    prepared = prepare(planned, planned.take())

    def make(_):
        try:
            return release.make(planned.store, planned.actor, prepared, 0, clock=BEFORE).number
        except ConflictError:
            return "lost"

    with ThreadPoolExecutor(32) as many:
        results = list(many.map(make, range(32)))
    assert sorted(map(str, results)) == ["1", *["lost"] * 31]
    assert len(release.listed(planned.store, planned.actor, planned.term)) == 1


def test_of_many_moves_of_one_version_exactly_one_is_made(planned):
    version = planned.take()

    def move(_):
        try:
            draft.move(planned.store, planned.actor, planned.term, [TO_FRIDAY], version)
        except StaleDraftError:
            return "stale"
        return "made"

    with ThreadPoolExecutor(8) as many:
        results = sorted(many.map(move, range(8)))
    assert results == ["made", *["stale"] * 7]


def test_warnings_say_what_is_missing_and_what_is_overtaken(planned):
    version = planned.take()
    planned.release(version, 0, date(2026, 9, 21))
    with planned.store.write() as tx:
        instances.add(tx, planned.actor.organisation, SCHOOL, made_by="acc_1")
    draft.move(planned.store, planned.actor, planned.term, [DropDay(student="S1", day=1)], 1)
    prepared = prepare(planned, 2, date(2026, 9, 14), at(date(2026, 9, 13), 12), mail=True)
    assert [(one.code, one.subjects) for one in prepared.warnings] == [
        ("unplaced-day", ("S1",)),
        ("newer-data", prepared.warnings[1].subjects),
        ("short-notice", ()),
        ("overtakes", prepared.warnings[3].subjects),
    ]


def test_without_mail_everybody_is_on_the_list_to_print(planned):
    version = planned.take()
    prepared = prepare(planned, version)
    assert [one.code for one in prepared.warnings] == ["unreached"]
    made = planned.release(version, 0)
    told = telling.to_be_told(planned.store, planned.actor, made.id)
    assert {one.message.state for one in told} == {MessageState.LISTED}


def test_with_mail_who_has_an_address_waits_to_be_sent(planned):
    made = planned.release(planned.take(), 0, mail=True)
    told = telling.to_be_told(planned.store, planned.actor, made.id)
    waiting = [one.message.person for one in told if one.message.state is MessageState.WAITING]
    assert waiting == ["M1", "S1"]


def test_pins_of_a_draft_are_in_the_data_of_its_release(planned):
    version = planned.take()
    pinning.pin(
        planned.store, planned.actor, planned.term, [PinnedDay(student="S1", day=1)], version
    )
    made = planned.release(2, 0)
    school, week = plan_in(planned, made)
    assert [one.day for one in school.pins.timetable.days_out] == [1]
    assert week == WEEK


def test_releases_of_others_are_not_found(planned):
    made = planned.release(planned.take(), 0)
    stranger = plan(planned.store).actor
    for look in (release.release_of, release.compared, telling.to_be_told):
        with pytest.raises(NotFoundError):
            look(planned.store, stranger, made.id)
