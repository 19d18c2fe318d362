"""Who may correct which mark; all others contest it."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from scheduler.domain.accounts import Actor, Role
from scheduler.domain.attendance import Asked, How
from scheduler.domain.standing import Presence
from scheduler.service import links
from scheduler.service.attend.recording import record
from scheduler.service.attend.standings import of_student
from scheduler.service.rights import Purpose
from scheduler.service.tokens import Kind, new_token
from scheduler.service.who import actor_of_link
from scheduler.store.engine import Store
from tests.asking import an_account, an_actor
from tests.worlds import World

TUESDAY = date(2026, 9, 8)
TEN = datetime(2026, 9, 8, 14, tzinfo=UTC)
"""At the school, where S1 is at the lab with M1 from 9:30."""


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def people(world: World) -> dict[str, Actor]:
    store, organisation = world.store, world.organisation
    office = an_actor(an_account(store, organisation, Role.COORDINATOR))
    link = links.make(store, office, "M1", Purpose.CONFIRM, 1, new_token(Kind.LINK))
    mentor = actor_of_link(link, link.made_at)
    assert mentor is not None
    found = {
        "advisor": an_account(store, organisation, Role.ADVISOR, person="T1"),
        "guardian": an_account(store, organisation, Role.GUARDIAN, wards=frozenset({"S1"})),
    }
    return {name: an_actor(one) for name, one in found.items()} | {
        "office": office,
        "mentor": mentor,
    }


def send(world: World, actor: Actor, id: str, code: str, **more: object) -> str:
    asked = Asked(
        id=id,
        term=world.bay.ids["term"],
        student="S1",
        code=code,
        day=TUESDAY,
        **more,  # type: ignore[arg-type]
    )
    (answer,) = record(world.store, actor, [asked], TEN)
    return answer.why or answer.became


SAID = {
    "register": ("advisor", "A", None),
    "mentor": ("mentor", "A", None),
    "excuse": ("guardian", "E", None),
    "kiosk": ("office", "P", How.KIOSK),
    "import": ("office", "A", How.IMPORT),
    "van": ("office", "B", How.VAN),
    "office": ("office", "A", None),
}
"""What is corrected: who said it, what, and by what means."""


@pytest.mark.parametrize(
    ("who", "code", "corrected"),
    [
        ("office", "VOID", {*SAID}),
        ("office", "PO", {*SAID}),
        ("advisor", "VOID", {"register", "kiosk", "import"}),
        ("advisor", "PO", {"register", "kiosk", "import"}),
        ("mentor", "VOID", set()),
        ("mentor", "PO", {"mentor"}),
        ("guardian", "VOID", set()),
        ("guardian", "I", {"excuse"}),
    ],
)
def test_the_office_corrects_all_and_everybody_else_their_own(
    world: World, who: str, code: str, corrected: set[str]
) -> None:
    theirs = people(world)
    for name, (sender, said, how) in SAID.items():
        assert send(world, theirs[sender], f"mark-{name}", said, how=how, site="LAB") == "recorded"
    became = {
        name: send(
            world, theirs[who], f"{name}-again", code, supersedes=f"mark-{name}", reason="So it was"
        )
        for name in SAID
    }
    assert {name for name, one in became.items() if one == "recorded"} == corrected
    refused = {one for one in became.values() if one != "recorded"}
    assert refused <= {"no-correction", "no-such-code"}


def test_a_guardian_neither_voids_the_register_nor_takes_its_place(world: World) -> None:
    theirs = people(world)
    # The correction comes first: nobody knows yet what it corrects.
    early = {"supersedes": "register", "reason": "She was ill"}
    assert send(world, theirs["guardian"], "note", "I", **early, start=570, end=600) == "recorded"
    send(world, theirs["advisor"], "register", "A")
    send(world, theirs["guardian"], "void", "VOID", supersedes="register", reason="No")
    (line,) = of_student(world.store, world.actor, world.bay.ids["term"], "S1", TUESDAY).found
    assert (line.standing.presence, line.standing.holds) == (Presence.ABSENT, "register")


@pytest.mark.parametrize("who", ["guardian", "mentor"])
def test_nobody_but_the_staff_voids_what_may_still_come(world: World, who: str) -> None:
    theirs = people(world)
    assert (
        send(world, theirs[who], "void", "VOID", supersedes="later", reason="No") == "no-such-code"
    )
    assert send(world, theirs["advisor"], "later", "A") == "recorded"
