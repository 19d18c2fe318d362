"""Who stands behind a figure of the board: everybody late, missing, excused and so on, by name."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from scheduler.attendance.board import STATES, BoardBy, Shown
from scheduler.service.attend import boards
from scheduler.web.asking import Db
from scheduler.web.rendering import render
from scheduler.web.routes.board import Looker, School, When
from scheduler.web.views import board as view
from scheduler.web.views import board_people

router = APIRouter(prefix="/terms/{term}/board")


@router.get("/people")
def people_page(
    request: Request,
    store: Db,
    actor: Looker,
    term: str,
    state: Shown = Shown.MISSING,
    day: When = None,
    school: School = "",
) -> Response:
    """Show by name with whom it stands in one way."""
    within = (BoardBy.SCHOOL, school) if school else None
    board = boards.board_of(store, actor, term, day, within)
    live = board.live
    under = f"/terms/{live.term.id}"
    at = live.minute()
    found = [one for one in board.lines(at) if STATES[one.state] is state]
    instance = live.holding.instance if live.holding is not None else None
    lines, more = board_people.lines_of(found, instance, under) if instance else ([], 0)
    boards.note_seen(store, actor, [one.student for one in lines])
    query = f"from={live.day}" + (f"&school={school}" if school else "")
    return render(
        request,
        "board_people.html",
        day=live.day,
        at=view.time_of(at),
        state=state.value,
        word=view.WORDS[state][1],
        states=[(one.value, view.WORDS[one][1]) for one in STATES],
        lines=lines,
        more=more,
        query=query,
        school=instance.names.get(school, "") if instance else "",
        crumbs=[("/", "Terms"), (under, live.term.name), (f"{under}/board?{query}", "Board")],
    )
