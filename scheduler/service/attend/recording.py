"""Recording marks: each taken once however often it is sent, each refusal kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from scheduler.attendance.superseding import takes_place
from scheduler.domain.accounts import Actor
from scheduler.domain.attendance import Asked, Mark, Refusal
from scheduler.errors import NotFoundError
from scheduler.service.attend.news import tell
from scheduler.service.attend.registers import Known, Registers, registers_of
from scheduler.service.attend.taking import (
    NO_CORRECTION,
    NOT_YOURS,
    MarkRefusedError,
    take,
)
from scheduler.service.rights import Action, allow
from scheduler.service.tokens import hash_of
from scheduler.service.who import moment
from scheduler.store import links, mark_notes, marks, refusals
from scheduler.store.engine import Store, Tx

ANOTHER = "Another mark was sent under this id before, and it stands. Send this one under a new id."
LINK_OVER = "The link is no longer good, so nothing is recorded. Ask the school for a new one."


class Became(StrEnum):
    """What became of a mark that was sent."""

    RECORDED = "recorded"
    REPEATED = "repeated"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What its sender is told about one mark."""

    id: str
    became: Became
    mark: Mark | None = None
    why: str = ""
    """Why it was refused, in a word that does not change."""
    sentence: str = ""


def record(
    store: Store, actor: Actor, asked: Sequence[Asked], received_at: datetime | None = None
) -> list[Answer]:
    """Take marks, one answer each in their order; a bad one keeps no other out.

    Raises
    ------
    NotFoundError
        There is no term of an id that was sent, or it is not theirs.
    """
    allow(actor, Action.MARK_MAKE)
    received_at = received_at or moment()
    registers = registers_of(store)
    with store.read() as tx:
        there = marks.find_all(tx, actor.organisation, [one.id for one in asked])
        sorted_out = [
            kept
            if (kept := there.get(one.id)) is not None and _is_again(actor, one, kept)
            else _taken(tx, registers, actor, one, received_at)
            for one in asked
        ]
    with store.write() as tx:
        answers = _keep(tx, actor, asked, sorted_out, there, received_at)
    tell(store, actor.organisation, [one.mark for one in answers if _is_new(one) and one.mark])
    return answers


def _is_again(actor: Actor, asked: Asked, kept: Mark) -> bool:
    """Whether a mark is sent again that was taken, whatever the register says by now."""
    return actor.account == kept.made_by and asked.became(kept)


def _is_new(answer: Answer) -> bool:
    return answer.became is Became.RECORDED


def known_for(tx: Tx, registers: Registers, actor: Actor, asked: Asked, when: datetime) -> Known:
    """Say by which term a mark is taken.

    Raises
    ------
    NotFoundError
        There is no such term, or it is not theirs.
    MarkRefusedError
        No term is named, and none fits.
    """
    if asked.term is not None:
        known = registers.of_term(tx, actor.organisation, asked.term)
        if actor.schools and not frozenset(known.term.schools) & actor.schools:
            raise NotFoundError("There is nothing with this id here. Check the id.")
        return known
    day = asked.day or (when - timedelta(seconds=max(0.0, asked.seconds_ago))).date()
    around = {term.id for term in registers.terms_near(tx, actor.organisation, day)}
    for term in sorted(around):
        known = registers.of_term(tx, actor.organisation, term)
        if any(asked.student in one.instance.student_of for one in known.register.holdings):
            return known
    raise MarkRefusedError("not-yours", NOT_YOURS)


def _taken(
    tx: Tx, registers: Registers, actor: Actor, asked: Asked, received_at: datetime
) -> Mark | MarkRefusedError:
    try:
        known = known_for(tx, registers, actor, asked, received_at)
        mark = take(actor, asked, known, received_at)
        if mark.supersedes is not None:
            _check_correction(tx, actor, mark)
    except MarkRefusedError as refused:
        return refused
    return mark


def _check_correction(tx: Tx, actor: Actor, mark: Mark) -> None:
    """Refuse to correct what somebody else said, or what is about another day.

    A mark that is not there yet may come later: the fold asks again.
    """
    named = marks.find(tx, actor.organisation, mark.supersedes or "")
    if named is not None and not takes_place(mark, named):
        raise MarkRefusedError("no-correction", NO_CORRECTION, mark.student)


def _keep(
    tx: Tx,
    actor: Actor,
    asked: Sequence[Asked],
    sorted_out: Sequence[Mark | MarkRefusedError],
    there: Mapping[str, Mark],
    received_at: datetime,
) -> list[Answer]:
    good = [one for one in sorted_out if isinstance(one, Mark) and there.get(one.id) is not one]
    recorded = marks.record(tx, actor.organisation, good)
    left, refused = set(recorded.new), set(recorded.refused)
    answers, kept = [], []
    for sent, found in zip(asked, sorted_out, strict=True):
        if isinstance(found, MarkRefusedError):
            kept.append(_refusal(actor, sent.id, found, received_at))
            answers.append(_refused(sent.id, found))
        elif there.get(sent.id) is found:
            answers.append(Answer(id=sent.id, became=Became.REPEATED, mark=found))
        elif sent.id in left:
            left.discard(sent.id)
            answers.append(Answer(id=sent.id, became=Became.RECORDED, mark=found))
        elif sent.id in refused:
            another = MarkRefusedError("id-reused", ANOTHER, found.student)
            kept.append(_refusal(actor, sent.id, another, received_at))
            answers.append(_refused(sent.id, another))
        else:
            answers.append(Answer(id=sent.id, became=Became.REPEATED, mark=found))
    refusals.add(tx, actor.organisation, kept)
    mark_notes.add(tx, actor.organisation, _notes(asked, answers))
    return answers


def _notes(asked: Sequence[Asked], answers: Sequence[Answer]) -> Mapping[str, tuple[str, str]]:
    return {
        sent.id: (answer.mark.student, sent.reason.strip())
        for sent, answer in zip(asked, answers, strict=True)
        if answer.became is Became.RECORDED and answer.mark is not None and sent.reason.strip()
    }


def _refused(id: str, refused: MarkRefusedError) -> Answer:
    return Answer(id=id, became=Became.REFUSED, why=refused.why, sentence=refused.message)


def _refusal(actor: Actor, id: str, refused: MarkRefusedError, received_at: datetime) -> Refusal:
    return Refusal(
        mark=id,
        code=refused.why,
        sentence=refused.message,
        student=refused.student,
        made_by=actor.account,
        received_at=received_at,
    )


def refuse(store: Store, actor: Actor, refused: Mapping[str, MarkRefusedError]) -> list[Answer]:
    """Record what cannot be read as a mark, by id, and answer it."""
    if refused:
        now = moment()
        with store.write() as tx:
            kept = [_refusal(actor, id, no, now) for id, no in refused.items()]
            refusals.add(tx, actor.organisation, kept)
    return [_refused(id, no) for id, no in refused.items()]


def refuse_link(store: Store, token: str, ids: Sequence[str]) -> bool:
    """Record that marks came by a link that is no longer good; False: it is no link of ours."""
    with store.write() as tx:
        link = links.find(tx, hash_of(token))
        if link is None or link.is_good(moment()):
            return False
        refusals.add(
            tx,
            link.organisation,
            [
                Refusal(
                    mark=id,
                    code="link-over",
                    sentence=LINK_OVER,
                    student="",
                    made_by=link.id,
                    received_at=moment(),
                )
                for id in ids
            ],
        )
    return True
