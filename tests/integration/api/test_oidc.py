"""Signing in by the school's own accounts, and every way in which that must not work."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from scheduler.domain.accounts import Account, Role
from scheduler.errors import InvalidInputError
from scheduler.store.engine import Store
from tests.asking import ORIGIN, an_account, an_app, an_organisation
from tests.integration.api.provider import Lie, Provider


@pytest.fixture(params=["sqlite"])
def engine_name(request: pytest.FixtureRequest) -> str:
    """Nothing here depends on the database."""
    return str(request.param)


@pytest.fixture(scope="module")
def served() -> Iterator[Provider]:
    found = Provider()
    yield found
    found.close()


@pytest.fixture
def provider(served: Provider) -> Provider:
    served.lie = None
    served.claims = {"email": "T1@school.example", "email_verified": True}
    return served


@pytest.fixture
def school(store: Store, provider: Provider) -> FastAPI:
    return an_app(
        store,
        public_url=ORIGIN,
        oidc_issuer=provider.issuer,
        oidc_client="fieldweek",
        oidc_secret="s3cret",
    )


@pytest.fixture
def account(store: Store) -> Account:
    home = an_organisation(store)
    return an_account(store, home, Role.ADVISOR, email="t1@school.example")


def come_in(school: FastAPI, provider: Provider) -> tuple[TestClient, int]:
    client = TestClient(school, base_url=ORIGIN, follow_redirects=False)
    away = client.get("/oidc")
    assert away.status_code == 303
    back = urlsplit(provider.agree(away.headers["location"]))
    got = client.get(f"{back.path}?{back.query}")
    return client, got.status_code


def test_somebody_known_there_and_here_comes_in(
    school: FastAPI, provider: Provider, account: Account
) -> None:
    client, status = come_in(school, provider)
    assert status == 303
    assert client.get("/v1/me").json()["account"] == account.id
    assert "fieldweek-oidc" not in client.cookies


def test_afterwards_the_account_is_known_by_the_providers_name_not_by_its_address(
    school: FastAPI, provider: Provider, account: Account, store: Store
) -> None:
    come_in(school, provider)
    provider.claims = {"email": "new@school.example", "email_verified": False}
    client, status = come_in(school, provider)
    assert status == 303
    assert client.get("/v1/me").json()["account"] == account.id
    provider.claims = {"email": "t1@school.example", "email_verified": True, "sub": "user-2"}
    assert come_in(school, provider)[1] == 401


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"email": "t1@school.example"},
        {"email": "t1@school.example", "email_verified": "true"},
        {"email": "t1@school.example", "email_verified": False},
        {"email": "nobody@school.example", "email_verified": True},
        {"email": ["t1@school.example"], "email_verified": True},
    ],
)
def test_somebody_without_an_account_stays_outside(
    school: FastAPI, provider: Provider, account: Account, claims: dict[str, Any]
) -> None:
    provider.claims = claims
    client, status = come_in(school, provider)
    assert status == 401
    assert client.get("/v1/me").status_code == 401


def test_a_disabled_account_stays_outside(
    school: FastAPI, provider: Provider, account: Account, store: Store
) -> None:
    from dataclasses import replace

    from scheduler.store import accounts

    with store.write() as tx:
        accounts.change(tx, replace(account, disabled=True))
    assert come_in(school, provider)[1] == 401


def changed(**claims: Any) -> Lie:
    return lambda provider, good: provider.sign(good | claims)


def without(name: str) -> Lie:
    return lambda provider, good: provider.sign({k: v for k, v in good.items() if k != name})


def unsigned(_: Provider, good: dict[str, Any]) -> str:
    parts = [json.dumps({"alg": "none", "kid": "k1"}), json.dumps(good)]
    return ".".join(base64.urlsafe_b64encode(p.encode()).decode().rstrip("=") for p in parts) + "."


def signed_with_the_clients_secret(_: Provider, good: dict[str, Any]) -> str:
    from joserfc import jwt
    from joserfc.jwk import OctKey

    key = OctKey.import_key("s3cret" * 8, {"kid": "k1"})
    return jwt.encode({"alg": "HS256", "kid": "k1"}, good, key)


def tampered(provider: Provider, good: dict[str, Any]) -> str:
    head, _, tail = provider.sign(good).split(".")
    body = base64.urlsafe_b64encode(json.dumps(good | {"sub": "admin"}).encode()).decode()
    return f"{head}.{body.rstrip('=')}.{tail}"


LIES: dict[str, Lie] = {
    "another issuer": changed(iss="https://evil.example"),
    "no issuer": without("iss"),
    "another audience": changed(aud="other"),
    "no audience": without("aud"),
    "several audiences without ours as the party": changed(aud=["fieldweek", "other"]),
    "another party": changed(azp="other"),
    "over": changed(exp=1_000_000_000),
    "no end": without("exp"),
    "an end that is no time": changed(exp="soon"),
    "from the future": changed(iat=4_000_000_000),
    "not yet good": changed(nbf=4_000_000_000),
    "another nonce": changed(nonce="other"),
    "no nonce": without("nonce"),
    "no subject": without("sub"),
    "an empty subject": changed(sub=""),
    "a subject that is none": changed(sub=7),
    "another key": lambda provider, good: provider.sign(good, provider.other_key),
    "an unknown key": lambda provider, good: provider.sign(good, kid="k2"),
    "unsigned": unsigned,
    "signed with the client's secret": signed_with_the_clients_secret,
    "tampered": tampered,
    "no token": lambda *_: None,
    "no token at all": lambda *_: "x.y.z",
    "not even text": lambda *_: 7,  # type: ignore[arg-type,return-value]
}


@pytest.mark.parametrize("name", LIES)
def test_a_bad_token_signs_nobody_in(
    school: FastAPI, provider: Provider, account: Account, name: str
) -> None:
    provider.lie = LIES[name]
    client, status = come_in(school, provider)
    assert status == 401
    assert client.get("/v1/me").status_code == 401


def test_an_answer_begun_in_another_browser_is_refused(
    school: FastAPI, provider: Provider, account: Account
) -> None:
    victim = TestClient(school, base_url=ORIGIN, follow_redirects=False)
    attacker = TestClient(school, base_url=ORIGIN, follow_redirects=False)
    back = urlsplit(provider.agree(attacker.get("/oidc").headers["location"]))
    assert victim.get(f"{back.path}?{back.query}").status_code == 401
    victim.get("/oidc")
    assert victim.get(f"{back.path}?{back.query}").status_code == 401


def test_an_answer_works_once(school: FastAPI, provider: Provider, account: Account) -> None:
    client = TestClient(school, base_url=ORIGIN, follow_redirects=False)
    back = urlsplit(provider.agree(client.get("/oidc").headers["location"]))
    cookie = client.cookies["fieldweek-oidc"]
    assert client.get(f"{back.path}?{back.query}").status_code == 303
    client.cookies.set("fieldweek-oidc", cookie)
    assert client.get(f"{back.path}?{back.query}").status_code == 401


def test_without_it_there_is_nothing_and_half_of_it_is_refused_at_the_start(
    app: FastAPI, store: Store
) -> None:
    assert TestClient(app).get("/oidc").status_code == 404
    with pytest.raises(InvalidInputError, match="https"):
        an_app(store, public_url=ORIGIN, oidc_issuer="http://id.example", oidc_client="x")
    with pytest.raises(InvalidInputError, match="OIDC_CLIENT"):
        an_app(store, oidc_issuer="https://id.example")


def test_a_provider_that_is_away_is_said_so(store: Store, provider: Provider) -> None:
    gone = Provider()
    gone.close()
    app = an_app(store, public_url=ORIGIN, oidc_issuer=gone.issuer, oidc_client="x")
    got = TestClient(app).get("/oidc")
    assert (got.status_code, got.headers["retry-after"]) == (503, "5")
