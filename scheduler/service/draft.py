"""A term's one draft: a timetable is taken into it, moved by hand, pinned and undone.

Each change is checked and scored before it is kept, and made only on the version that the
person saw: of two who edit at once, the second is told what the first did.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Draft, Step, StepKind
from scheduler.domain.instance import Instance
from scheduler.domain.moves import Move
from scheduler.domain.rules import Score, Violation
from scheduler.domain.timetable import Timetable
from scheduler.errors import ConflictError, NotFoundError
from scheduler.service import audit
from scheduler.service.differences import PersonChanges, differences
from scheduler.service.draft_versions import Opened, keep, opened, opened_at, refuse_stale, step
from scheduler.service.moves import moved
from scheduler.service.moves.saying import said
from scheduler.service.naming import masked
from scheduler.service.pinning import pins_after
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.service.trying import Trial, refuse_broken, tried
from scheduler.store import drafts, instances, terms, timetables
from scheduler.store.columns import now
from scheduler.store.engine import Store


@dataclass(frozen=True, kw_only=True)
class Looked:
    """What moves would come to, without making them."""

    was: Score
    score: Score
    violations: tuple[Violation, ...]
    differences: tuple[PersonChanges, ...]
    timetable: Timetable
    instance: Instance


def read(store: Store, actor: Actor, term: str) -> Draft:
    """Read a term's draft; that it was read is noted.

    Raises
    ------
    NotFoundError
        As `draft_versions.opened`.
    """
    found = opened(store, actor, term).draft
    audit.seen(store, actor, Action.DRAFT_READ, [term])
    return found


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
        refuse_stale(tx, org, term, before, expected)
        school = instances.load(tx, org, version.id)
        body = timetables.load(tx, org, timetable)
    pins = pins_after(before, school, body)
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
        return keep(store, actor, before, draft, StepKind.TAKE, [sentence])
    with store.write() as tx:
        # Whoever waited here for somebody else finds their draft.
        terms.hold(tx, org, term)
        refuse_stale(tx, org, term, drafts.find(tx, org, term), None)
        drafts.begin(tx, org, draft)
        audit.done(tx, actor, "draft.take", [term, timetable], version=1)
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
        instance=found.instance,
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
    found = opened_at(store, actor, term, expected)
    trial = _moved(found, moves)
    if trial.violations:
        before = tried(found.instance, found.draft.timetable, found.draft.pins).violations
        refuse_broken(trial, "This", before)
    name = masked(found.instance)
    sentences = [said(found.instance, one, name) for one in moves]
    after = replace(found.draft, timetable=trial.timetable, score=trial.score)
    return step(store, actor, found, after, StepKind.MOVE, sentences)


def undo(store: Store, actor: Actor, term: str, expected: int) -> Draft:
    """Undo the last change that is not undone yet.

    Raises
    ------
    StaleDraftError
        The draft is not the version expected.
    ConflictError
        There is nothing to undo.
    """
    found, org = opened_at(store, actor, term, expected), actor.organisation
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
    return keep(store, actor, found.draft, after, StepKind.UNDO, [sentence], undone=last.version)


def _moved(found: Opened, moves: Sequence[Move]) -> Trial:
    made = moved(found.instance, found.draft.timetable, moves)
    return tried(found.instance, made, found.draft.pins)
