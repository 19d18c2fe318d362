"""Who fits an open seat, and why not elsewhere: asked of a term's draft, or of what is lived.

What a question starts from is kept for the last few drafts and releases, so that the second
question about a timetable is answered at once.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from weakref import WeakKeyDictionary

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Release
from scheduler.domain.records import TermRecord
from scheduler.errors import ConflictError, NotFoundError
from scheduler.service import audit, lived
from scheduler.service.draft_versions import NO_DRAFT, opened
from scheduler.service.fit import Fits, Ground, WhyNot, fits, why_not
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.store import drafts, instances, terms
from scheduler.store.engine import Store

MOST_KEPT = 6


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a question is about: a term's draft, or the release that holds."""

    term: TermRecord
    ground: Ground
    version: int | None
    """Of the draft."""
    release: Release | None
    action: Action
    """What reading the answer is noted as."""


class _Grounds:
    """The last few grounds of a store."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[tuple[object, ...], tuple[Ground, object]] = OrderedDict()

    def find(self, key: tuple[object, ...], of: object) -> Ground | None:
        """Give what is kept under a key, if it is of the very same data."""
        with self._lock:
            found = self._kept.get(key)
            if found is None or found[1] is not of:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def keep(self, key: tuple[object, ...], of: object, ground: Ground) -> Ground:
        """Keep a ground, and let go of the one longest not asked."""
        with self._lock:
            self._kept[key] = (ground, of)
            self._kept.move_to_end(key)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return ground


_GROUNDS: WeakKeyDictionary[Store, _Grounds] = WeakKeyDictionary()


def of_draft(store: Store, actor: Actor, term: str) -> Asked:
    """Open a term's draft for questions.

    Raises
    ------
    NotFoundError
        There is no such term, it is not theirs, or it has no draft yet.
    """
    org, kept = actor.organisation, _GROUNDS.setdefault(store, _Grounds())
    with store.read() as tx:
        record = terms.term(tx, org, term)
        allow_term(actor, Action.DRAFT_READ, record)
        known = drafts.version(tx, org, term)
        if known is None:
            raise NotFoundError(NO_DRAFT, (term,))
        version, instance = known[0], instances.load(tx, org, known[1])
    ground = kept.find(("draft", org, term, version), instance)
    if ground is None:
        found = opened(store, actor, term)
        version, instance = found.draft.version, found.instance
        ground = Ground(instance, found.draft.timetable, found.draft.pins)
        kept.keep(("draft", org, term, version), instance, ground)
    return Asked(
        term=record, ground=ground, version=version, release=None, action=Action.DRAFT_READ
    )


def of_release(store: Store, actor: Actor, term: str) -> Asked:
    """Open what is lived by today, or the first release to come, for questions.

    Raises
    ------
    NotFoundError
        There is no such term, or it is not theirs.
    ConflictError
        Nothing is released in it yet.
    """
    with store.read() as tx:
        allow_term(actor, Action.RESHUFFLE_READ, terms.term(tx, actor.organisation, term))
    known = lived.on_dates(store, actor, term, lived.first_lived)
    if not known.diaries:
        raise ConflictError("Nothing is released in this term yet. Release a draft first.")
    id, diary = next(iter(known.diaries.items()))
    kept = _GROUNDS.setdefault(store, _Grounds())
    ground = kept.find(("release", id), diary.instance)
    if ground is None:
        ground = Ground(diary.instance, diary.timetable)
        kept.keep(("release", id), diary.instance, ground)
    release = next(one for one in known.releases if one.id == id)
    return Asked(
        term=known.term,
        ground=ground,
        version=None,
        release=release,
        action=Action.RESHUFFLE_READ,
    )


def who_fits(
    store: Store,
    actor: Actor,
    asked: Asked,
    about: str,
    *,
    item: str = "",
    away: bool = False,
    on: date | None = None,
) -> tuple[Fits, ...]:
    """Say who or what fits what is open; whoever is in the answer is seen.

    Raises
    ------
    InvalidInputError
        What is asked about is nothing of the kind.
    """
    found = fits(asked.ground, about, item=item, away=away, on=on)
    people = {one for each in found for fit in each.candidates for one in (fit.who, *fit.touched)}
    _note(store, actor, asked, {about, *people})
    return found


def why_not_there(
    store: Store, actor: Actor, asked: Asked, student: str, place: str, day: int | None = None
) -> WhyNot:
    """Say why a student does not have a place; whoever is in the answer is seen.

    Raises
    ------
    InvalidInputError
        The student, the place or the weekday is none.
    """
    found = why_not(asked.ground, student, place, day)
    _note(store, actor, asked, {student, *(one for fit in found.ways for one in fit.touched)})
    return found


def _note(store: Store, actor: Actor, asked: Asked, about: Iterable[str]) -> None:
    known = asked.ground.instance.student_of.keys()
    students: Sequence[str] = sorted(set(about) & known)
    audit.seen(store, actor, asked.action, [asked.term.id, *students])
