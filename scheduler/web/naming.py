"""What runs and timetables are called on pages: by what they are for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from scheduler.domain.accounts import Actor
from scheduler.domain.records import TimetableOrigin, TimetableRecord
from scheduler.domain.service_runs import Operation, RunRecord
from scheduler.domain.words import several
from scheduler.service.purposes import Purpose, purposes
from scheduler.store.engine import Store
from scheduler.web.views.reshuffles import edit_sentence
from scheduler.web.views.runs import RunView

_ORIGINS = {
    TimetableOrigin.RUN: "Found by a run",
    TimetableOrigin.HAND: "Made by hand",
    TimetableOrigin.DRAFT: "Taken from the draft",
    TimetableOrigin.ROLLED: "Rolled forward",
}
_DOES = {
    Operation.SOLVE: "Planning run",
    Operation.NONE: "Data kept",
    Operation.RESHUFFLE: "Repairs",
    Operation.SWEEP: "What if",
}


def run_name(run: RunRecord, purpose: Purpose | None = None) -> str:
    """Call a run by its name, or by what it does: ``Repairs 5tq2lk (mentor left: Ana Reyes)``."""
    return run.name or f"{_DOES[run.operation]} {run.id[-6:]}{_change(purpose)}"


def timetable_name(record: TimetableRecord, purpose: Purpose | None = None) -> str:
    """Call a timetable by its name, or by how it came to be."""
    if record.name:
        return record.name
    if purpose is None:
        return f"{_ORIGINS[record.origin]} {record.id[-6:]}"
    run = purpose.run
    if run.operation is Operation.RESHUFFLE:
        number = purpose.number_of(record.id)
        return f"{f'Repair {number}' if number else 'First repair'}{_change(purpose)}"
    which = "Best so far" if not run.state.is_over else "Best"
    return (
        f"{which if run.best == record.id else 'Earlier best'}"
        f" of {run.name or f'run {run.id[-6:]}'}"
    )


def _change(purpose: Purpose | None) -> str:
    """Say the change that is repaired, in brackets."""
    if purpose is None or not purpose.edits:
        return ""
    said = edit_sentence(purpose.edits[0].body, purpose.name)
    more = len(purpose.edits) - 1
    also = f" and {several(more, 'more change')}" if more else ""
    return f" ({said[:1].lower()}{said[1:]}{also})"


def run_views(store: Store, actor: Actor, found: Sequence[RunRecord]) -> list[RunView]:
    """Give runs as pages show them, each called by what it does."""
    known = purposes(store, actor, [one.id for one in found])
    return [RunView(record=one, called=run_name(one, known.get(one.id))) for one in found]


def run_view(store: Store, actor: Actor, run: str | None) -> RunView | None:
    """Give a run by its id, called by what it does; None where there is none any more."""
    found = purposes(store, actor, [run]).get(run or "")
    return None if found is None else RunView(record=found.run, called=run_name(found.run, found))


def timetable_names(
    store: Store, actor: Actor, records: Iterable[TimetableRecord]
) -> dict[str, str]:
    """Give the names of timetables that are listed together; none is that of another."""
    found = list(records)
    known = purposes(store, actor, [one.run for one in found])
    names = {one.id: timetable_name(one, known.get(one.run or "")) for one in found}
    often = Counter(names.values())
    return {one: f"{name} {one[-6:]}" if often[name] > 1 else name for one, name in names.items()}
