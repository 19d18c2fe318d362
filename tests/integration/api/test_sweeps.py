"""What if by the hundred, over the API: what is refused, what waits, and the table."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.domain.accounts import Role
from scheduler.domain.edits import StudentMoved
from scheduler.domain.places import Position
from scheduler.files import edit_document
from scheduler.store import erasing, people, sweeps
from scheduler.store.engine import Store
from scheduler.what_if.rows import Answer, Row, row_document
from tests.asking import a_browser, a_key, an_account
from tests.worlds import World

AWAY = {"edit": "mentor-away", "mentor": "M1", "days": [1]}
NOBODY = {"edit": "mentor-left", "mentor": "nobody"}


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


@pytest.fixture
def client(app: FastAPI, store: Store, world: World) -> TestClient:
    """Who may try things, and accepts nothing."""
    return a_browser(app, an_account(store, world.organisation, Role.COORDINATOR))


def ask(client: TestClient, world: World, **body: Any) -> Any:
    term = world.bay.ids["term"]
    return client.post(f"/v1/terms/{term}/sweeps", json=body, headers=a_key())


def test_a_sweep_waits_is_read_and_stopped(client: TestClient, world: World, store: Store) -> None:
    given = {"name": "given", "edits": [AWAY]}
    body = {"scenarios": [given], "kept": [world.bay.ids["scenario"]], "seeds": [1, 2]}
    got = ask(client, world, **body, without=["vans", "mentors"])
    assert got.status_code == 202, got.text
    asked, at = got.json(), got.headers["location"]
    assert (asked["state"], asked["done"]) == ("queued", 0)
    assert client.get(at).json() == asked
    assert client.get(f"{at}/table").json()["rows"] == []
    run = asked["id"]
    with store.read() as tx:
        grid = sweeps.sweep(tx, world.organisation, run).grid
    names = [one["name"] for one in grid["scenarios"]]
    assert names[:3] == ["What if", "given", "mentor M1"]
    assert asked["lines"] == 2 * len(names)
    figures = {"unplaced": 0, "newly_unplaced": 0, "more_unplaced": 0, "more_penalty": 2}
    quiet: dict[str, Any] = {"scenario": "given", "status": Answer.PROVEN, "penalty": 5} | figures
    rows = [
        Row(scenario="release", status=Answer.PROVEN, penalty=3),
        Row(seed=1, touched=1, **quiet),
        Row(seed=2, touched=3, **quiet),
        Row(scenario="mentor M1", seed=1, status=Answer.NONE, said="=none"),
    ]
    with store.write() as tx:
        bodies = {number: row_document(one) for number, one in enumerate(rows)}
        sweeps.keep_lines(tx, world.organisation, run, bodies)
    table = client.get(f"{at}/table").json()
    assert [(one["scenario"], one["seed"]) for one in table["rows"]] == [
        ("mentor M1", 1),
        ("given", 2),
        ("given", 1),
    ]
    assert (table["base"]["scenario"], table["stopped"]) == ("release", True)
    (found,) = table["ranges"]
    assert (found["seeds"], found["least"]["touched"], found["most"]["touched"]) == (2, 1, 3)
    lines = list(csv.DictReader(io.StringIO(client.get(f"{at}/table.csv").text)))
    assert [one["scenario"] for one in lines] == ["release", "mentor M1", "given", "given"]
    assert lines[1]["said"] == "'=none"
    stopped = client.delete(at).json()
    assert (stopped["state"], stopped["done"]) == ("stopped", 3)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({}, "nothing to try"),
    ({"scenarios": [{"name": "one", "edits": [AWAY]}] * 2}, "a name of its own"),
    ({"without": ["mentors"], "seeds": [1, 1]}, "each seed is named once"),
    ({"without": ["mentors"], "workers": 64}, "at most 2 processes"),
    ({"without": ["mentors"], "most_seconds": 80_000}, "at most 14400 seconds"),
    ({"without": ["mentors"], "kept": ["scn_nobody"]}, "no such scenario"),
    ({"scenarios": [{"name": "one", "edits": [AWAY, NOBODY]}]}, "1 fault"),
]


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_what_cannot_be_tried_is_refused(client: TestClient, world: World) -> None:
    for body, said in REFUSED:
        got = ask(client, world, **body)
        assert got.status_code == (404 if "kept" in body else 422)
        assert said in got.json()["detail"]
    (fault,) = got.json()["faults"]
    assert fault["thing"] == 'scenario "one", edit 2 (mentor-left)'


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_where_an_erased_student_lives_is_taken_out_of_what_was_tried(
    client: TestClient, world: World, store: Store
) -> None:
    moved = StudentMoved(student="S1", home=Position(lat=1.5, lon=2.5))
    edits = [edit_document(moved)]
    asked = ask(client, world, scenarios=[{"name": "moves", "edits": edits}]).json()
    with store.write() as tx:
        people.set_email(tx, world.organisation, "S1", "s1@example.org")
        receipt = erasing.erase(tx, world.organisation, "S1", world.maker.id)
        grid = sweeps.sweep(tx, world.organisation, asked["id"]).grid
    assert receipt.counts["sweeps"] == 1
    assert grid["scenarios"] == [{"name": "moves", "edits": []}]
