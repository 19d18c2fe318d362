from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest

from scheduler.attendance.ledger import SILENCE, fold
from scheduler.attendance.superseding import standing_marks
from scheduler.domain.attendance import Band, How, Mark, Witness
from scheduler.domain.codes import Counts
from scheduler.domain.standing import Flag, Presence
from tests.unit.attendance.marking import CAMPUS, OUT, READING, SESSION, mark, moment

TAP = mark("tap", "P", How.CHECK_IN, "9:02")
HERE = mark("here", "PO", How.MENTOR, "9:30")
AWAY = mark("away", "A", How.MENTOR, "9:30")
ROLL = mark("roll", "B", How.VAN, "8:40", about={"run": "R1"})
NO_RIDE = mark("no-ride", "NB", How.VAN, "8:40", about={"run": "R1"})
NO_RIDE_BACK = mark("no-ride-back", "NB", How.VAN, "15:10", about={"run": "R2"})
ILL = mark("ill", "I", How.OFFICE, "7:30", site="")
OFFICE_HERE = mark("office", "P", How.OFFICE, "16:00")
DENTIST = mark("dentist", "E", How.NOTE, "7:00", site="", start=660, end=720)


@pytest.mark.parametrize(
    ("marks", "presence", "flags"),
    [
        ([], Presence.UNVERIFIED, ()),
        ([TAP], Presence.SELF_REPORTED, ()),
        ([HERE], Presence.CONFIRMED, ()),
        ([TAP, HERE], Presence.CONFIRMED, ()),
        ([AWAY], Presence.ABSENT, ()),
        ([TAP, AWAY], Presence.ABSENT, (Flag.ABSENT_BUT_HERE,)),
        ([ROLL], Presence.UNVERIFIED, ()),
        ([ROLL, AWAY], Presence.ABSENT, (Flag.WITNESSES,)),
        ([NO_RIDE], Presence.UNVERIFIED, ()),
        ([NO_RIDE, TAP], Presence.SELF_REPORTED, (Flag.NOT_BOARDED,)),
        ([NO_RIDE_BACK, TAP], Presence.SELF_REPORTED, ()),
        ([NO_RIDE, AWAY], Presence.ABSENT, ()),
        ([ILL], Presence.EXCUSED, ()),
        ([ILL, AWAY], Presence.EXCUSED, ()),
        ([ILL, HERE], Presence.CONFIRMED, (Flag.EXCUSED_BUT_HERE,)),
        ([ILL, TAP], Presence.SELF_REPORTED, (Flag.EXCUSED_BUT_HERE,)),
        ([TAP, AWAY, OFFICE_HERE], Presence.CONFIRMED, (Flag.OVERRIDDEN,)),
        ([HERE, OFFICE_HERE], Presence.CONFIRMED, ()),
        ([mark("x", "Q", How.MENTOR)], Presence.UNVERIFIED, ()),
    ],
    ids=lambda value: "+".join(one.id for one in value) if isinstance(value, list) else None,
)
def test_who_says_what(marks: list[Mark], presence: Presence, flags: tuple[Flag, ...]) -> None:
    standing = fold(OUT, marks, READING)
    assert (standing.presence, standing.flags) == (presence, frozenset(flags))


def test_submitted_and_overridden_are_both_kept() -> None:
    standing = fold(OUT, [TAP, AWAY, OFFICE_HERE], READING)
    assert (standing.holds, standing.submitted, standing.code) == ("office", "away", "P")
    assert standing.says == {
        Witness.STUDENT: Counts.PRESENT,
        Witness.MENTOR: Counts.ABSENT,
        Witness.OFFICE: Counts.PRESENT,
    }


@pytest.mark.parametrize(
    ("marks", "arrived", "late", "early", "present", "excused", "absent"),
    [
        ([HERE], None, 0, 0, 360, 0, 0),
        ([TAP], 542, 0, 0, 360, 0, 0),
        ([mark("t", "P", How.CHECK_IN, "9:20")], 560, 20, 0, 340, 0, 20),
        ([mark("t", "P", How.CHECK_IN, "9:20"), HERE], 560, 20, 0, 340, 0, 20),
        ([mark("t", "P", How.CHECK_IN, "8:30")], 510, 0, 0, 360, 0, 0),
        ([mark("t", "P", How.CHECK_IN, "9:20"), mark("u", "P", How.CHECK_IN, "9:50")],
         560, 20, 0, 340, 0, 20),
        ([mark("t", "P", How.CHECK_IN, "9:20"), mark("m", "L", How.MENTOR, "12:00", start=550)],
         550, 10, 0, 350, 0, 10),
        ([TAP, mark("o", "OUT", How.CHECK_IN, "14:00")], 542, 0, 60, 300, 0, 60),
        ([TAP, mark("o", "OUT", How.CHECK_IN, "12:00"), mark("p", "P", How.CHECK_IN, "12:40")],
         542, 0, 0, 360, 0, 0),
        ([TAP, mark("o", "OUT", How.CHECK_IN, "12:00"), mark("p", "P", How.CHECK_IN, "12:40"),
          mark("r", "OUT", How.CHECK_IN, "14:00")], 542, 0, 60, 300, 0, 60),
        ([TAP, mark("o", "OUT", How.KIOSK, "12:00"), mark("p", "P", How.CHECK_IN, "12:40")],
         542, 0, 180, 180, 0, 180),
        ([HERE, DENTIST], None, 0, 0, 300, 60, 0),
        ([AWAY, DENTIST], None, 0, 0, 0, 60, 300),
        ([DENTIST], None, 0, 0, 0, 60, 0),
        ([HERE, DENTIST, mark("e", "E", How.OFFICE, "7:10", site="", start=690, end=750)],
         None, 0, 0, 270, 90, 0),
        ([mark("e", "E", How.NOTE, "7:00", start=0, end=600), mark("t", "P", How.CHECK_IN, "9:58")],
         598, 0, 0, 300, 60, 0),
        ([ILL], None, 0, 0, 0, 360, 0),
        ([ILL, HERE], None, 0, 0, 360, 0, 0),
        ([AWAY], None, 0, 0, 0, 0, 360),
    ],
    ids=lambda value: "+".join(one.id for one in value) if isinstance(value, list) else None,
)  # fmt: skip
def test_minutes(
    marks: list[Mark],
    arrived: int | None,
    late: int,
    early: int,
    present: int,
    excused: int,
    absent: int,
) -> None:
    standing = fold(OUT, marks, READING)
    assert standing.arrived == arrived
    assert (standing.late, standing.early) == (late, early)
    spent = (standing.present_minutes, standing.excused_minutes, standing.absent_minutes)
    assert spent == (present, excused, absent)
    assert standing.is_late is (late > 0)


@pytest.mark.parametrize(("day", "clock"), [(26, "07:20"), (27, "06:20")])
def test_a_change_of_clocks_does_not_change_the_minute(day: int, clock: str) -> None:
    """In the night to the 27th clocks in Jerusalem go from two to three."""
    zone = ZoneInfo("Asia/Jerusalem")
    line = replace(OUT, day=date(2026, 3, day))
    at = datetime.fromisoformat(f"2026-03-{day}T{clock}Z")
    before = mark("t", "P", How.CHECK_IN, day=line.day, effective_at=at, offset=120)
    standing = fold(line, [before], replace(READING, zone=zone))
    assert (standing.arrived, standing.late, standing.present_minutes) == (560, 20, 340)
    assert (Flag.CLOCK in standing.flags) is (day == 27)


def test_late_without_a_time_is_late() -> None:
    standing = fold(OUT, [mark("l", "L", How.MENTOR, "9:40")], READING)
    assert (standing.is_late, standing.late) == (True, 0)


def test_a_correction_takes_the_place_of_what_it_names() -> None:
    right = mark("right", "PO", How.MENTOR, "9:31", supersedes="away")
    last = mark("last", "L", How.MENTOR, "9:32", supersedes="right", start=570)
    assert fold(OUT, [AWAY, right], READING).holds == "right"
    for order in permutations([AWAY, right, last, AWAY]):
        standing = fold(OUT, order, READING)
        assert (standing.holds, standing.late) == ("last", 30)


def test_nobody_corrects_what_has_more_authority() -> None:
    mine = mark("mine", "P", How.CHECK_IN, "10:00", supersedes="away")
    assert fold(OUT, [AWAY, mine], READING).presence is Presence.ABSENT


def test_a_void_mark_says_nothing_any_more() -> None:
    void = mark("void", "VOID", How.OFFICE, "17:00", supersedes="away")
    assert fold(OUT, [AWAY, void], READING).presence is Presence.UNVERIFIED
    assert fold(OUT, [AWAY, void, TAP], READING).presence is Presence.SELF_REPORTED


def test_corrections_that_run_in_a_circle_leave_one() -> None:
    circle = [
        mark("a", "A", How.MENTOR, "9:00", supersedes="c"),
        mark("b", "PO", How.MENTOR, "9:10", supersedes="a"),
        mark("c", "L", How.MENTOR, "9:20", supersedes="b"),
    ]
    for order in permutations(circle):
        assert fold(OUT, order, READING).holds == "c"
    out = mark("d", "A", How.MENTOR, "9:05", supersedes="c")
    assert fold(OUT, [*circle, out], READING).holds == "d"
    itself = mark("e", "PO", How.MENTOR, "9:00", supersedes="e")
    assert fold(OUT, [itself], READING).holds == "e"


def test_a_long_chain_of_corrections_leaves_its_last() -> None:
    chain = [
        mark(f"m{n:05}", "A" if n % 2 else "PO", How.MENTOR, "9:00", supersedes=f"m{n - 1:05}")
        for n in range(5000)
    ]
    assert fold(OUT, chain, READING).holds == "m04999"


def test_of_equal_marks_the_later_holds_and_then_the_greater_id() -> None:
    one, two = mark("1", "A", How.MENTOR, "9:30"), mark("2", "PO", How.MENTOR, "9:30")
    later = mark("0", "A", How.MENTOR, "9:31")
    assert fold(OUT, [one, two], READING).holds == "2"
    assert fold(OUT, [one, two, later], READING).holds == "0"


def test_marks_of_others_dates_and_places_say_nothing() -> None:
    others = [
        mark("1", "PO", How.MENTOR, student="S2"),
        mark("2", "PO", How.MENTOR, day=OUT.day + timedelta(days=1)),
        mark("3", "A", How.MENTOR, site="CLINIC"),
        mark("4", "PO", How.MENTOR, entry="day-out.1"),
    ]
    assert fold(OUT, others, READING) == SILENCE


def test_seen_at_another_site_is_a_matter_to_look_into() -> None:
    kiosk = mark("1", "P", How.KIOSK, "8:58", site="HALL")
    standing = fold(OUT, [kiosk], READING)
    assert (standing.presence, standing.flags) == (Presence.UNVERIFIED, {Flag.ELSEWHERE})
    assert fold(OUT, [kiosk, HERE], READING).flags == {Flag.ELSEWHERE}
    assert fold(CAMPUS, [kiosk], READING).flags == frozenset()


def test_one_session_shows_that_they_are_on_campus_and_never_that_they_are_not() -> None:
    in_class = mark("1", "P", How.REGISTER, "10:05", site="HALL", entry=SESSION.entry)
    missed = mark("2", "A", How.REGISTER, "10:05", site="HALL", entry=SESSION.entry)
    assert fold(SESSION, [in_class], READING).presence is Presence.CONFIRMED
    assert fold(CAMPUS, [in_class], READING).presence is Presence.CONFIRMED
    assert fold(SESSION, [missed], READING).presence is Presence.ABSENT
    assert fold(CAMPUS, [missed], READING).presence is Presence.UNVERIFIED
    day = mark("3", "P", How.KIOSK, "8:58", site="HALL")
    assert fold(SESSION, [day], READING).presence is Presence.UNVERIFIED


def test_an_excuse_holds_for_what_it_overlaps() -> None:
    assert fold(SESSION, [DENTIST], READING).presence is Presence.UNVERIFIED
    early = mark("1", "E", How.NOTE, "7:00", site="", start=590, end=700)
    assert fold(SESSION, [early], READING).presence is Presence.EXCUSED
    assert fold(CAMPUS, [early], READING).presence is Presence.UNVERIFIED
    assert fold(SESSION, [ILL], READING).presence is Presence.EXCUSED


def test_a_tap_from_outside_is_flagged_and_holds() -> None:
    near = mark("1", "P", How.CHECK_IN, "9:00", band=Band.WITHIN_500_M, accuracy=900)
    standing = fold(OUT, [near], READING)
    assert standing.presence is Presence.SELF_REPORTED
    assert standing.flags == {Flag.OUTSIDE}


@pytest.mark.parametrize(
    ("minutes", "offset", "shows"),
    [(0, -240, False), (9, None, False), (11, -240, True), (0, -300, True), (0, 60, True)],
)
def test_a_wrong_clock_shows_and_does_not_change_the_day(
    minutes: int, offset: int | None, shows: bool
) -> None:
    claimed = moment("9:02") + timedelta(minutes=minutes)
    tap = mark("1", "P", How.CHECK_IN, "9:02", claimed_at=claimed, offset=offset)
    standing = fold(OUT, [tap], READING)
    assert standing.arrived == 542
    assert (Flag.CLOCK in standing.flags) is shows


def test_a_dispute_stays_until_it_is_settled() -> None:
    dispute = mark("d", "DISP", How.CHECK_IN, "18:00", about={"disputes": "away"})
    assert fold(OUT, [AWAY, dispute], READING).flags == {Flag.DISPUTED}
    assert fold(OUT, [AWAY, dispute], READING).presence is Presence.ABSENT
    settled = mark("s", "VOID", How.OFFICE, "19:00", supersedes="d")
    assert fold(OUT, [AWAY, dispute, settled], READING).flags == frozenset()
    granted = mark("g", "PO", How.OFFICE, "19:00", supersedes="away")
    assert fold(OUT, [AWAY, dispute, granted], READING).flags == frozenset()


@pytest.mark.parametrize(
    ("how", "other", "named", "takes_place"),
    [
        (How.OFFICE, {}, AWAY, True),
        (How.REGISTER, {}, AWAY, False),
        (How.REGISTER, {}, mark("kiosk", "A", How.KIOSK), True),
        (How.NOTE, {}, mark("register", "A", How.REGISTER), False),
        (How.NOTE, {"code": "VOID"}, mark("register", "A", How.REGISTER), False),
        (How.MENTOR, {"made_by": "acc_1"}, AWAY, True),
        (How.MENTOR, {"made_by": "acc_1", "code": "VOID"}, AWAY, False),
        (How.OFFICE, {"code": "VOID"}, AWAY, True),
        (How.OFFICE, {"day": date(2026, 9, 9)}, AWAY, False),
    ],
)
def test_who_takes_the_place_of_whose_mark(
    how: How, other: dict[str, object], named: Mark, takes_place: bool
) -> None:
    made: dict[str, object] = {"code": "E", "made_by": "acc_2"} | other
    right = replace(mark("right", "E", how, supersedes=named.id), **made)
    standing = {one.id for one in standing_marks([named, right])}
    assert standing == ({"right"} if takes_place else {named.id, "right"})
