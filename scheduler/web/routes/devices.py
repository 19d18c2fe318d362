"""Letting people in to check in: a student's phone, a mentor's link, a screen at the door."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from scheduler.domain.accounts import Actor, Link, LinkKind
from scheduler.domain.ids import MentorId, SchoolSiteId, VehicleId
from scheduler.domain.instance import Instance
from scheduler.errors import NotFoundError
from scheduler.service import links
from scheduler.service.attend import boards, devices
from scheduler.service.attend.registers import registers_of
from scheduler.service.lived import NOTHING_HERE, today
from scheduler.service.rights import Action, Purpose, may
from scheduler.service.tokens import Kind, new_token
from scheduler.store.engine import Store
from scheduler.web.asking import Config, Db, Sent, allowed
from scheduler.web.forms import Form, FormError, errors_of
from scheduler.web.links import base_of
from scheduler.web.qr import qr_svg
from scheduler.web.rendering import render

router = APIRouter(prefix="/terms/{term}/devices")
Maker = Annotated[Actor, allowed(Action.DEVICE_MAKE)]
MENTOR_DAYS = 150
WORDS = {
    LinkKind.DEVICE.value: "Enrolled phone",
    LinkKind.ENROL.value: "Code not used yet",
    LinkKind.MENTOR.value: "Link to see or confirm interns",
}


@router.get("")
def devices_page(
    request: Request,
    store: Db,
    actor: Maker,
    term: str,
    whom: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """Ask whose phone is to be enrolled, who gets a link, and which door a screen."""
    return _page(request, store, actor, term, [], whom)


@router.post("")
def make(
    request: Request, store: Db, settings: Config, sent: Sent, actor: Maker, term: str
) -> Response:
    """Make a code for a phone, a mentor's link, or a kiosk; it is shown once."""
    instance = _instance(store, actor, term)
    form = Form(sent)
    what, whom = form.text("what"), form.needed("whom", "The id or the name")
    if form.errors:
        return _page(request, store, actor, term, form.errors)
    one = _meant(instance, what, whom)
    token = new_token(Kind.LINK)
    base = base_of(request, settings)
    try:
        if what == "mentor":
            if MentorId(one) not in instance.mentor_of:
                raise NotFoundError("There is no mentor of this name or id. Check it.")
            links.make(store, actor, one, Purpose.CONFIRM, MENTOR_DAYS, token)
            address = f"{base}/confirm/{token}"
        elif what == "kiosk":
            site = instance.school_site_of.get(SchoolSiteId(one))
            if site is None:
                raise NotFoundError("There is no school site of this name or id. Check it.")
            devices.open_kiosk(store, actor, site.school, site.id, token)
            address = f"{base}/kiosk/{token}"
        elif what == "van":
            if VehicleId(one) not in instance.vehicle_of:
                raise NotFoundError("There is no van of this name or id. Check it.")
            devices.open_van(store, actor, one, token)
            address = f"{base}/van/{token}"
        else:
            devices.invite(store, actor, one, token)
            address = f"{base}/enrol/{token}"
    except NotFoundError as no:
        return _page(request, store, actor, term, errors_of(no, "whom"))
    return render(
        request,
        "device_made.html",
        term=term,
        name=instance.names.get(one, one),
        what=what or "phone",
        address=address,
        code=qr_svg(address, f"QR code of the link for {instance.names.get(one, one)}"),
        crumbs=[("/", "Terms"), (f"/terms/{term}/devices", "Phones, links and screens")],
    )


@router.post("/revoke")
def revoke(store: Db, sent: Sent, actor: Maker, term: str) -> Response:
    """End what a phone, a screen or a mentor's link lets in for."""
    boards.term_seen(store, actor, term)
    form = Form(sent)
    if form.text("link"):
        end = links.revoke if form.text("kind") == LinkKind.MENTOR.value else devices.revoke
        end(store, actor, form.text("link"))
    whom = quote(form.text("whom"), safe="")
    return RedirectResponse(f"/terms/{term}/devices?whom={whom}", HTTPStatus.SEE_OTHER)


def _page(
    request: Request,
    store: Store,
    actor: Actor,
    term: str,
    errors: list[FormError],
    whom: str = "",
) -> Response:
    record = boards.term_seen(store, actor, term)
    name = whom
    found: list[Link] = []
    if whom:
        try:
            name, found = _let_in(store, actor, _instance(store, actor, term), whom)
        except NotFoundError as no:
            errors = [*errors, *errors_of(no, "whom")]
            whom = ""
    may_link = may(actor, Action.LINK_MAKE)
    screens = devices.kiosks(store, actor) if may_link else []
    return render(
        request,
        "devices.html",
        HTTPStatus.UNPROCESSABLE_ENTITY if errors else HTTPStatus.OK,
        term=record,
        whom=whom,
        name=name,
        found=found,
        screens=screens,
        sites=_instance(store, actor, term).names if screens else {},
        words=WORDS,
        errors=errors,
        may_link=may_link,
        crumbs=[("/", "Terms"), (f"/terms/{term}", record.name)],
    )


def _let_in(store: Store, actor: Actor, instance: Instance, whom: str) -> tuple[str, list[Link]]:
    """Say who is meant, and by what they are let in."""
    mentor = _meant(instance, "mentor", whom)
    if MentorId(mentor) in instance.mentor_of and may(actor, Action.LINK_MAKE):
        return instance.names[mentor], links.of_mentor(store, actor, mentor)
    student = _meant(instance, "phone", whom)
    return instance.names.get(student, student), devices.of_student(store, actor, student)


def _instance(store: Store, actor: Actor, term: str) -> Instance:
    record = boards.term_seen(store, actor, term)
    with store.read() as tx:
        known = registers_of(store).of_term(tx, actor.organisation, record.id)
    holding = known.register.holding(today(record)) or next(iter(known.register.holdings), None)
    if holding is None:
        raise NotFoundError(NOTHING_HERE)
    return holding.instance


def _meant(instance: Instance, what: str, whom: str) -> str:
    """Give the id of whom a name or an id means, among those it can be."""
    groups: dict[str, Sequence[tuple[str, str]]] = {
        "mentor": [(one.id, one.name) for one in instance.mentors],
        "kiosk": [(one.id, one.name) for one in instance.school_sites],
        "van": [(one.id, one.name) for one in instance.vehicles],
    }
    known = groups.get(what) or [(one.id, one.name) for one in instance.students]
    folded = whom.casefold()
    found = [id for id, name in known if folded in (id.casefold(), name.casefold())]
    return found[0] if len(found) == 1 else whom
