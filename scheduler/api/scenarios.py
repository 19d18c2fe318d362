"""``/v1/terms/{term}/scenarios``: what if, as named lists of edits."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from scheduler.api.asking import Db, allowed
from scheduler.api.edit_shapes import (
    MoreEditsIn,
    ScenarioIn,
    ScenarioOut,
    ScenariosOut,
    WholeScenarioOut,
)
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.instances import InstanceOut
from scheduler.api.problem_shapes import CREATES, SIGNED_IN
from scheduler.api.shapes import Id
from scheduler.domain.accounts import Actor
from scheduler.service import scenarios
from scheduler.service.rights import Action

router = APIRouter(prefix="/terms/{term}/scenarios", tags=["scenarios"], responses=SIGNED_IN)
MayRead = Annotated[Actor, allowed(Action.SCENARIO_READ)]
MayEdit = Annotated[Actor, allowed(Action.SCENARIO_EDIT)]


@router.get("")
def list_scenarios(term: Id, store: Db, actor: MayRead) -> ScenariosOut:
    """List the scenarios of a term, by name."""
    found = scenarios.scenarios_of(store, actor, term)
    return ScenariosOut(items=[ScenarioOut.of(one) for one in found])


@router.post("", status_code=201, response_model=WholeScenarioOut, responses=CREATES)
def begin_scenario(
    term: Id, body: ScenarioIn, store: Db, actor: MayEdit, once: Idempotent
) -> Response:
    """Keep a scenario. Edits that cannot be made are refused, with every fault."""
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    prepared = scenarios.prepare(store, actor, term, body.edits, body.instance)

    def effect(inside: Db) -> Answer:
        made = WholeScenarioOut.whole(scenarios.begin(inside, actor, prepared, body.name))
        where = f"/v1/terms/{term}/scenarios/{made.id}"
        return Answer(status=201, body=made, headers={"Location": where})

    return once.answer(actor, effect)


@router.get("/{scenario}")
def read_scenario(term: Id, scenario: Id, store: Db, actor: MayRead) -> WholeScenarioOut:
    """Read a scenario with its edits."""
    return WholeScenarioOut.whole(scenarios.read(store, actor, term, scenario))


@router.post(
    "/{scenario}/edits", status_code=201, response_model=WholeScenarioOut, responses=CREATES
)
def extend_scenario(
    term: Id, scenario: Id, body: MoreEditsIn, store: Db, actor: MayEdit, once: Idempotent
) -> Response:
    """Add edits after those of a scenario."""
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    prepared = scenarios.prepare_more(store, actor, term, scenario, body.edits)

    def effect(inside: Db) -> Answer:
        made = WholeScenarioOut.whole(scenarios.extend(inside, actor, scenario, prepared))
        return Answer(status=201, body=made)

    return once.answer(actor, effect)


@router.delete("/{scenario}", status_code=204)
def drop_scenario(term: Id, scenario: Id, store: Db, actor: MayEdit) -> None:
    """Take a scenario away, with its edits."""
    scenarios.drop(store, actor, term, scenario)


@router.post("/{scenario}/instance", status_code=201, response_model=InstanceOut, responses=CREATES)
def keep_scenario_data(
    term: Id,
    scenario: Id,
    store: Db,
    actor: Annotated[Actor, allowed(Action.INSTANCE_KEEP)],
    once: Idempotent,
) -> Response:
    """Keep the data with a scenario's edits made, as the newest version of the term's."""
    replayed = once.replayed(actor)
    if replayed is not None:
        return replayed
    found = scenarios.read(store, actor, term, scenario)
    made = scenarios.data_of(store, actor, found)

    def effect(inside: Db) -> Answer:
        kept = InstanceOut.of(scenarios.keep_data(inside, actor, found, made))
        return Answer(status=201, body=kept, headers={"Location": f"/v1/instances/{kept.id}"})

    return once.answer(actor, effect)
