"""What runs are for, so that they and their timetables can be told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from scheduler.domain.accounts import Actor
from scheduler.domain.records import EditRecord, ReshuffleRecord
from scheduler.domain.service_runs import Operation, RunRecord
from scheduler.service.rights import Action
from scheduler.service.subjects import allow_term
from scheduler.store import edits, instances, people, releases, reshuffles, runs, terms
from scheduler.store.engine import Store, Tx


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """A run, and the change it repairs where it repairs one."""

    run: RunRecord
    reshuffle: ReshuffleRecord | None = None
    edits: tuple[EditRecord, ...] = ()
    """Without those that were erased."""
    name: Callable[[str], str] = str
    """What ids in the edits are called."""

    def number_of(self, timetable: str) -> int | None:
        """The number of a repair in the menu, from 1 on; None where it is in none."""
        answer = self.reshuffle.answer if self.reshuffle else None
        menu = [one["timetable"] for one in (answer or {}).get("menu", ())]
        return menu.index(timetable) + 1 if timetable in menu else None


def purposes(store: Store, actor: Actor, ids: Iterable[str | None]) -> dict[str, Purpose]:
    """Say what runs are for, by their ids; those that are gone are left out."""
    org = actor.organisation
    with store.read() as tx:
        found = runs.some(tx, org, {one for one in ids if one is not None})
        known = {one: terms.term(tx, org, one) for one in {run.term for run in found}}
        for term in known.values():
            allow_term(actor, Action.RUN_READ, term)
        changing = [one.id for one in found if one.operation is Operation.RESHUFFLE]
        asked = reshuffles.of_runs(tx, org, changing)
        made = {run: tuple(edits.made(tx, org, one.instance)) for run, one in asked.items()}
        names = {
            term: _names(
                tx, org, term, [made[run] for run, one in asked.items() if one.term == term]
            )
            for term in {one.term for one in asked.values()}
        }
    return {
        run.id: Purpose(
            run=run,
            reshuffle=asked.get(run.id),
            edits=made.get(run.id, ()),
            name=_called(names.get(run.term, {})),
        )
        for run in found
    }


def _names(
    tx: Tx, organisation: str, term: str, changes: Iterable[tuple[EditRecord, ...]]
) -> dict[str, str]:
    """What those are called whom changes of a term name, also who has left it since."""
    last = releases.last(tx, organisation, term)
    known = {} if last is None else instances.load(tx, organisation, last.instance).names
    told = [value for made in changes for one in made for value in one.body.values()]
    ids = {one for one in told if isinstance(one, str)}
    gone = people.people(tx, organisation, [one for one in ids if one not in known])
    found = {one: person.name for one, person in gone.items()}
    return found | {one: known[one] for one in ids if one in known}


def _called(names: dict[str, str]) -> Callable[[str], str]:
    return lambda one: names.get(one, one)
