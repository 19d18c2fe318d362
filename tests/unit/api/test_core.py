"""What holds for every route: problems, limits, rates, who asks, and from where."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from scheduler.api.app import create
from scheduler.config import Settings
from scheduler.domain.accounts import Actor, Role, Via
from scheduler.errors import NotSignedInError

ACTOR = Actor(organisation="org_1", account="acc_1", roles=frozenset({Role.ADVISOR}), person="T1")


def who(via: Via, token: str) -> Actor:
    if token != "good":
        raise NotSignedInError("Sign in again.")
    return ACTOR


@pytest.fixture
def app() -> Any:
    settings = Settings(rate_each_second=1000, rate_at_once=1000)
    return create(None, settings, who)  # type: ignore[arg-type]


@pytest.fixture
def client(app: Any) -> TestClient:
    return TestClient(app, headers={"Authorization": "Bearer good"})


def test_a_known_key_is_told_who_it_is(client: TestClient) -> None:
    got = client.get("/v1/me")
    assert got.status_code == 200
    assert got.json()["may"]["week.read"] == ["advisees", "own"]


@pytest.mark.parametrize("shown", [{}, {"Authorization": "Bearer bad"}, {"Authorization": "x"}])
def test_nobody_known_is_asked_to_sign_in(app: Any, shown: dict[str, str]) -> None:
    got = TestClient(app).get("/v1/me", headers=shown)
    assert got.status_code == 401
    assert got.headers["content-type"] == "application/problem+json"
    assert got.json()["code"] == "not-signed-in"
    assert got.headers["www-authenticate"] == 'Bearer realm="fieldweek"'
    assert got.headers["content-security-policy"].startswith("default-src 'none'")
