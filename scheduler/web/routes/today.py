"""Pages of today: somebody is ill; where the students go, and who leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.domain.accounts import Actor
from scheduler.domain.instance import Instance
from scheduler.errors import ConflictError, InvalidInputError, NotFoundError, SchedulerError
from scheduler.service import today
from scheduler.service.mornings import told
from scheduler.service.rights import Action
from scheduler.service.weeks.names import Names
from scheduler.web.asking import Db, allowed
from scheduler.web.forms import FormError
from scheduler.web.rendering import render

router = APIRouter()
Reader = Annotated[Actor, allowed(Action.RESHUFFLE_READ)]
MOST = 50


@router.get("/today")
def today_page(request: Request, store: Db, actor: Reader) -> Response:
    """Lead to the term that today is in, or let choose."""
    found = today.running(store, actor)
    if len(found) == 1:
        return RedirectResponse(f"/terms/{found[0].id}/today", HTTPStatus.SEE_OTHER)
    return render(request, "today_terms.html", terms=found)


@router.get("/terms/{term}/today")
def day_page(
    request: Request,
    store: Db,
    actor: Reader,
    term: str,
    away: Annotated[str, Query(max_length=2000)] = "",
    on: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """Ask who is away; with names, say how the day can be."""
    errors: list[FormError] = []
    when = _date(on, errors)
    try:
        ground = today.today(store, actor, term, when)
    except InvalidInputError as no:
        errors.append(_past(no))
        ground = today.today(store, actor, term)
    day, said = None, {}
    if away and not errors and ground.school is not None:
        names = Names(ground.school)
        gone = _found(names, away, errors)
        if not errors:
            try:
                _, day = today.without(store, actor, term, gone, when)
                said = told(ground.school, day, names.of)
            except (InvalidInputError, ConflictError) as no:
                errors += _all(no)
    return render(
        request,
        "today.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        term=ground.term,
        released=ground.school is not None,
        when=ground.when,
        on=on or str(ground.when),
        away=away,
        day=day,
        people=_people(ground.school, said, f"/terms/{term}/presence", ground.when)
        if ground.school
        else [],
        crowded=[Names(ground.school).put(one) for one in day.crowded]
        if day and ground.school
        else [],
        errors=errors,
    )


def _people(
    school: Instance, said: Mapping[str, Sequence[str]], under: str, when: date
) -> list[tuple[str, str, Sequence[str]]]:
    """Who has to be told what; students with the page on which their day can be excused."""
    students = {str(one) for one in school.student_of}
    return [
        (
            school.names.get(one, one),
            f"{under}/{quote(one, safe='')}?from={when}" if one in students else "",
            texts,
        )
        for one, texts in said.items()
    ]


def _date(text: str, errors: list[FormError]) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        errors.append(FormError(field="on", text="Give the date as in 2026-10-12."))
        return None


def _found(names: Names, away: str, errors: list[FormError]) -> list[str]:
    """Give the ids of who is named, one a line or with commas between."""
    wanted = [one.strip() for one in away.replace("\n", ",").split(",")]
    found = []
    for one in [each for each in wanted if each][:MOST]:
        try:
            found.append(names.find(one))
        except NotFoundError as no:
            errors.append(FormError(field="away", text=no.message))
    return found


def _past(no: InvalidInputError) -> FormError:
    return FormError(field="on", text=f"{no.faults[0].message} {no.faults[0].next_step}")


def _all(no: SchedulerError) -> list[FormError]:
    faults = no.faults if isinstance(no, InvalidInputError) else ()
    return [
        FormError(
            field="on" if one.field == "on" else "away", text=f"{one.message} {one.next_step}"
        )
        for one in faults
    ] or [FormError(field="away", text=no.message)]
