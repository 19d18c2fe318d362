"""Noting whose week was looked at, by whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from scheduler.domain.accounts import Actor
from scheduler.domain.ids import AdvisoryId, SectionId
from scheduler.service import audit
from scheduler.service.rights import Action
from scheduler.service.weeks.diary import Diary
from scheduler.store.engine import Store

if TYPE_CHECKING:
    from scheduler.service.looking import Seen


def students_in(diaries: Sequence[Diary], shown: Seen) -> tuple[str, ...]:
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
    note_students(store, actor, _students_of(diaries, set(about)))


def note_students(store: Store, actor: Actor, seen: Sequence[str]) -> None:
    """Note that somebody saw the weeks of these students; one's own is nobody else's matter."""
    if seen and list(seen) != [actor.person]:
        audit.seen(store, actor, Action.WEEK_READ, seen)
