"""Marks that come one a request are written in groups, on both databases."""

from __future__ import annotations

import queue
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import pytest

from scheduler.domain.accounts import Link, LinkKind
from scheduler.domain.attendance import Asked, Mark
from scheduler.errors import StoreUnavailableError
from scheduler.service.attend.counter import Counter, Result, Sent
from scheduler.service.attend.news import listen
from scheduler.service.attend.registers import registers_of
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.store import links, marks
from scheduler.store.engine import Store
from scheduler.store.ids import new_id
from tests.worlds import World

NINE = datetime(2026, 9, 8, 13, 20, tzinfo=UTC)


class Desk:
    """A counter, a phone, and what comes back."""

    def __init__(self, world: World) -> None:
        self.world, self.token = world, new_token(Kind.LINK)
        phone = Link(
            id=new_id("lnk"),
            organisation=world.organisation,
            kind=LinkKind.DEVICE,
            person="S1",
            made_at=NINE,
            made_by="test",
        )
        with world.store.write() as tx:
            links.add(tx, phone, hash_of(self.token))
        self.over: queue.SimpleQueue[Sequence[tuple[Sent, Result]]] = queue.SimpleQueue()
        self.counter = Counter(world.store, self.over.put)

    def results(self, *asked: Asked, token: str = "") -> dict[str, list[Result]]:
        """Hand marks in, and say what became of each id."""
        for one in asked:
            self.counter.hand_in(
                Sent(token=token or self.token, asked=one, received_at=NINE, over=None)
            )
        found: dict[str, list[Result]] = {one.id: [] for one in asked}
        while sum(map(len, found.values())) < len(asked):
            for sent, result in self.over.get(timeout=30):
                found[sent.asked.id].append(result)
        return found

    def asked(self, number: int, **fields: Any) -> Asked:
        """One of the phone's marks."""
        given = {"term": self.world.bay.ids["term"], "student": "S1", "code": "P"}
        return Asked(id=f"mark-{number:04}", **given | fields)


@pytest.fixture
def desk(store: Store) -> Desk:
    return Desk(World(store))


def test_new_marks_are_kept_and_told_of(desk: Desk, store: Store) -> None:
    heard: list[str] = []
    stop = listen(store, lambda _, some: heard.extend(one.id for one in some))
    found = desk.results(*(desk.asked(number) for number in range(30)))
    stop()
    assert [type(one) for results in found.values() for one in results] == [Mark] * 30
    with store.read() as tx:
        kept = marks.of_student_on(tx, desk.world.organisation, "S1", NINE.date())
    assert {one.id for one in kept} == set(found) == set(heard)
    assert found["mark-0007"] == [one for one in kept if one.id == "mark-0007"]


def test_marks_wait_for_the_register_to_be_made(desk: Desk, store: Store) -> None:
    term = desk.world.bay.ids["term"]
    registers_of(store)._kept.clear()  # as after a start
    found = desk.results(*(desk.asked(number) for number in range(5)), desk.asked(5, term="none"))
    assert [type(one) for results in found.values() for one in results] == [Mark] * 5 + [type(None)]
    assert registers_of(store).at_hand(desk.world.organisation, term) is not None


def test_what_is_not_ordinary_is_given_back(desk: Desk) -> None:
    assert desk.results(desk.asked(1))["mark-0001"] != [None]
    found = desk.results(
        desk.asked(1),  # there already
        desk.asked(2, student="S2"),  # somebody else's
        desk.asked(3, term=None),
        desk.asked(4, term="term_none"),
        desk.asked(5, code="ZZ"),
    )
    assert found == {f"mark-{number:04}": [None] for number in (1, 2, 3, 4, 5)}
    assert desk.results(desk.asked(6), token="fwl_nobody")["mark-0006"] == [None]


def test_where_the_store_is_away_it_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise StoreUnavailableError("No space.")

    monkeypatch.setattr("scheduler.service.attend.counter.marks.add_new", away)
    (result,) = desk.results(desk.asked(1))["mark-0001"]
    assert isinstance(result, StoreUnavailableError)
