from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

from starlette.datastructures import FormData

from scheduler.domain.moves import MoveSession
from scheduler.domain.rules import GoalId, Score
from scheduler.domain.runs import Blocker, Bounds, Limits, Reason
from scheduler.domain.service_runs import Operation, RunRecord, RunState
from scheduler.domain.timetable import Timetable
from scheduler.service.differences import differences
from scheduler.service.moves import moved
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.names import Names
from scheduler.web import rendering
from scheduler.web.forms import Form
from scheduler.web.naming import run_name
from scheduler.web.views.changing import changes
from scheduler.web.views.compare import person_rows, score_rows
from scheduler.web.views.runs import MOST_MOMENTS, RunView, thinned
from scheduler.web.views.scores import goal_rows, total_row, unplaced_groups
from tests import factories as f


def _score(unplaced: tuple[int, int, int] = (0, 0, 0), **goals: int) -> Score:
    return Score(
        unplaced=unplaced,
        goals={GoalId(name.replace("_", "-")): points for name, points in goals.items()},
        softened={},
    )


def test_goals_show_what_costs_something_or_is_proven() -> None:
    bounds = Bounds(goals={GoalId.TRAVEL: 30, GoalId.KEEP: 5}, penalty=40)
    rows = goal_rows(_score(travel=50, wishes=0, keep=4), bounds)
    assert [(row.id, row.value, row.bound, row.above) for row in rows] == [
        ("travel", 50, 30, 20),
        ("keep", 4, 5, 0),
    ]
    total = total_row(_score(travel=50, keep=4), bounds)
    assert (total.value, total.bound, total.above) == (54, 40, 14)


def test_unplaced_items_come_with_their_reasons_in_names() -> None:
    item = f.unplaced("must", "S2", "W1")
    reason = Reason(item=item, blockers=(Blocker(option="W1-1", blocker="S1 has the last seat"),))
    (group,) = unplaced_groups([item], [reason], Names(f.instance()))
    assert group.heading == "Musts without a seat"
    assert [(one.title, one.blockers) for one in group.items] == [
        ("Ben (S2), W1", (("W1 1 (W1-1)", "Ada (S1) has the last seat"),))
    ]


def test_days_of_one_internship_are_counted_and_said_once() -> None:
    days = [f.unplaced("day", "S1", "0")] * 2
    (group,) = unplaced_groups([*days, f.unplaced("day", "S2", "0")], [], Names(f.instance()))
    assert group.count == 3
    assert [one.title for one in group.items] == [
        "Ada (S1), 2 days out of internship 1",
        "Ben (S2), internship 1",
    ]


def test_two_scores_side_by_side_say_what_is_less() -> None:
    rows = score_rows(_score((1, 0, 0), travel=50), _score(travel=1250))
    assert [(row.old, row.new, row.difference) for row in rows] == [
        (1, 0, "−1"),
        (50, 1250, "+1,200"),
        (50, 1250, "+1,200"),
    ]


def test_who_has_something_else_is_said_from_where_to_where() -> None:
    school, old = f.instance(), f.timetable()
    slot, to = old.sections[0].sessions[0].slot, f.slot(0, 14)
    new = moved(school, old, [MoveSession(section="W1-1", slot=slot, to_slot=to)])  # type: ignore[arg-type]
    rows = person_rows(school, differences((school, old), (school, new)))
    assert [(row.name, row.kind) for row in rows] == [
        ("Ada", "student"),
        ("Ben", "student"),
        ("T2", "staff"),
    ]
    (line,) = rows[0].lines
    assert line.was.startswith("W1 1, Mon 10:00-11:00")
    assert line.now.startswith("W1 1, Mon 14:00-15:00")


def test_forms_offer_every_move_of_a_section_with_its_slots() -> None:
    diary = Diary(f.instance(), f.timetable())
    (change,) = changes(diary, Timetable(instance="x"), "W1-1")
    moves = [form for form in change.forms if form.move == "move-session"]
    assert len(moves) == len(diary.timetable.sections[0].sessions)
    to = next(choice for choice in moves[0].choices if choice.name == "to_slot")
    # Every slot of the grid but the one it is in, and to leave it.
    assert len(to.options) == len(f.school_site().grid)
    assert changes(diary, Timetable(instance="x"), "M1") == ()


def test_a_student_without_a_day_out_can_be_given_one() -> None:
    timetable = f.timetable(days_out=(), unplaced=(f.unplaced("day", "S1", "0"),))
    found = changes(Diary(f.instance(), timetable), Timetable(instance="x"), "S1")
    place = [form for one in found for form in one.forms if form.move == "place-day"]
    assert [form.fixed for form in place] == [(("student", "S1"), ("internship", "0"))]


def test_a_long_course_is_thinned_and_keeps_its_ends() -> None:
    course = [{"seconds": second} for second in range(10_000)]
    thin = thinned(course)
    assert (len(thin), thin[0], thin[-1]) == (MOST_MOMENTS, course[0], course[-1])
    assert thinned(course[:5]) == course[:5]


def test_a_run_that_waits_has_no_figures() -> None:
    record = RunRecord(
        id="run_abcdef",
        organisation="org",
        term="term",
        instance="ins",
        name="",
        operation=Operation.SOLVE,
        limits=Limits(seconds=60),
        start=None,
        state=RunState.QUEUED,
        made_by="acc",
        created_at=datetime(2026, 9, 7, tzinfo=UTC),
    )
    view = RunView(record=record)
    assert (view.name, view.phase, view.live) == ("Run abcdef", "waits for a worker", True)
    assert run_name(record) == "Planning run abcdef"
    assert (view.unplaced, view.penalty, view.bound, view.gap, view.seconds) == (None,) * 5


def test_a_form_says_beside_each_field_what_is_wrong() -> None:
    form = Form(FormData([("seconds", "many"), ("name", "  ")]))
    form.needed("name", "The name")
    assert form.read("seconds", float, "Give a number.") is None
    assert [(error.field, error.text) for error in form.errors] == [
        ("name", "The name is missing. Fill it in."),
        ("seconds", "Give a number."),
    ]


def test_no_attribute_holds_an_element() -> None:
    folder = Path(rendering.__file__).parent / "templates"
    elements = re.compile(r'="[^"<>]*{{[^}]*\|\s*(when|day)\b[^"]*"')
    found = [one.name for one in folder.glob("*.html") if elements.search(one.read_text("utf-8"))]
    assert found == []
