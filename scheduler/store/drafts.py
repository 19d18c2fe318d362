"""Drafts: one a term, with the steps by which it came to be as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, undefer

from scheduler.domain.drafts import Draft, DraftStanding, Step, StepKind
from scheduler.domain.timetable import Timetable
from scheduler.files import timetable_bytes
from scheduler.files.shapes import timetable_adapter
from scheduler.store.packing import packed, unpacked
from scheduler.store.tables import DraftRow, DraftStepRow
from scheduler.store.timetables import score_json, score_of

MOST_STEPS = 200
"""As many changes can be undone; older steps go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What a draft was before a step."""

    version: int
    instance: str
    taken: str
    timetable: Timetable
    pins: Timetable


def find(tx: Session, organisation: str, term: str, *, alone: bool = False) -> Draft | None:
    """Give a term's draft; ``alone`` keeps others from changing it until the end."""
    asked = (
        select(DraftRow)
        .where(DraftRow.organisation == organisation, DraftRow.term == term)
        .options(undefer(DraftRow.body), undefer(DraftRow.pins))
    )
    if alone:
        asked = asked.with_for_update()
    row = tx.scalars(asked.execution_options(populate_existing=True)).one_or_none()
    return None if row is None else _draft(row)


def standings(tx: Session, organisation: str) -> dict[str, DraftStanding]:
    """Say how the drafts of an organisation stand, by their terms."""
    rows = tx.scalars(select(DraftRow).where(DraftRow.organisation == organisation))
    return {
        row.term: DraftStanding(
            term=row.term,
            version=row.version,
            score=score_of(row.score),
            changed_at=row.changed_at,
        )
        for row in rows
    }


def version(tx: Session, organisation: str, term: str) -> tuple[int, str] | None:
    """Say which version a term's draft has, and of which version of the data it is."""
    asked = select(DraftRow.version, DraftRow.instance).where(
        DraftRow.organisation == organisation, DraftRow.term == term
    )
    found = tx.execute(asked).one_or_none()
    return None if found is None else (found.version, found.instance)


def begin(tx: Session, organisation: str, draft: Draft) -> None:
    """Put a first draft into a term."""
    tx.add(DraftRow(organisation=organisation, term=draft.term, **_columns(draft)))
    tx.flush()


def change(tx: Session, organisation: str, draft: Draft, expected: int) -> bool:
    """Put a new state of the draft in the place of the version expected, or say it is gone."""
    changed = tx.execute(
        update(DraftRow)
        .where(
            DraftRow.organisation == organisation,
            DraftRow.term == draft.term,
            DraftRow.version == expected,
        )
        .values(**_columns(draft))
        .returning(DraftRow.version)
        .execution_options(synchronize_session=False)
    )
    return changed.one_or_none() is not None


def add_step(
    tx: Session, organisation: str, draft: Draft, kind: StepKind, said: Sequence[str], before: Draft
) -> None:
    """Keep what a change did, and what was there before it."""
    tx.add(
        DraftStepRow(
            term=draft.term,
            version=draft.version,
            organisation=organisation,
            what={
                "kind": kind.value,
                "said": list(said),
                "instance": before.instance,
                "taken": before.taken,
            },
            before=_packed(before.timetable),
            pins_before=_packed(before.pins),
            undone=kind is StepKind.UNDO,
            made_at=draft.changed_at,
            made_by=draft.changed_by,
        )
    )
    tx.execute(
        delete(DraftStepRow).where(
            DraftStepRow.organisation == organisation,
            DraftStepRow.term == draft.term,
            DraftStepRow.version <= draft.version - MOST_STEPS,
        )
    )


def steps_after(tx: Session, organisation: str, term: str, version: int) -> list[Step]:
    """Say what was done to a draft since a version, in order."""
    rows = tx.scalars(
        select(DraftStepRow)
        .where(
            DraftStepRow.organisation == organisation,
            DraftStepRow.term == term,
            DraftStepRow.version > version,
        )
        .order_by(DraftStepRow.version)
    )
    return [_step(row) for row in rows]


def last_step(tx: Session, organisation: str, term: str) -> Before | None:
    """Give the newest step that can be undone, as what was there before it."""
    row = tx.scalars(
        select(DraftStepRow)
        .where(
            DraftStepRow.organisation == organisation,
            DraftStepRow.term == term,
            DraftStepRow.undone.is_(False),
        )
        .order_by(DraftStepRow.version.desc())
        .limit(1)
        .options(undefer(DraftStepRow.before), undefer(DraftStepRow.pins_before))
    ).one_or_none()
    if row is None:
        return None
    return Before(
        version=row.version,
        instance=row.what["instance"],
        taken=row.what["taken"],
        timetable=_unpacked(row.before),
        pins=_unpacked(row.pins_before),
    )


def mark_undone(tx: Session, organisation: str, term: str, version: int) -> None:
    """Say of a step that it has been undone."""
    tx.execute(
        update(DraftStepRow)
        .where(
            DraftStepRow.organisation == organisation,
            DraftStepRow.term == term,
            DraftStepRow.version == version,
        )
        .values(undone=True)
    )


def _columns(draft: Draft) -> dict[str, Any]:
    return {
        "version": draft.version,
        "instance": draft.instance,
        "taken": draft.taken,
        "body": _packed(draft.timetable),
        "pins": _packed(draft.pins),
        "score": score_json(draft.score),
        "changed_at": draft.changed_at,
        "changed_by": draft.changed_by,
    }


def _draft(row: DraftRow) -> Draft:
    return Draft(
        term=row.term,
        version=row.version,
        instance=row.instance,
        taken=row.taken,
        timetable=_unpacked(row.body),
        pins=_unpacked(row.pins),
        score=score_of(row.score),
        changed_at=row.changed_at,
        changed_by=row.changed_by,
    )


def _step(row: DraftStepRow) -> Step:
    return Step(
        version=row.version,
        kind=StepKind(row.what["kind"]),
        said=tuple(row.what["said"]),
        undone=row.undone,
        made_at=row.made_at,
        made_by=row.made_by,
    )


def _packed(timetable: Timetable) -> bytes:
    return packed(timetable_bytes(timetable))


def _unpacked(body: bytes) -> Timetable:
    return timetable_adapter().validate_json(unpacked(body), strict=True)
