from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from scheduler.attendance.board import STATES, AlertKind, Board, BoardBy, Shown
from scheduler.domain.attendance import Witness
from scheduler.domain.codes import Counts
from scheduler.domain.ids import RunId
from scheduler.domain.places import Mode
from scheduler.domain.standing import EntryKind, Expected, Presence, Standing
from scheduler.domain.timetable import Leg

VAN = Leg(
    mode=Mode.VAN,
    origin="C1",
    destination="N1",
    departs=time(8, 20),
    arrives=time(8, 50),
    run=RunId("V1.1"),
)
NINE = 540


def line(student: str, **more: object) -> Expected:
    one = Expected(
        student=student,
        day=date(2026, 9, 8),
        entry="day-out.0",
        kind=EntryKind.DAY_OUT,
        site="N1",
        place="N1",
        people=("M1",),
        start=NINE,
        end=780,
        advisory="A1",
    )
    return replace(one, **more)


CAMPUS = {"entry": "campus", "kind": EntryKind.CAMPUS, "site": "C1", "people": ("T1",)}
HERE = Standing(
    presence=Presence.CONFIRMED,
    counts=Counts.PRESENT,
    says={Witness.REGISTER: Counts.PRESENT},
)
NOTE = Standing(presence=Presence.EXCUSED, counts=Counts.EXCUSED, excused_minutes=240)
SILENT = Standing(presence=Presence.UNVERIFIED)


def board(*lines: Expected) -> Board:
    return Board(lines, {"A1": "SC1", "A2": "SC2"})


def shown(one: Board, at: int) -> list[Shown]:
    return [STATES[number] for number in one.states(at).tolist()]


def test_silence_is_expected_then_missing_and_never_absent() -> None:
    day = board(line("S1"))
    assert [shown(day, at)[0] for at in (500, 544, 545, 779, 780)] == [
        Shown.EXPECTED,
        Shown.EXPECTED,
        Shown.MISSING,
        Shown.MISSING,
        Shown.UNVERIFIED,
    ]


def test_a_longer_way_gives_more_time() -> None:
    day = board(line("S1", there=(VAN,)))
    assert [shown(day, at)[0] for at in (550, 551)] == [Shown.EXPECTED, Shown.MISSING]


def test_what_is_known_is_shown_at_any_minute() -> None:
    day = board(*(line(f"S{n}") for n in range(5)))
    day.put(0, HERE)
    day.put(1, replace(HERE, is_late=True, late=10))
    day.put(2, replace(HERE, presence=Presence.SELF_REPORTED))
    day.put(3, NOTE)
    day.put(4, Standing(presence=Presence.ABSENT, counts=Counts.ABSENT))
    wanted = [Shown.CONFIRMED, Shown.LATE, Shown.SELF_REPORTED, Shown.EXCUSED, Shown.ABSENT]
    assert shown(day, 400) == shown(day, 1000) == wanted


def test_lines_are_counted_by_what_is_asked_for() -> None:
    day = board(line("S1"), line("S2", site="N2"), line("S3", advisory="A2", **CAMPUS))
    day.put(0, HERE)
    seen = {
        by: {key: dict(zip(STATES, row, strict=True)) for key, row in day.counts(by, 600).items()}
        for by in (BoardBy.SITE, BoardBy.SCHOOL, BoardBy.MENTOR, BoardBy.VAN)
    }
    none = dict.fromkeys(STATES, 0)
    assert seen == {
        BoardBy.SITE: {
            "C1": none | {Shown.UNVERIFIED: 1},
            "N1": none | {Shown.CONFIRMED: 1},
            "N2": none | {Shown.MISSING: 1},
        },
        BoardBy.SCHOOL: {
            "SC1": none | {Shown.CONFIRMED: 1, Shown.MISSING: 1},
            "SC2": none | {Shown.UNVERIFIED: 1},
        },
        BoardBy.MENTOR: {"M1": none | {Shown.CONFIRMED: 1, Shown.MISSING: 1}},
        BoardBy.VAN: {},
    }
    only = day.of(BoardBy.SCHOOL, "SC1")
    assert list(day.counts(BoardBy.SITE, 600, only)) == ["N1", "N2"]


def alerts(one: Board, at: int) -> list[tuple[str, AlertKind, int]]:
    return [(each.expected.student, each.kind, each.since) for each in one.alerts(at)]


def test_who_is_not_there_is_called_about_after_the_slack_of_their_way() -> None:
    day = board(line("S1"), line("S2", there=(VAN,)))
    assert alerts(day, 544) == []
    assert alerts(day, 545) == [("S1", AlertKind.NOT_THERE, 545)]
    day.put(1, SILENT, boarded=True)
    assert alerts(day, 551)[1:] == [("S2", AlertKind.LEFT_VAN, 551)]
    day.put(0, HERE)
    day.put(1, HERE, boarded=True)
    assert alerts(day, 700) == []


def test_who_was_not_in_the_van_is_called_about_before_the_day_begins() -> None:
    day = board(line("S1", there=(VAN,)))
    day.put(0, replace(SILENT, says={Witness.VAN: Counts.ABSENT}))
    assert alerts(day, 504) == []
    assert alerts(day, 505) == [("S1", AlertKind.NOT_BOARDED, 505)]


def test_a_note_or_part_of_a_day_excused_makes_no_alarm() -> None:
    day = board(line("S1"), line("S2"))
    day.put(0, NOTE)
    day.put(1, replace(SILENT, excused_minutes=60))
    assert alerts(day, 604) == []
    assert alerts(day, 605) == [("S2", AlertKind.NOT_THERE, 605)]


def test_on_campus_nobody_is_missed_before_the_register_was_taken() -> None:
    day = board(*(line(one, **CAMPUS) for one in ("S1", "S2")), line("S3", advisory="A2", **CAMPUS))
    assert alerts(day, 600) == []
    assert day.untaken(600) == {"A1": "C1", "A2": "C1"}
    day.put(0, HERE)
    assert alerts(day, 600) == [("S2", AlertKind.NOT_THERE, 545)]
    assert day.untaken(600) == {"A2": "C1"}
