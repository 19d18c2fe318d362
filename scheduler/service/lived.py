"""A term as it is lived: its releases, and which of them holds on a date.

What was opened is kept as long as nothing of the term has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from weakref import WeakKeyDictionary
from zoneinfo import ZoneInfo

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Release
from scheduler.domain.instance import Instance
from scheduler.domain.records import TermRecord
from scheduler.domain.timetable import Timetable
from scheduler.errors import NotFoundError
from scheduler.service.weeks.diary import Diary
from scheduler.store import instances, releases, terms, timetables
from scheduler.store.engine import Store, Tx

NOTHING_HERE = "There is nothing with this id here. Check the id."


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


def today(term: TermRecord) -> date:
    """Say what date it is at the school."""
    return datetime.now(ZoneInfo(term.zone)).date()


def on_dates(
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
        if actor.schools and not frozenset(kept.term.schools) & actor.schools:
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
    if found is not None and found.stamp != stamp:
        _diary.cache_clear()  # perhaps somebody was erased: no diary keeps their name
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
