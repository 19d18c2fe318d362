"""The question of the week, and what was refused: as the office reads them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.asgi import application
from scheduler.domain.accounts import Account, Role
from scheduler.domain.attendance import Asked
from scheduler.service.attend import answers
from scheduler.service.attend.recording import record
from scheduler.store.engine import Store
from tests.asking import a_browser, an_account, settings_of
from tests.worlds import World

TUESDAY = date(2026, 9, 8)


@pytest.fixture
def world(store: Store, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(answers, "today", lambda term: date(2026, 9, 9))
    world = World(store)
    given = ((8, "S1", "good"), (8, "S2", "so-so"), (9, "S1", "so-so"), (8, "S2", ""))
    asked = [
        Asked(
            id=f"mark-{number:04}",
            term=world.bay.ids["term"],
            student=student,
            code="P",
            day=date(2026, 9, day),
            about={"answer": answer} if answer else {},
        )
        for number, (day, student, answer) in enumerate(given)
    ]
    record(store, world.actor, [*asked, Asked(id="mark-9999", student="NOBODY", code="P")])
    return world


@pytest.fixture
def app(store: Store, world: World) -> Iterator[FastAPI]:
    yield application(store, settings_of())


def rows(client: TestClient, world: World, query: str = "") -> list[list[str]]:
    got = client.get(f"/terms/{world.bay.ids['term']}/answers.csv{query}")
    assert got.status_code == 200, got.text
    return [line.split(",") for line in got.content.decode("utf-8-sig").splitlines()[1:]]


def test_who_answered_what_is_for_the_school_alone(app: FastAPI, world: World) -> None:
    def of(role: Role) -> Account:
        return world.account(role)

    office = a_browser(app, of(Role.COORDINATOR))
    names = {id: name for _, id, name, _ in rows(office, world)}
    assert rows(office, world) == [
        ["2026-09-08", "S1", names["S1"], "good"],
        ["2026-09-08", "S2", names["S2"], "so-so"],
        ["2026-09-09", "S1", names["S1"], "so-so"],
    ]
    assert [one[3] for one in rows(office, world, "?first=2026-09-09")] == ["so-so"]
    page = office.get(f"/terms/{world.bay.ids['term']}/answers").text
    assert "<dt>So-so</dt><dd>2</dd>" in page
    wrong = office.get(f"/terms/{world.bay.ids['term']}/answers?first=2026-09-09&last=2026-09-08")
    assert (wrong.status_code, "is after the last" in wrong.text) == (422, True)
    assert len(rows(a_browser(app, of(Role.ADVISOR)), world)) == 3
    other = an_account(world.store, world.organisation, Role.ADVISOR, person="T9")
    assert rows(a_browser(app, other), world) == []
    for role in (Role.MENTOR, Role.STUDENT, Role.GUARDIAN):
        got = a_browser(app, of(role)).get(f"/terms/{world.bay.ids['term']}/answers.csv")
        assert got.status_code == 403


def test_what_was_refused_is_shown_with_the_sentence(app: FastAPI, world: World) -> None:
    office = an_account(world.store, world.organisation, Role.COORDINATOR)
    page = a_browser(app, office).get("/refused-marks")
    assert page.status_code == 200
    assert page.text.count('<tr><th scope="row">') == 1
    assert "This student is not with you on that date" in page.text
    assert "mark-9999" in page.text
    assert "Nothing was refused" in a_browser(app, office).get("/refused-marks?before=1").text
