"""``/v1/me``: who is asking, and what they may do."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from scheduler.api.asking import allowed
from scheduler.api.problem_shapes import SIGNED_IN
from scheduler.api.shapes import BodyOut, example
from scheduler.domain.accounts import Actor, Role, Via
from scheduler.service.rights import Action, Whose, whose

router = APIRouter(prefix="/me", tags=["me"], responses=SIGNED_IN)


class MeOut(BodyOut):
    """The one who asks."""

    model_config = example(
        organisation="org_mfrggzdfmztwq2lknnwg23tp",
        account="acc_nbswy3dpeb3w64tmmqqho2lu",
        via="session",
        roles=["advisor"],
        person="T12",
        wards=[],
        schools=["MET"],
        may={"week.read": ["advisees", "own"], "me.read": ["own"]},
    )
    organisation: str
    account: str
    via: Via
    roles: list[Role]
    person: str | None = Field(description="Their id in the school's data.")
    wards: list[str] = Field(description="The students they are guardian of.")
    schools: list[str] = Field(description="The schools it is for; empty: all.")
    may: dict[Action, list[Whose]] = Field(description="What they may do, and with whose data.")

    @classmethod
    def of(cls, actor: Actor) -> MeOut:
        """Put an actor into its JSON shape."""
        granted = {action: sorted(whose(actor, action)) for action in Action}
        return cls(
            organisation=actor.organisation,
            account=actor.account,
            via=actor.via,
            roles=sorted(actor.roles),
            person=actor.person,
            wards=sorted(actor.wards),
            schools=sorted(actor.schools),
            may={action: them for action, them in granted.items() if them},
        )


@router.get("")
def who_am_i(actor: Annotated[Actor, allowed(Action.ME_READ)]) -> MeOut:
    """Say who is asking, and what they may do with whose data."""
    return MeOut.of(actor)
