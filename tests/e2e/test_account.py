"""Colleagues get in by the command line of the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from scheduler.asgi import application
from scheduler.config import read_settings
from scheduler.store.engine import open_store
from tests.asking import ORIGIN
from tests.e2e.conftest import Said

Run = Callable[..., Said]


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    url = f"sqlite:///{tmp_path / 'fieldweek.db'}"
    monkeypatch.setenv("FIELDWEEK_DATABASE", url)
    monkeypatch.setenv("FIELDWEEK_PUBLIC_URL", ORIGIN)
    return url


@pytest.fixture
def loaded(database: str, fieldweek: Run, school: Path) -> None:
    assert fieldweek("load", school).status == 0


@pytest.fixture
def browser(loaded: None, database: str) -> Iterator[TestClient]:
    store = open_store(database)
    app = application(store, read_settings())
    yield TestClient(app, base_url=ORIGIN, headers={"Origin": ORIGIN})
    store.close()


def link_of(said: Said) -> str:
    assert said.status == 0, said.err
    line = said.out.removesuffix("\n")
    assert line.startswith(f"{ORIGIN}/sign-in/fwl_")
    return line


def test_a_colleague_gets_in_by_the_link_that_is_printed(
    fieldweek: Run, browser: TestClient
) -> None:
    asked = ("account", "add", "T1@school.example", "--role", "advisor", "--person", "T1")
    made = fieldweek(*asked, "--school", "BAY", "--name", "T. One")
    assert "within 7 days" in made.err
    assert browser.post(link_of(made)).status_code == 200
    me = browser.get("/v1/me").json()
    assert (me["roles"], me["person"], me["schools"]) == (["advisor"], "T1", ["BAY"])
    assert browser.get("/accounts").status_code == 403
    again = fieldweek("account", "link", "t1@school.example")
    browser.cookies.clear()
    assert browser.post(link_of(again)).status_code == 200
    assert fieldweek("account", "disable", "t1@school.example").status == 0
    browser.app.state.who.forget()  # type: ignore[attr-defined]
    assert browser.get("/v1/me").status_code == 401
    assert fieldweek("account", "link", "t1@school.example").status == 5
    listed = json.loads(fieldweek("account", "list", "--json").out)
    assert [(one["name"], one["disabled"]) for one in listed if one["name"]] == [("T. One", True)]
    assert "t1@school.example" in fieldweek("account", "list").out
    assert fieldweek("account", "enable", "t1@school.example").status == 0
    link_of(fieldweek("account", "link", "t1@school.example"))


def test_who_ran_the_command_is_in_the_log(fieldweek: Run, browser: TestClient) -> None:
    made = fieldweek("account", "add", "head@school.example", "--role", "admin")
    browser.post(link_of(made))
    account = browser.get("/v1/me").json()["account"]
    found = browser.get("/v1/audit", params={"subject": account}).json()["items"]
    assert [(one["actor"], one["action"]) for one in found] == [("fieldweek", "account.make")]


def test_what_is_wrong_with_an_account_is_all_said(fieldweek: Run, loaded: None) -> None:
    wrong = ("account", "add", "t1 at school", "--role", "boss", "--role", "mentor")
    said = fieldweek(*wrong, "--school", "SEA", "--person", "T1")
    assert said.status == 3
    for part in (", email: ", ", roles: There is no role boss", ", person: T1 is a ", "are BAY."):
        assert part in said.err
    assert fieldweek("account", "link", "nobody@school.example").status == 2
    taken = ("account", "add", "head@school.example", "--role", "admin")
    assert [fieldweek(*taken).status for _ in range(2)] == [0, 5]


def test_no_store_is_made_by_the_way(database: str, fieldweek: Run) -> None:
    said = fieldweek("account", "add", "head@school.example", "--role", "admin")
    assert (said.status, "fieldweek migrate" in said.err) == (5, True)
