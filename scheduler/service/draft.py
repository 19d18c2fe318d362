"""A term's one draft: a timetable is taken into it, moved by hand, pinned and undone.

Each change is checked and scored before it is kept, and made only on the version that the
person saw: of two who edit at once, the second is told what the first did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Draft, Step, StepKind
from scheduler.domain.instance import Instance
from scheduler.domain.moves import Move
from scheduler.domain.pins import Pin, is_empty, joined, named, ways_free, without
from scheduler.domain.records import TermRecord
from scheduler.domain.rules import Score, Violation
from scheduler.domain.timetable import Timetable
from scheduler.errors import ConflictError, Fault, InvalidInputError, NotFoundError, StaleDraftError
from scheduler.service.differences import PersonChanges, differences
from scheduler.service.moves import moved
from scheduler.service.moves.saying import said
from scheduler.service.naming import filled, masked
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.service.trying import Trial, refuse_broken, tried
from scheduler.store import drafts, instances, terms, timetables
from scheduler.store.columns import now
from scheduler.store.engine import Store

NO_DRAFT = "This term has no draft yet. Take a timetable into it first."


@dataclass(frozen=True, kw_only=True)
class Opened:
    """A draft with the data it is for."""

    term: TermRecord
    draft: Draft
    instance: Instance


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What moves would come to, without making them."""

    was: Score
    score: Score
    violations: tuple[Violation, ...]
    differences: tuple[PersonChanges, ...]
    timetable: Timetable


def opened(store: Store, actor: Actor, term: str, action: Action = Action.DRAFT_READ) -> Opened:
    """Open a term's draft.

    Raises
    ------
    NotFoundError
        There is no such term, it is not theirs, or it has no draft yet.
    """
    with store.read() as tx:
        record = terms.term(tx, actor.organisation, term)
        allow_term(actor, action, record)
        draft = drafts.find(tx, actor.organisation, term)
        if draft is None:
            raise NotFoundError(NO_DRAFT, (term,))
        instance = instances.load(tx, actor.organisation, draft.instance)
    return Opened(term=record, draft=draft, instance=instance)


def steps(store: Store, actor: Actor, term: str, since: int = 0) -> list[Step]:
    """Say what was done to a draft since a version of it."""
    with store.read() as tx:
        allow_term(actor, Action.DRAFT_READ, terms.term(tx, actor.organisation, term))
        return drafts.steps_after(tx, actor.organisation, term, since)


def take(
    store: Store,
    actor: Actor,
    term: str,
    timetable: str,
    expected: int | None = None,
    instance: str | None = None,
) -> Draft:
    """Take a timetable into the draft, perhaps for another version of the data.

    What was pinned and is the same in it stays pinned.

    Parameters
    ----------
    expected
        The version of the draft that the person saw; None where there was none.

    Raises
    ------
    StaleDraftError
        The draft is another by now.
    RulesBrokenError
        The timetable does not keep the rules of that version of the data.
    """
    org = actor.organisation
    with store.read() as tx:
        allow_term(actor, Action.DRAFT_EDIT, terms.term(tx, org, term))
        record = timetables.record(tx, org, timetable)
        version = instances.version(tx, org, instance or record.instance)
        if record.term != term or version.term != term:
            raise NotFoundError("This term has nothing of that id. Check the id.")
        before = drafts.find(tx, org, term)
        _refuse_stale(tx, org, term, before, expected)
        school = instances.load(tx, org, version.id)
        body = timetables.load(tx, org, timetable)
    pins = _pins_after(before, school, body)
    trial = tried(school, body, pins)
    refuse_broken(trial, "To take this timetable")
    draft = Draft(
        term=term,
        version=1 if before is None else before.version + 1,
        instance=version.id,
        taken=timetable,
        timetable=body,
        pins=pins,
        score=trial.score,
        changed_at=now(),
        changed_by=actor.account,
    )
    sentence = f"Timetable {timetable} taken in, for version {version.number} of the data."
    if before is not None:
        return _keep(store, org, before, draft, StepKind.TAKE, [sentence])
    with store.write() as tx:
        # Whoever waited here for somebody else finds their draft.
        terms.hold(tx, org, term)
        _refuse_stale(tx, org, term, drafts.find(tx, org, term), None)
        drafts.begin(tx, org, draft)
    return draft


def look(store: Store, actor: Actor, term: str, moves: Sequence[Move]) -> Looked:
    """Say what moves would break, what they would do to the score and for whom."""
    found = opened(store, actor, term)
    trial, draft = _moved(found, moves), found.draft
    was = (found.instance, draft.timetable)
    return Looked(
        was=draft.score,
        score=trial.score,
        violations=trial.violations,
        differences=differences(was, (found.instance, trial.timetable)),
        timetable=trial.timetable,
    )


def move(store: Store, actor: Actor, term: str, moves: Sequence[Move], expected: int) -> Draft:
    """Make moves in the draft, all or none.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected; says what was done to it since.
    RulesBrokenError
        What they come to breaks a rule or moves what is pinned.
    InvalidInputError
        A move names what is not there.
    """
    found = _expected(store, actor, term, expected)
    trial = _moved(found, moves)
    if trial.violations:
        before = tried(found.instance, found.draft.timetable, found.draft.pins).violations
        refuse_broken(trial, "This", before)
    name = masked(found.instance)
    sentences = [said(found.instance, one, name) for one in moves]
    after = replace(found.draft, timetable=trial.timetable, score=trial.score)
    return _step(store, actor, found, after, StepKind.MOVE, sentences)


def pin(store: Store, actor: Actor, term: str, pins: Sequence[Pin], expected: int) -> Draft:
    """Pin entries of the draft: no move and no run changes them.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected.
    InvalidInputError
        The draft has no such entry.
    """
    found = _expected(store, actor, term, expected)
    held = found.draft.pins
    for number, one in enumerate(pins):
        entries = named(found.draft.timetable, one)
        if is_empty(entries):
            raise _unknown(number, "The draft has nothing like this to pin.")
        held = joined(held, ways_free(entries))
    count = "1 thing" if len(pins) == 1 else f"{len(pins)} things"
    after = replace(found.draft, pins=held)
    return _step(store, actor, found, after, StepKind.PIN, [f"{count} pinned."])


def unpin(store: Store, actor: Actor, term: str, pins: Sequence[Pin], expected: int) -> Draft:
    """Let go of what is pinned.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected.
    InvalidInputError
        It is not pinned.
    """
    found = _expected(store, actor, term, expected)
    held = found.draft.pins
    for number, one in enumerate(pins):
        entries = named(held, one)
        if is_empty(entries):
            raise _unknown(number, "This is not pinned.")
        held = without(held, entries)
    count = "1 thing" if len(pins) == 1 else f"{len(pins)} things"
    after = replace(found.draft, pins=held)
    return _step(store, actor, found, after, StepKind.UNPIN, [f"{count} unpinned."])


def undo(store: Store, actor: Actor, term: str, expected: int) -> Draft:
    """Undo the last change that is not undone yet.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected.
    ConflictError
        There is nothing to undo.
    """
    found, org = _expected(store, actor, term, expected), actor.organisation
    with store.read() as tx:
        last = drafts.last_step(tx, org, term)
        if last is None:
            raise ConflictError("There is nothing left to undo in this draft.", (term,))
        school = instances.load(tx, org, last.instance)
    trial = tried(school, last.timetable, last.pins)
    after = replace(
        found.draft,
        instance=last.instance,
        taken=last.taken,
        timetable=last.timetable,
        pins=last.pins,
        score=trial.score,
        version=expected + 1,
        changed_at=now(),
        changed_by=actor.account,
    )
    sentence = f"Version {last.version} undone."
    return _keep(store, org, found.draft, after, StepKind.UNDO, [sentence], undone=last.version)


def _moved(found: Opened, moves: Sequence[Move]) -> Trial:
    made = moved(found.instance, found.draft.timetable, moves)
    return tried(found.instance, made, found.draft.pins)


def _pins_after(before: Draft | None, school: Instance, body: Timetable) -> Timetable:
    """What is pinned by the data, and what was pinned before and is the same now."""
    pins = school.pins.timetable or Timetable(instance=school.id)
    if before is None:
        return joined(Timetable(instance=school.id), pins)
    same = {(o.student, o.internship, o.mentor, o.site, o.day) for o in body.days_out}
    kept = replace(
        Timetable(instance=school.id),
        days_out=tuple(
            one
            for one in before.pins.days_out
            if (one.student, one.internship, one.mentor, one.site, one.day) in same
        ),
        meetings=tuple(one for one in before.pins.meetings if one in body.meetings),
        sections=tuple(one for one in before.pins.sections if one in body.sections),
        enrolments=tuple(one for one in before.pins.enrolments if one in body.enrolments),
    )
    return joined(ways_free(kept), pins)


def _unknown(number: int, message: str) -> InvalidInputError:
    fault = Fault(
        thing=f"pin {number + 1}",
        field="",
        message=message,
        next_step="Name it as it stands in the draft.",
        position=f"pins[{number}]",
    )
    return InvalidInputError(f"Nothing was changed: {message}", [fault])


def _expected(store: Store, actor: Actor, term: str, expected: int) -> Opened:
    found = opened(store, actor, term, Action.DRAFT_EDIT)
    with store.read() as tx:
        _refuse_stale(tx, actor.organisation, term, found.draft, expected)
    return found


def _refuse_stale(
    tx: Session, org: str, term: str, draft: Draft | None, expected: int | None
) -> None:
    version = None if draft is None else draft.version
    if version == expected:
        return
    if version is None:
        raise StaleDraftError("This term has no draft. Read it again and decide anew.", (term,))
    done = drafts.steps_after(tx, org, term, expected or 0)
    told = " ".join(filled(one, {}) for step in done[-10:] for one in step.said)
    since = "" if not told else f" Since then: {told}"
    raise StaleDraftError(
        f"The draft is at version {version} by now.{since} Read it again and decide anew.",
        (term,),
    )


def _step(
    store: Store, actor: Actor, found: Opened, after: Draft, kind: StepKind, said: Sequence[str]
) -> Draft:
    """Keep the next version of a draft."""
    after = replace(
        after,
        version=found.draft.version + 1,
        changed_at=now(),
        changed_by=actor.account,
    )
    return _keep(store, actor.organisation, found.draft, after, kind, said)


def _keep(
    store: Store,
    org: str,
    before: Draft,
    after: Draft,
    kind: StepKind,
    said: Sequence[str],
    undone: int | None = None,
) -> Draft:
    with store.write() as tx:
        if not drafts.change(tx, org, after, before.version):
            _refuse_stale(tx, org, after.term, drafts.find(tx, org, after.term), before.version)
        drafts.add_step(tx, org, after, kind, said, before)
        if undone is not None:
            drafts.mark_undone(tx, org, after.term, undone)
    return after
