"""The outbox: messages wait here until they are sent, or stay on the list to print."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from scheduler.domain.drafts import Message, MessageState
from scheduler.store.tables import MessageRow

LEASE = timedelta(minutes=5)
"""So long a sender has for the messages it took; then another may try."""


def add(tx: Session, messages: Sequence[Message]) -> None:
    """Put messages into the outbox."""
    if messages:
        tx.execute(insert(MessageRow), [_as_row(one) for one in messages])


def add_new(tx: Session, messages: Sequence[Message]) -> int:
    """Put those messages into the outbox whose ids are not there yet; say how many."""
    if not messages:
        return 0
    dialect = sqlite if tx.get_bind().dialect.name == "sqlite" else postgresql
    into = dialect.insert(MessageRow).on_conflict_do_nothing(index_elements=["id"])
    rows = [_as_row(one) for one in messages]
    return len(tx.scalars(into.returning(MessageRow.id), rows).all())


def _as_row(one: Message) -> dict[str, Any]:
    return {
        "id": one.id,
        "organisation": one.organisation,
        "term": one.term,
        "release": one.release,
        "person": one.person,
        "address": None,
        "subject": one.subject,
        "text": one.text,
        "state": one.state.value,
        "attempts": one.attempts,
        "due_at": one.due_at,
        "sent_at": one.sent_at,
        "reason": one.reason,
        "made_at": one.made_at,
    }


def of_release(
    tx: Session, organisation: str, release: str, *, after: str | None = None, limit: int = 100_000
) -> list[Message]:
    """Give the messages of a release by person; ``after``: of persons later in the order."""
    asked = select(MessageRow).where(
        MessageRow.organisation == organisation, MessageRow.release == release
    )
    if after is not None:
        asked = asked.where(MessageRow.person > after)
    return [_message(row) for row in tx.scalars(asked.order_by(MessageRow.person).limit(limit))]


def of_person(tx: Session, organisation: str, person: str) -> list[Message]:
    """Give everything somebody was told or is to be told, oldest first."""
    asked = select(MessageRow).where(
        MessageRow.organisation == organisation, MessageRow.person == person
    )
    return [_message(row) for row in tx.scalars(asked.order_by(MessageRow.made_at, MessageRow.id))]


def count(tx: Session, organisation: str, release: str) -> dict[MessageState, int]:
    """Say how many messages of a release are how far."""
    rows = tx.execute(
        select(MessageRow.state, func.count())
        .where(MessageRow.organisation == organisation, MessageRow.release == release)
        .group_by(MessageRow.state)
    )
    found = {MessageState(state): number for state, number in rows}
    return {state: found.get(state, 0) for state in MessageState}


def take_due(tx: Session, now: datetime, limit: int) -> list[Message]:
    """Take messages that are due, so that no other sender does for a while."""
    due = (
        select(MessageRow.id)
        .where(MessageRow.state == MessageState.WAITING.value, MessageRow.due_at <= now)
        .order_by(MessageRow.due_at, MessageRow.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = tx.scalars(
        update(MessageRow)
        .where(MessageRow.id.in_(due.scalar_subquery()))
        .values(due_at=now + LEASE, attempts=MessageRow.attempts + 1)
        .returning(MessageRow)
        .execution_options(synchronize_session=False)
    )
    return sorted((_message(row) for row in taken), key=lambda one: one.id)


def settle(
    tx: Session,
    id: str,
    attempt: int,
    state: MessageState,
    *,
    now: datetime,
    due_at: datetime | None = None,
    reason: str | None = None,
) -> None:
    """Say how sending went, unless another attempt has begun since."""
    values: dict[str, object] = {"state": state.value, "reason": reason}
    if state is MessageState.SENT:
        values["sent_at"] = now
    if due_at is not None:
        values["due_at"] = due_at
    tx.execute(
        update(MessageRow)
        .where(MessageRow.id == id, MessageRow.attempts == attempt)
        .values(**values)
        .execution_options(synchronize_session=False)
    )


def send_again(tx: Session, organisation: str, release: str, now: datetime) -> int:
    """Let everything of a release that was not sent wait for sending anew."""
    again = tx.execute(
        update(MessageRow)
        .where(
            MessageRow.organisation == organisation,
            MessageRow.release == release,
            MessageRow.state.in_([MessageState.FAILED.value, MessageState.LISTED.value]),
        )
        .values(state=MessageState.WAITING.value, attempts=0, due_at=now, reason=None)
        .returning(MessageRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(again.all())


def _message(row: MessageRow) -> Message:
    return Message(
        id=row.id,
        organisation=row.organisation,
        term=row.term,
        release=row.release,
        person=row.person,
        subject=row.subject,
        text=row.text,
        state=MessageState(row.state),
        attempts=row.attempts,
        due_at=row.due_at,
        sent_at=row.sent_at,
        reason=row.reason,
        made_at=row.made_at,
    )
