from __future__ import annotations

from pathlib import Path

import pytest

from scheduler.check import broken
from scheduler.errors import InvalidInputError
from scheduler.files import read_instance, read_timetable
from scheduler.service.handmade import timetable_of

TINY = Path(__file__).parents[3] / "instances" / "tiny"
HEAD = "entry,who,what,where,day,start,lead\n"


def test_a_whole_plan_by_hand_is_the_plan() -> None:
    """The solution on paper, written as a table with names: ways and vans are found."""
    school = read_instance(TINY / "instance.json")
    plan = read_timetable(TINY / "timetable.json")
    names, days = school.names, ("Monday", "Tue", "wed")
    lines = [
        f"day out,{names[o.student]},{names[o.mentor]},{o.site},{days[o.day]},,"
        for o in plan.days_out
    ]
    for meeting in plan.meetings:
        slot = school.room_of[school.advisory_of[meeting.advisory].room][1].grid[meeting.slot]
        lines.append(
            f"meeting,{names[meeting.advisory]},{meeting.kind},,{days[slot.day]},{slot.start:%H:%M},"
        )
    for section in plan.sections:
        for session in section.sessions:
            slot = school.room_of[session.room][1].grid[session.slot]
            lines.append(
                f"session,,{section.section},{names[session.room]},{days[slot.day]},"
                f"{slot.start.hour}:{slot.start:%M},{names[section.lead]}"
            )
    lines += [f"enrolment,{e.student},{names[e.section]},,,," for e in plan.enrolments]
    made = timetable_of(school, (HEAD + "\n".join(lines)).encode())
    assert list(broken(school, made)) == []
    assert made.days_out == plan.days_out
    assert (made.meetings, made.sections) == (plan.meetings, plan.sections)
    assert (made.enrolments, made.unplaced) == (plan.enrolments, plan.unplaced)


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("lunch,Ana Wren,,,,,", "entry"),
        ("day out,Nobody,Lena Fairweather,,Mon,,", "who"),
        ("day out,Ana Wren,Ruth Amsel,,Mon,,", "what"),
        ("day out,Ana Wren,Lena Fairweather,,Someday,,", "day"),
        ("meeting,Herons,lunch,,Mon,09:00,", "what"),
        ("meeting,Herons,circle,,Mon,09:07,", "start"),
        ("session,,Laboratory 2,Lab,Tue,10:00,", "lead"),
        ("enrolment,Ana Wren,,,,,", "what"),
    ],
)
def test_a_faulty_line_is_named_with_its_column(line: str, field: str) -> None:
    school = read_instance(TINY / "instance.json")
    with pytest.raises(InvalidInputError) as refused:
        timetable_of(school, (HEAD + line).encode())
    assert [(fault.position, fault.field) for fault in refused.value.faults] == [("line 2", field)]


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"a,b\n1,2\n"])
def test_what_is_no_table_is_refused(data: bytes) -> None:
    with pytest.raises(InvalidInputError):
        timetable_of(read_instance(TINY / "instance.json"), data)
