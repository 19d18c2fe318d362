"""``/v1/students/{student}/devices``: the phones that may check in."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field

from scheduler.api.asking import Db, allowed
from scheduler.api.idempotency import Answer, Idempotent
from scheduler.api.problem_shapes import CREATES, SIGNED_IN
from scheduler.api.shapes import BodyOut, Id, example
from scheduler.domain.accounts import Actor, Link, LinkKind
from scheduler.service.attend import devices
from scheduler.service.rights import Action
from scheduler.service.tokens import Kind

router = APIRouter(prefix="/students/{student}/devices", tags=["devices"], responses=SIGNED_IN)
MayMake = Annotated[Actor, allowed(Action.DEVICE_MAKE)]
_SHOWN = {
    "id": "lnk_mfrggzdfmztwq2lknnwg23tp",
    "kind": "invitation",
    "made_at": "2026-08-15T09:00:00Z",
    "expires_at": "2026-08-16T09:00:00Z",
}


class DeviceOut(BodyOut):
    """A student's phone, or an invitation that may still make one theirs."""

    model_config = example(**_SHOWN)
    id: str
    kind: Literal["phone", "invitation"]
    made_at: datetime
    expires_at: datetime | None

    @classmethod
    def of(cls, link: Link) -> DeviceOut:
        """Put a phone into its JSON shape."""
        return cls(
            id=link.id,
            kind="phone" if link.kind is LinkKind.DEVICE else "invitation",
            made_at=link.made_at,
            expires_at=link.expires_at,
        )


class DevicesOut(BodyOut):
    """The phones of a student."""

    model_config = example(items=[_SHOWN])
    items: list[DeviceOut]


class NewDeviceOut(DeviceOut):
    """A new invitation, its secret shown this once."""

    model_config = example(**_SHOWN, token="fwl_3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
    token: str = Field(repr=False, description="The phone opens `/enrol/` and this, once.")


@router.get("")
def list_devices(student: Id, store: Db, actor: MayMake) -> DevicesOut:
    """List the phones of a student that may check in, and open invitations."""
    found = devices.of_student(store, actor, student)
    return DevicesOut(items=[DeviceOut.of(one) for one in found])


@router.post("", status_code=201, response_model=NewDeviceOut, responses=CREATES)
def invite_device(student: Id, actor: MayMake, once: Idempotent) -> Response:
    """Invite a student's phone: the link works once and within a day."""
    secret = once.secret(Kind.LINK)

    def effect(store: Db) -> Answer:
        link = devices.invite(store, actor, student, secret)
        made = NewDeviceOut(**DeviceOut.of(link).model_dump(), token=secret)
        return Answer(status=201, body=made)

    return once.answer(actor, effect)


@router.delete("/{device}", status_code=204, response_class=Response)
def revoke_device(student: Id, device: Id, store: Db, actor: MayMake) -> Response:
    """End a phone's right to check in, or an invitation."""
    devices.revoke(store, actor, device, student)
    return Response(status_code=204)
