"""Taking a person out of the store: the words go, the numbers stay.

Marks, releases and timetables know people by id alone and are kept, so that registers
and counts stay whole; nothing is left that says who the id was.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from scheduler.domain.records import Receipt
from scheduler.errors import NotFoundError
from scheduler.store import people, sweeps
from scheduler.store.columns import now
from scheduler.store.ids import new_id
from scheduler.store.tables import (
    AccountRow,
    EditRow,
    ErasureRow,
    IdempotencyRow,
    LinkRow,
    MarkNoteRow,
    MessageRow,
    PersonRow,
)

_SAY_WHERE = ("student-joined", "student-moved")
"""Kinds of change that say where a student lives."""


def erase(tx: Session, organisation: str, person: str, made_by: str) -> Receipt:
    """Erase a person: name, home and address, account, links, messages, notes, kept answers.

    Changes that say where they live go, too. A guardian's account stays and no longer
    names the student.

    Raises
    ------
    NotFoundError
        There is nobody of this id, or they were erased before.

    """
    words = _words_about(tx, organisation, person)
    known = people.forget(tx, organisation, person)
    accounts = _gone(tx, AccountRow, organisation, person)
    if not known and not accounts:
        raise NotFoundError("There is nobody of this id.")
    counts = {
        "people": known,
        "accounts": accounts,
        "links": _gone(tx, LinkRow, organisation, person),
        "messages": _gone(tx, MessageRow, organisation, person),
        "edits": _edits_gone(tx, organisation, person),
        "sweeps": sweeps.change_grids(tx, organisation, lambda grid: _without(grid, person)),
        "notes": _notes_gone(tx, organisation, person),
        "answers": _empty_answers(tx, organisation, words),
    }
    for account in tx.scalars(select(AccountRow).where(AccountRow.organisation == organisation)):
        if person in account.wards:
            account.wards = [one for one in account.wards if one != person]
    row = ErasureRow(
        id=new_id("rcp"),
        organisation=organisation,
        person=person,
        made_at=now(),
        made_by=made_by,
        counts=counts,
    )
    tx.add(row)
    tx.flush()
    return _to_domain(row)


def _words_about(tx: Session, organisation: str, person: str) -> set[str]:
    """All that says who somebody is: id, names and addresses, present and former."""
    said = tx.execute(
        select(PersonRow.name, PersonRow.email)
        .where(PersonRow.organisation == organisation, PersonRow.id == person)
        .union_all(
            select(AccountRow.name, AccountRow.email).where(
                AccountRow.organisation == organisation, AccountRow.person == person
            )
        )
    )
    return {person, *(word for row in said for word in row if word)}


def receipts(tx: Session, organisation: str) -> list[Receipt]:
    """All erasures of an organisation, latest first."""
    rows = tx.scalars(
        select(ErasureRow)
        .where(ErasureRow.organisation == organisation)
        .order_by(ErasureRow.made_at.desc(), ErasureRow.id)
    )
    return [_to_domain(row) for row in rows]


def count(tx: Session, organisation: str) -> int:
    """Say how many were erased: what was read before an erasure is not what is read after."""
    erased = select(func.count()).select_from(ErasureRow)
    return tx.scalar(erased.where(ErasureRow.organisation == organisation)) or 0


def _gone(
    tx: Session,
    table: type[AccountRow] | type[LinkRow] | type[MessageRow],
    organisation: str,
    person: str,
) -> int:
    """Delete the rows of a table that are of a person, and say how many there were."""
    whose = delete(table).where(table.organisation == organisation, table.person == person)
    return len(tx.scalars(whose.returning(table.id)).all())


def _edits_gone(tx: Session, organisation: str, person: str) -> int:
    """Delete the changes that say where somebody lives, and say how many there were."""
    told = select(EditRow).where(EditRow.organisation == organisation, EditRow.kind.in_(_SAY_WHERE))
    gone = 0
    for row in tx.scalars(told).all():
        if _is_about(row.body, person):
            tx.delete(row)
            gone += 1
    tx.flush()
    return gone


def _without(grid: dict[str, Any], person: str) -> dict[str, Any]:
    """Take the changes out of what a sweep tried of whom one of them says where they live."""
    scenarios = [
        one | {"edits": []}
        if any(edit["edit"] in _SAY_WHERE and _is_about(edit, person) for edit in one["edits"])
        else one
        for one in grid["scenarios"]
    ]
    return grid | {"scenarios": scenarios}


def _is_about(edit: dict[str, Any], person: str) -> bool:
    """Whether a change names this student, or makes them one."""
    about = edit.get("student")
    named: object = about.get("id") if isinstance(about, dict) else about
    return named == person


def _notes_gone(tx: Session, organisation: str, person: str) -> int:
    """Delete the words that came with marks of a student; the marks stay."""
    whose = delete(MarkNoteRow).where(
        MarkNoteRow.organisation == organisation, MarkNoteRow.student == person
    )
    return len(tx.scalars(whose.returning(MarkNoteRow.mark)).all())


def _empty_answers(tx: Session, organisation: str, words: set[str]) -> int:
    """Empty the answers kept for repeated requests that hold one of these words.

    The rows stay: what was asked for must not be done a second time.
    """
    spelled = [json.dumps(word, ensure_ascii=False).encode() for word in words]
    emptied = 0
    for row in tx.scalars(
        select(IdempotencyRow).where(IdempotencyRow.organisation == organisation)
    ):
        if any(word in (row.body or b"") for word in spelled):
            row.body = b"{}"
            emptied += 1
    return emptied


def _to_domain(row: ErasureRow) -> Receipt:
    return Receipt(
        id=row.id,
        organisation=row.organisation,
        person=row.person,
        made_at=row.made_at,
        made_by=row.made_by,
        counts={kind: int(number) for kind, number in row.counts.items()},
    )
