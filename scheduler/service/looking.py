"""Looking at weeks: of a term as it is lived, of a timetable, of a draft.

Who may see what is asked here for each thing, and every look at a student's week is noted.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Release
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord, TimetableRecord
from scheduler.errors import NotFoundError
from scheduler.service.draft_versions import Opened, opened
from scheduler.service.lived import NOTHING_HERE, Lived, diary_of, on_dates, today
from scheduler.service.noting import note_students, students_in
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.service.weeks.columns import Column, dated_columns, monday_of, pattern_columns
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.document import week_document
from scheduler.service.weeks.layout import Laid, lay_out
from scheduler.service.weeks.views import week_of
from scheduler.service.weeks.week import Week
from scheduler.service.whose_week import may_see
from scheduler.store import instances, terms, timetables
from scheduler.store.engine import Store

MOST_FOUND = 50


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The week of a thing, laid out."""

    week: Week
    laid: Laid


def of_timetable(store: Store, actor: Actor, timetable: str) -> tuple[TimetableRecord, Diary]:
    """Open a timetable with the data it was made for.

    Raises
    ------
    NotFoundError
        There is no such timetable, or it is not theirs.
    """
    organisation = actor.organisation
    with store.read() as tx:
        record = timetables.record(tx, organisation, timetable)
        allow_term(actor, Action.TIMETABLE_READ, terms.term(tx, organisation, record.term))
        instance = instances.load(tx, organisation, record.instance)
        return record, diary_of(instance, timetables.load(tx, organisation, timetable))


def of_draft(store: Store, actor: Actor, term: str) -> tuple[Opened, Diary]:
    """Open a term's draft."""
    found = opened(store, actor, term)
    return found, diary_of(found.instance, found.draft.timetable)


def dated_week(store: Store, actor: Actor, known: Lived, one: str, monday: date) -> Seen:
    """Show the week of a thing from a Monday on, each day by the release that holds.

    Raises
    ------
    NotFoundError
        Nothing holds in that week, nothing has this id, or it is not theirs to see.
    """
    shown = _dated(actor, known, one, monday)
    note_students(store, actor, students_in(tuple(known.diaries.values()), shown))
    return shown


def _dated(actor: Actor, known: Lived, one: str, monday: date) -> Seen:
    calendar = _calendar(known)
    columns = dated_columns(calendar.term, monday)
    found: dict[str, Week] = {}
    for id, diary in known.diaries.items():
        if one in diary.instance.names and may_see(actor, diary.instance, one):
            found[id] = week_of(diary, one)
    if not found:
        raise NotFoundError(NOTHING_HERE)
    empty = next(reversed(found.values()))
    days, weeks = [], []
    for column in columns:
        release = known.holding(column.date) if column.date else None
        week = found.get(release.id) if release else None
        weeks.append(week or empty)
        days.append(column if week else _before(column))
    return Seen(week=found.get(_last(known), empty), laid=lay_out(weeks, days))


def lived_week(
    store: Store, actor: Actor, term: str, one: str, day: date | None
) -> tuple[Lived, Seen, date]:
    """Show the week of a thing with a date in it, this week if none is given, and its Monday.

    Raises
    ------
    NotFoundError
        As `lived.on_dates` and `dated_week`.
    """
    known, monday = _opened(store, actor, term, day)
    return known, dated_week(store, actor, known, one, monday), monday


def _opened(store: Store, actor: Actor, term: str, day: date | None) -> tuple[Lived, date]:
    """Open what is lived in the week of a date, and say its Monday."""

    def monday_in(record: TermRecord) -> date:
        wanted = monday_of(day or today(record))
        return min(max(wanted, monday_of(record.first)), monday_of(record.last))

    def days(record: TermRecord, _: Sequence[Release]) -> list[date]:
        return [monday_in(record) + timedelta(days=number) for number in range(7)]

    known = on_dates(store, actor, term, days)
    return known, monday_in(known.term)


def lived_document(store: Store, actor: Actor, term: str, one: str, day: date | None) -> bytes:
    """Show the same as `lived_week` as a JSON document, with the zone of its clock times.

    What is released never changes: so a document is written once for all who may see it.

    Raises
    ------
    NotFoundError
        As `lived_week`.
    """
    known, monday = _opened(store, actor, term, day)
    diaries = tuple(known.diaries.values())
    about = [diary for diary in diaries if one in diary.instance.names]
    if not about or not all(may_see(actor, diary.instance, one) for diary in about):
        # In part not theirs to see, or not there.
        seen = dated_week(store, actor, known, one, monday)
        return _document(known, seen)
    held = tuple((release.id, release.holds_from) for release in known.releases)
    key = (one, monday, held, *map(id, diaries))
    found = _DOCUMENTS.get(key)
    if found is None:
        shown = _dated(actor, known, one, monday)
        found = (diaries, _document(known, shown), students_in(diaries, shown))
        while len(_DOCUMENTS) >= _MOST_DOCUMENTS:
            _DOCUMENTS.pop(next(iter(_DOCUMENTS)), None)
        _DOCUMENTS[key] = found
    note_students(store, actor, found[2])
    return found[1]


_DOCUMENTS: dict[tuple[object, ...], tuple[tuple[Diary, ...], bytes, tuple[str, ...]]] = {}
"""By thing, Monday and what holds then; the diaries are held, so that ids stay theirs."""
_MOST_DOCUMENTS = 2_000


def _document(known: Lived, seen: Seen) -> bytes:
    document = week_document(seen.week, seen.laid) | {"zone": known.term.zone}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def pattern_week(store: Store, actor: Actor, diary: Diary, one: str, number: int) -> Seen:
    """Show one week of the cycle of a timetable.

    Raises
    ------
    NotFoundError
        Nothing has this id, or it is not theirs to see.
    """
    if one not in diary.instance.names or not may_see(actor, diary.instance, one):
        raise NotFoundError(NOTHING_HERE)
    week = week_of(diary, one)
    shown = Seen(week=week, laid=lay_out(week, pattern_columns(diary.instance.term, number)))
    note_students(store, actor, students_in((diary,), shown))
    return shown


def found_in(actor: Actor, diary: Diary, wanted: str) -> list[str]:
    """Find what somebody means by a name or an id, among what they may see."""
    folded = " ".join(wanted.casefold().split())
    if not folded:
        return []
    exact, begins, within = [], [], []
    for one, name in diary.instance.names.items():
        low = name.casefold()
        if folded in (one.casefold(), low):
            exact.append(one)
        elif any(word.startswith(folded) for word in (low, *low.split())):
            begins.append(one)
        elif folded in low:
            within.append(one)
    seen = [o for o in (*exact, *begins, *within) if o not in diary.schools]
    allowed = [one for one in seen if may_see(actor, diary.instance, one)]
    only = [one for one in exact if one in allowed]
    return only if len(only) == 1 else allowed[:MOST_FOUND]


def _calendar(known: Lived) -> Instance:
    if not known.diaries:
        first = min((one.holds_from for one in known.releases), default=None)
        when = "" if first is None else f" The first release holds from {first:%Y-%m-%d}."
        raise NotFoundError(f"Nothing is released for that week.{when}")
    return known.diaries[_last(known)].instance


def _last(known: Lived) -> str:
    """The last made of the releases that hold on the dates asked for."""
    return next(one.id for one in known.releases if one.id in known.diaries)


def _before(column: Column) -> Column:
    return Column(label=column.label, date=column.date, note=column.note or "nothing released")
