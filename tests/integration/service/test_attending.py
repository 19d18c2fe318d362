"""Boards, reports and phones of a school that is lived, on both databases."""

from __future__ import annotations

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.attendance.board import STATES, BoardBy, Shown
from scheduler.attendance.rollup import By
from scheduler.domain.accounts import Actor, LinkKind, Role, Via
from scheduler.domain.alerts import AlertOutcome, AlertStep
from scheduler.domain.attendance import Asked
from scheduler.errors import ConflictError, ForbiddenError, NotFoundError, NotSignedInError
from scheduler.files.sheets import csv_of
from scheduler.service.attend import alerts, boards, devices, learning, live, reports
from scheduler.service.attend.recording import Became, record
from scheduler.service.export import export
from scheduler.service.tokens import Kind, new_token
from scheduler.service.who import who
from scheduler.store import instances
from scheduler.store.engine import Store, open_store
from tests.asking import an_account, an_actor, settings_of
from tests.worlds import World

TUESDAY = date(2026, 9, 8)
"""S1 is at the lab with M1 from 9:30; S2 is on campus."""
TEN = 600


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def somebody(world: World, role: Role, **about: object) -> Actor:
    return an_actor(an_account(world.store, world.organisation, role, **about))


def say(world: World, student: str, code: str, day: date = TUESDAY, id: str = "", **more: object):
    asked = Asked(
        id=id or f"m-{student}-{day}-{code}",
        term=world.bay.ids["term"],
        student=student,
        code=code,
        day=day,
        **more,
    )
    return record(world.store, world.actor, [asked])


def board(world: World, actor: Actor | None = None, store: Store | None = None) -> boards.BoardOf:
    return boards.board_of(
        store or world.store, actor or world.actor, world.bay.ids["term"], TUESDAY
    )


def counts(one: boards.BoardOf, by: BoardBy = BoardBy.SITE) -> dict[str, dict[Shown, int]]:
    rows = one.show(by, TEN).rows
    return {
        key: {state: n for state, n in zip(STATES, row, strict=True) if n}
        for key, row in rows.items()
    }


def test_a_board_that_is_open_hears_of_a_mark_without_asking_the_store(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY", {True: 1e9, False: 1e9})
    before = board(world)
    assert counts(before) == {"HALL": {Shown.UNVERIFIED: 1}, "LAB": {Shown.MISSING: 1}}
    say(world, "S1", "PO")
    assert counts(before) == {"HALL": {Shown.UNVERIFIED: 1}, "LAB": {Shown.CONFIRMED: 1}}


def test_a_board_finds_what_another_process_recorded(
    world: World, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY", {True: 0.0, False: 0.0})
    other = open_store(database_url)
    there = board(world, store=other)
    assert counts(there)["LAB"] == {Shown.MISSING: 1}
    say(world, "S1", "PO")
    assert counts(there)["LAB"] == {Shown.CONFIRMED: 1}
    other.close()


def test_while_marks_come_it_is_left_to_a_later_look_whether_any_is_missing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "LOOK_EVERY", {True: 0.0, False: 0.0})
    monkeypatch.setattr(live, "MOST_UNDECIDED", 2)
    there = board(world)
    say(world, "S1", "PO")
    counts(there)
    (known,) = there.live.said["S1"].marks.values()
    numbers, read = itertools.count(), list[int]()
    monkeypatch.setattr(
        live.LiveDay, "_recorded", lambda self, tx, organisation: read.append(1) or []
    )
    is_busy = True

    def count(tx: object, organisation: str, day: date) -> int:
        if is_busy:
            there.live.hear([replace(known, id=f"another-{next(numbers)}")])
        return 99

    monkeypatch.setattr(live.marks_of_dates, "count", count)
    looks = [(counts(there), len(read))[1] for _ in range(3)]
    assert looks == [0, 0, 1]
    is_busy = False
    counts(there)
    assert len(read) == 2


def test_marks_of_those_who_are_not_looked_at_wait_for_who_looks_at_them(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, mentor = board(world), board(world, somebody(world, Role.MENTOR, person="M1"))
    before = counts(office)
    folded: list[str] = []
    put = live.LiveDay._put
    monkeypatch.setattr(
        live.LiveDay,
        "_put",
        lambda self, student, *rest: (folded.append(student), put(self, student, *rest))[1],
    )
    say(world, "S1", "PO")
    say(world, "S2", "P")
    assert counts(mentor) == {"LAB": {Shown.CONFIRMED: 1}}
    assert folded == ["S1"]
    assert counts(office) == before | {
        "LAB": {Shown.CONFIRMED: 1},
        "HALL": {Shown.CONFIRMED: 1},
    }
    assert folded == ["S1", "S2"]
    monkeypatch.setattr(live, "MOST_UNFOLDED", 0)
    say(world, "S2", "A")
    counts(mentor)
    assert folded == ["S1", "S2", "S2"]


def test_everybody_sees_only_their_own_on_a_board(world: World) -> None:
    seen = {
        "office": board(world),
        "advisor": board(world, somebody(world, Role.ADVISOR, person="T1")),
        "another advisor": board(world, somebody(world, Role.ADVISOR, person="T9")),
        "mentor": board(world, somebody(world, Role.MENTOR, person="M1")),
        "student": board(world, somebody(world, Role.STUDENT, person="S2")),
        "guardian": board(world, somebody(world, Role.GUARDIAN, wards=frozenset({"S1"}))),
    }
    whom = {name: [line.expected.student for line in one.lines(TEN)] for name, one in seen.items()}
    assert whom == {
        "office": ["S1", "S2"],
        "advisor": ["S1", "S2"],
        "another advisor": [],
        "mentor": ["S1"],
        "student": ["S2"],
        "guardian": ["S1"],
    }
    other_school = somebody(world, Role.COORDINATOR, schools=frozenset({"HBAY"}))
    with pytest.raises(NotFoundError):
        board(world, other_school)


def test_what_is_done_about_an_alert_is_kept_with_by_whom(world: World) -> None:
    term, advisor = world.bay.ids["term"], somebody(world, Role.ADVISOR, person="T1")
    one = board(world)
    (alert,) = one.show(BoardBy.SITE, TEN).alerts
    assert (alert.alert.expected.student, alert.step) == ("S1", None)
    key = alert.alert.key
    alerts.act(world.store, advisor, term, TUESDAY, key, AlertStep.ACKNOWLEDGED)
    resolved = (AlertStep.RESOLVED, AlertOutcome.AT_HOME)
    alerts.act(world.store, world.actor, term, TUESDAY, key, *resolved)
    (alert,) = one.show(BoardBy.SITE, TEN).alerts
    assert [(step.step, step.outcome, step.made_by) for step in alert.steps] == [
        (AlertStep.ACKNOWLEDGED, AlertOutcome.NONE, advisor.account),
        (*resolved, world.actor.account),
    ]
    with pytest.raises(ConflictError):
        alerts.act(world.store, advisor, term, TUESDAY, key, AlertStep.CALLED)
    told = export(world.store, world.actor, "S1")["alert_steps"]
    assert [one["step"] for one in told] == ["acknowledged", "resolved"]


def test_nobody_acts_on_an_alert_that_is_not_theirs(world: World) -> None:
    term = world.bay.ids["term"]
    (alert,) = board(world).show(BoardBy.SITE, TEN).alerts
    mentor = somebody(world, Role.MENTOR, person="M1")
    with pytest.raises(ForbiddenError):
        alerts.act(world.store, mentor, term, TUESDAY, alert.alert.key, AlertStep.CALLED)
    another = somebody(world, Role.ADVISOR, person="T9")
    with pytest.raises(ConflictError):
        alerts.act(world.store, another, term, TUESDAY, alert.alert.key, AlertStep.CALLED)


def test_a_report_is_told_again_from_the_marks_to_the_byte(world: World, database_url: str) -> None:
    days = [TUESDAY + timedelta(days=n) for n in (0, 2, 7, 9)]
    for day, code in zip(days, ("PO", "L", "A", "E"), strict=True):
        say(world, "S1", code, day)
    say(world, "S1", "PO", days[2], id="better", supersedes=f"m-S1-{days[2]}-A", reason="I saw her")
    term = world.bay.ids["term"]

    def told(store: Store) -> tuple[bytes, reports.Period]:
        found = reports.period(store, world.actor, term, days[0], days[-1])
        return csv_of(reports.sheet_of(found, By.STUDENT)), found

    once, found = told(world.store)
    row = found.rows(By.STUDENT)["S1"]
    assert (row.present, row.excused, row.absent, row.late) == (3, 1, 0, 1)
    other = open_store(database_url)
    assert told(other)[0] == once
    other.close()
    guardian = somebody(world, Role.GUARDIAN, wards=frozenset({"S2"}))
    theirs = reports.period(world.store, guardian, term, days[0], days[-1])
    assert list(theirs.rows(By.STUDENT)) == ["S2"]


def test_the_target_is_what_the_whole_term_plans(world: World) -> None:
    found = reports.period(world.store, world.actor, world.bay.ids["term"], TUESDAY, TUESDAY)
    row = found.rows(By.STUDENT)["S1"]
    assert found.targets["S1"] == 6 * row.out_planned_minutes > 0
    assert found.targets["S2"] == 0


def test_a_phone_is_enrolled_once_and_the_one_before_is_out(world: World) -> None:
    settings = settings_of()

    def enrolled() -> str:
        token = new_token(Kind.LINK)
        devices.invite(world.store, world.actor, "S1", token)
        secret = devices.enrol(world.store, token, "192.0.2.1")
        with pytest.raises(NotSignedInError):
            devices.enrol(world.store, token, "192.0.2.1")
        with pytest.raises(NotSignedInError):
            who(world.store, settings, Via.SESSION, token)
        return secret

    first = enrolled()
    actor = who(world.store, settings, Via.SESSION, first)
    assert (actor.person, actor.link) == ("S1", LinkKind.DEVICE)
    second = enrolled()
    with pytest.raises(NotSignedInError):
        who(world.store, settings, Via.SESSION, first)
    phones = devices.of_student(world.store, world.actor, "S1")
    (phone,) = [one for one in phones if one.kind is LinkKind.DEVICE]
    devices.revoke(world.store, world.actor, phone.id)
    with pytest.raises(NotSignedInError):
        who(world.store, settings, Via.SESSION, second)


def test_a_phone_sees_and_says_nothing_of_others(world: World) -> None:
    token = new_token(Kind.LINK)
    devices.invite(world.store, world.actor, "S1", token)
    phone = who(
        world.store, settings_of(), Via.SESSION, devices.enrol(world.store, token, "192.0.2.1")
    )
    (answer,) = record(
        world.store,
        phone,
        [Asked(id="x", term=world.bay.ids["term"], student="S2", code="P")],
    )
    assert answer.became is Became.REFUSED
    assert [line.expected.student for line in board(world, phone).lines()] == ["S1"]
    with pytest.raises(ForbiddenError):
        devices.invite(world.store, phone, "S1", new_token(Kind.LINK))


def test_rates_are_learned_only_from_enough_and_kept_as_the_next_version(world: World) -> None:
    term = world.bay.ids["term"]
    with pytest.raises(ConflictError):
        learning.keep_rates(world.store, world.actor, term)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(learning, "FEWEST_DAYS", 4)
        for number in (0, 2, 7, 9):
            say(world, "S1", "A" if number in (0, 7) else "PO", TUESDAY + timedelta(days=number))
        kept = learning.keep_rates(world.store, world.actor, term)
    with world.store.read() as tx:
        school = instances.load(tx, world.organisation, kept.id)
        newest = instances.newest(tx, world.organisation, term)
    assert newest == kept
    assert {rate.student for rate in school.attendance} == {"S1"}
    assert all(0.3 < rate.share < 0.95 for rate in school.attendance)
