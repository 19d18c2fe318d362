"""Words that came with marks, apart from them: they are erased with a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from scheduler.store.tables import MarkNoteRow

AT_ONCE = 500


def add(tx: Session, organisation: str, texts: Mapping[str, tuple[str, str]]) -> None:
    """Keep the words of new marks: by the id of the mark, the student and the text."""
    rows = [
        {"organisation": organisation, "mark": mark, "student": student, "text": text}
        for mark, (student, text) in texts.items()
    ]
    if rows:
        tx.execute(insert(MarkNoteRow), rows)


def of_marks(tx: Session, organisation: str, marks: Sequence[str]) -> dict[str, str]:
    """The words of some marks, of those that have any."""
    found: dict[str, str] = {}
    for first in range(0, len(marks), AT_ONCE):
        rows = tx.execute(
            select(MarkNoteRow.mark, MarkNoteRow.text).where(
                MarkNoteRow.organisation == organisation,
                MarkNoteRow.mark.in_(marks[first : first + AT_ONCE]),
            )
        )
        found |= {mark: text for mark, text in rows}
    return found
