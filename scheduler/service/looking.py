"""Looking at weeks: of a term as it is lived, of a timetable, of a draft.

Who may see what is asked here for each thing, and every look at a student's week is noted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Release
from scheduler.domain.ids import AdvisoryId, SectionId
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord, TimetableRecord
from scheduler.domain.timetable import Timetable
from scheduler.errors import NotFoundError
from scheduler.service import audit
from scheduler.service.draft_versions import Opened, opened
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.service.weeks.columns import Column, dated_columns, monday_of, pattern_columns
from scheduler.service.weeks.diary import Diary
from scheduler.service.weeks.document import week_document
from scheduler.service.weeks.layout import Laid, lay_out
from scheduler.service.weeks.views import week_of
from scheduler.service.weeks.week import Week
from scheduler.service.whose_week import may_see
from scheduler.store import instances, releases, terms, timetables
from scheduler.store.engine import Store, Tx

NOTHING_HERE = "There is nothing with this id here. Check the id."
MOST_FOUND = 50


@dataclass(frozen=True, kw_only=True)
class Lived:
    """A term as it is lived: its releases, and the data and timetable of each."""

    term: TermRecord
    releases: tuple[Release, ...]
    """The last one first."""
    diaries: dict[str, Diary]
    """By the id of the release, for those that were asked for."""

    def holding(self, when: date) -> Release | None:
        """Say which release holds on a date: of those begun by then, the last one."""
        return next((one for one in self.releases if one.holds_from <= when), None)


@dataclass(frozen=True, kw_only=True)
class Seen:
    """The week of a thing, laid out."""

    week: Week
    laid: Laid


def today(term: TermRecord) -> date:
    """Say what date it is at the school."""
    return datetime.now(ZoneInfo(term.zone)).date()


def lived(
    store: Store,
    actor: Actor,
    term: str,
    dates: Callable[[TermRecord, Sequence[Release]], Iterable[date]],
) -> Lived:
    """Open what people live by in a term on some dates, which are asked for when it is known.

    Whose week may be seen is asked for each thing.

    Raises
    ------
    NotFoundError
        There is no such term, or it is not theirs.
    """
    organisation = actor.organisation
    with store.read() as tx:
        kept = _kept(tx, store, organisation, term)
        if actor.schools and not frozenset(kept.term.schools) <= actor.schools:
            raise NotFoundError(NOTHING_HERE)
        known = Lived(term=kept.term, releases=kept.releases, diaries={})
        wanted = dates(known.term, known.releases)
        for release in {one.id: one for day in wanted if (one := known.holding(day))}.values():
            if release.id not in kept.diaries:
                kept.diaries[release.id] = diary_of(
                    instances.load(tx, organisation, release.instance),
                    timetables.load(tx, organisation, release.timetable),
                )
            known.diaries[release.id] = kept.diaries[release.id]
    return known


@dataclass(frozen=True, kw_only=True)
class _Kept:
    """A term with all that was opened of it, as long as its stamp is the same."""

    stamp: terms.Stamp
    term: TermRecord
    releases: tuple[Release, ...]
    diaries: dict[str, Diary]


_KEPT: WeakKeyDictionary[Store, dict[tuple[str, str], _Kept]] = WeakKeyDictionary()
_MOST_KEPT = 8


def _kept(tx: Tx, store: Store, organisation: str, term: str) -> _Kept:
    """Open a term, or take what was opened before if nothing has changed since."""
    mine = _KEPT.setdefault(store, {})
    stamp = terms.stamp(tx, organisation, term)
    found = mine.pop((organisation, term), None)
    if found is None or found.stamp != stamp:
        found = _Kept(
            stamp=stamp,
            term=terms.term(tx, organisation, term),
            releases=tuple(releases.of_term(tx, organisation, term)),
            diaries={},
        )
    mine[organisation, term] = found  # as the last one used
    while len(mine) > _MOST_KEPT:
        mine.pop(next(iter(mine)), None)
    return found


def first_lived(term: TermRecord, made: Sequence[Release]) -> list[date]:
    """Give today, or the first date on which anything holds."""
    day = min(max(today(term), term.first), term.last)
    begins = [one.holds_from for one in made]
    return [max(day, min(begins))] if begins else []


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


class _Both:
    """An instance and a timetable: equal where they are the same objects."""

    def __init__(self, instance: Instance, timetable: Timetable) -> None:
        self.instance, self.timetable = instance, timetable

    def __hash__(self) -> int:
        return hash((id(self.instance), id(self.timetable)))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, _Both)
            and self.instance is other.instance
            and self.timetable is other.timetable
        )


@lru_cache(maxsize=32)
def _diary(both: _Both) -> Diary:
    return Diary(both.instance, both.timetable)


def diary_of(instance: Instance, timetable: Timetable) -> Diary:
    """Give the diary of a timetable; the last few are kept, with what they looked up."""
    return _diary(_Both(instance, timetable))


def dated_week(store: Store, actor: Actor, known: Lived, one: str, monday: date) -> Seen:
    """Show the week of a thing from a Monday on, each day by the release that holds.

    Raises
    ------
    NotFoundError
        Nothing holds in that week, nothing has this id, or it is not theirs to see.
    """
    shown = _dated(actor, known, one, monday)
    _note(store, actor, tuple(known.diaries.values()), shown)
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
        As `lived` and `dated_week`.
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

    known = lived(store, actor, term, days)
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
        found = (diaries, _document(known, shown), _students_in(diaries, shown))
        while len(_DOCUMENTS) >= _MOST_DOCUMENTS:
            _DOCUMENTS.pop(next(iter(_DOCUMENTS)), None)
        _DOCUMENTS[key] = found
    _note_students(store, actor, found[2])
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
    _note(store, actor, (diary,), shown)
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


def _note(store: Store, actor: Actor, diaries: Sequence[Diary], shown: Seen) -> None:
    """Note whose week was looked at."""
    _note_students(store, actor, _students_in(diaries, shown))


def _students_in(diaries: Sequence[Diary], shown: Seen) -> tuple[str, ...]:
    """Every student who is in what is shown."""
    one = shown.week.about
    about = {one}
    about |= {line.about for day in shown.laid.days for entry in day for line in entry.lines}
    for diary in diaries:
        about |= {each.id for each in diary.instance.members_of.get(AdvisoryId(one), ())}
        about |= set(diary.enrolled.get(SectionId(one), ()))
    return _students_of(diaries, about)


def _students_of(diaries: Sequence[Diary], about: set[str]) -> tuple[str, ...]:
    found = {id for diary in diaries for id in about & diary.instance.student_of.keys()}
    return tuple(sorted(found))


def note_people(store: Store, actor: Actor, diaries: Sequence[Diary], about: Iterable[str]) -> None:
    """Note that somebody saw what these students have; others in it are left out."""
    _note_students(store, actor, _students_of(diaries, set(about)))


def _note_students(store: Store, actor: Actor, seen: Sequence[str]) -> None:
    if seen and list(seen) != [actor.person]:
        audit.seen(store, actor, Action.WEEK_READ, seen)
