"""The advisor's register, that of a session, and the roll of a van."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.attendance.codes import ABSENT, BOARDED, LATE, NOT_BOARDED, OFF_SITE, OUT, PRESENT
from scheduler.domain.accounts import Actor, Role
from scheduler.domain.attendance import Asked, How
from scheduler.domain.ids import RunId
from scheduler.domain.standing import EntryKind, Expected
from scheduler.errors import NotFoundError
from scheduler.service.attend import boards, reading
from scheduler.service.attend.recording import record
from scheduler.service.attend.registers import Known, registers_of
from scheduler.service.attend.taking import subject_of
from scheduler.service.lived import NOTHING_HERE, today
from scheduler.service.rights import Action, may
from scheduler.store.engine import Store
from scheduler.web.asking import Db, Sent, allowed
from scheduler.web.forms import Form, FormError
from scheduler.web.marking import new_mark_id
from scheduler.web.rendering import render
from scheduler.web.views.board import time_of
from scheduler.web.views.days import place_words, standing_words

router = APIRouter(prefix="/terms/{term}/register")
Taker = Annotated[Actor, allowed(Action.MARK_MAKE)]
When = Annotated[date | None, Query(alias="from")]
What = Annotated[str, Query(max_length=300)]
STAFF = frozenset({Role.SCHEDULER, Role.ADMIN, Role.COORDINATOR, Role.ADVISOR})
"""Who calls a register; others say what they know in their own way."""
REGISTER = ((PRESENT, "Here"), (LATE, "Late"), (ABSENT, "Not here"), (OUT, "Left"))
OUTSIDE = ((OFF_SITE, "Here"), (LATE, "Late"), (ABSENT, "Not here"), (OUT, "Left"))
VAN = ((BOARDED, "Boarded"), (NOT_BOARDED, "Did not board"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RollLine:
    """A student on a roll."""

    student: str
    name: str
    place: str
    said: str
    choices: Sequence[tuple[str, str]]
    site: str
    entry: str


@dataclass(frozen=True, kw_only=True)
class Roll:
    """Who is to be called, of what."""

    heading: str
    lines: list[RollLine]
    how: How | None
    about: dict[str, str]


@router.get("")
def register_page(
    request: Request,
    store: Db,
    actor: Taker,
    term: str,
    advisory: What = "",
    entry: What = "",
    run: What = "",
    day: When = None,
) -> Response:
    """Call a register; without one named, list those that may be called."""
    known, when = _known(store, actor, term, day)
    if not (advisory or entry or run):
        return _list(request, store, actor, known, when)
    return _page(request, store, actor, known, when, (advisory, entry, run), [])


@router.post("")
def take_register(
    request: Request,
    store: Db,
    sent: Sent,
    actor: Taker,
    term: str,
    advisory: What = "",
    entry: What = "",
    run: What = "",
    day: When = None,
) -> Response:
    """Record what was called."""
    known, when = _known(store, actor, term, day)
    if not (advisory or entry or run):
        return RedirectResponse(f"/terms/{term}/register?from={when}", HTTPStatus.SEE_OTHER)
    roll = _roll(store, actor, known, when, (advisory, entry, run))
    form = Form(sent)
    asked = []
    for line in roll.lines:
        chosen = form.text(f"code.{line.student}")
        code = chosen or form.text("rest")
        if code in dict(line.choices):
            asked.append(
                Asked(
                    id=new_mark_id(),
                    term=known.term.id,
                    student=line.student,
                    code=code,
                    how=roll.how,
                    day=when,
                    site=line.site,
                    entry=line.entry,
                    about=dict(roll.about),
                )
            )
    answers = record(store, actor, asked) if asked else []
    errors = [
        FormError(text=f"{one.student}: {answer.sentence}")
        for one, answer in zip(asked, answers, strict=True)
        if answer.sentence
    ]
    if errors:
        return _page(request, store, actor, known, when, (advisory, entry, run), errors)
    query = f"from={when}&advisory={advisory}&entry={entry}&run={run}"
    return RedirectResponse(f"/terms/{term}/register?{query}", HTTPStatus.SEE_OTHER)


def _known(store: Store, actor: Actor, term: str, day: date | None) -> tuple[Known, date]:
    record = boards.term_seen(store, actor, term)
    with store.read() as tx:
        known = registers_of(store).of_term(tx, actor.organisation, record.id)
    return known, day or today(record)


def _list(request: Request, store: Store, actor: Actor, known: Known, when: date) -> Response:
    """List the registers of a date that somebody may call."""
    register = known.register.on(when)
    holding = known.register.holding(when)
    names = holding.instance.names if holding is not None else {}
    runs = holding.instance.run_of if holding is not None else {}
    theirs = [line for line in register.all() if _is_theirs(actor, known, line)]
    under = f"/terms/{known.term.id}/register?from={when}"
    advisories = sorted({line.advisory for line in theirs if line.advisory})
    entries: dict[str, Expected] = {}
    for line in theirs:
        if not line.kind.is_day:
            entries.setdefault(line.entry, line)
    vans = sorted({leg.run for line in theirs for leg in (*line.there, *line.back) if leg.run})
    groups = [
        ("Advisories", [(f"{under}&advisory={one}", names.get(one, one)) for one in advisories]),
        (
            "Sessions and meetings",
            [
                (
                    f"{under}&entry={one}",
                    f"{time_of(line.start)} {_entry_name(names, line)}",
                )
                for one, line in sorted(entries.items(), key=lambda both: both[1].start)
            ],
        ),
        ("Vans", [(f"{under}&run={one}", names.get(one, one)) for one in vans if one in runs]),
    ]
    return render(
        request,
        "registers.html",
        term=known.term,
        day=when,
        groups=[both for both in groups if both[1]],
        crumbs=_crumbs(known),
    )


def _page(
    request: Request,
    store: Store,
    actor: Actor,
    known: Known,
    when: date,
    what: tuple[str, str, str],
    errors: list[FormError],
) -> Response:
    roll = _roll(store, actor, known, when, what)
    boards.note_seen(store, actor, [line.student for line in roll.lines])
    usual = sorted((line.choices for line in roll.lines), key=REGISTER.__ne__)[0][0]
    return render(
        request,
        "register.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        term=known.term,
        day=when,
        roll=roll,
        usual=usual,
        errors=errors,
        crumbs=[*_crumbs(known), (f"/terms/{known.term.id}/register?from={when}", "Registers")],
    )


def _roll(store: Store, actor: Actor, known: Known, when: date, what: tuple[str, str, str]) -> Roll:
    advisory, entry, run = what
    holding = known.register.holding(when)
    register = known.register.on(when)
    if holding is None:
        raise NotFoundError(NOTHING_HERE)
    names = holding.instance.names
    how: How | None = None
    about: dict[str, str] = {}
    if run:
        lines, heading = register.in_run(run), names.get(run, run)
        how, about = How.VAN, {"run": run}
        if RunId(run) not in holding.instance.run_of:
            raise NotFoundError(NOTHING_HERE)
    elif entry:
        lines = register.at_entry(entry)
        heading = _entry_name(names, lines[0]) if lines else ""
    else:
        lines, heading = register.of_advisory(advisory), names.get(advisory, advisory)
    theirs = [line for line in lines if _is_theirs(actor, known, line)]
    if not theirs:
        raise NotFoundError(NOTHING_HERE)
    if how is None and actor.roles & STAFF:
        how = How.REGISTER
    with store.read() as tx:
        found, _ = reading.standings(tx, known, theirs)
    return Roll(
        heading=heading,
        lines=[
            RollLine(
                student=line.student,
                name=names.get(line.student, line.student),
                place=place_words(holding.instance, line),
                said=standing_words(standing),
                choices=_choices(line, bool(run)),
                site=line.site,
                entry="" if run or line.kind.is_day else line.entry,
            )
            for line, standing in found
        ],
        how=how,
        about=about,
    )


def _choices(line: Expected, is_van: bool) -> Sequence[tuple[str, str]]:
    if is_van:
        return VAN
    return OUTSIDE if line.kind is EntryKind.DAY_OUT else REGISTER


def _is_theirs(actor: Actor, known: Known, line: Expected) -> bool:
    subject = subject_of(known, line.day, line.student, (line,))
    return subject is not None and may(actor, Action.MARK_MAKE, subject)


def _entry_name(names: dict[str, str], line: Expected) -> str:
    what = line.entry.split(".")[1]
    return f"{names.get(what, what)}, {names.get(line.place, line.place)}"


def _crumbs(known: Known) -> list[tuple[str, str]]:
    return [("/", "Terms"), (f"/terms/{known.term.id}", known.term.name)]
