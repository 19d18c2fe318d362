"""Mentors are sent a link on the morning of a day with interns, once, and it works."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.config import Settings
from scheduler.domain.accounts import Via
from scheduler.service import mail, telling
from scheduler.service.attend.morning_links import Mornings
from scheduler.service.rights import Action
from scheduler.service.who import who
from scheduler.store import messages, people
from scheduler.store.engine import Store
from tests.asking import settings_of
from tests.worlds import World

SEVEN = datetime(2026, 9, 8, 11, tzinfo=UTC)
"""Tuesday 7:00 at the school: S1 is at the lab with M1 from 9:30."""
HOUR = timedelta(hours=1)


@pytest.fixture
def world(store: Store) -> World:
    found = World(store)
    with store.write() as tx:
        people.set_email(tx, found.organisation, "M1", "m1@example.org")
    return found


@pytest.fixture
def settings() -> Settings:
    return settings_of(
        smtp_host="127.0.0.1", mentor_mail_at="07:00", public_url="https://plan.example.org"
    )


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, str]]:
    """To whom, about what, and what was sent; the first attempt fails."""
    found: list[tuple[str, str, str]] = []
    fails = [True]

    class Server:
        def send(self, to: str, _id: str, subject: str, text: str) -> None:
            if fails and fails.pop():
                raise mail.MailDelayedError("Busy.")
            found.append((to, subject, text))

    @contextmanager
    def server(_settings: Settings) -> Any:
        yield Server()

    monkeypatch.setattr(mail, "Server", server)
    return found


def test_a_mentor_gets_one_link_a_morning_and_only_its_hash_is_kept(
    world: World, store: Store, settings: Settings, sent: list[tuple[str, str, str]]
) -> None:
    mornings = Mornings(store, settings)
    assert mornings.prepare(SEVEN - timedelta(minutes=1)) == 0
    assert mornings.prepare(SEVEN) == 1
    assert mornings.prepare(SEVEN) == 0
    assert Mornings(store, settings).prepare(SEVEN + HOUR) == 0  # another process
    assert telling.send_waiting(store, settings, SEVEN) == 0
    assert telling.send_waiting(store, settings, SEVEN + HOUR) == 1
    assert telling.send_waiting(store, settings, SEVEN + 2 * HOUR) == 0
    ((to, subject, text),) = sent
    assert (to, subject) == ("m1@example.org", "Who is with you on Tuesday")
    assert "1 student is expected with you on Tuesday 8 September." in text
    (address,) = [line for line in text.splitlines() if line.startswith("https:")]
    base, _, token = address.rpartition("/")
    assert base == "https://plan.example.org/confirm"
    with store.read() as tx:
        (kept,) = messages.of_person(tx, world.organisation, "M1")[-1:]
    assert token not in kept.text and "{confirm-link}" in kept.text


def test_the_link_is_the_mentors_for_confirming(
    world: World,
    store: Store,
    settings: Settings,
    sent: list[tuple[str, str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    Mornings(store, settings).prepare(SEVEN)
    telling.send_waiting(store, settings, SEVEN)
    telling.send_waiting(store, settings, SEVEN + HOUR)
    token = sent[0][2].partition("/confirm/")[2].split()[0]
    monkeypatch.setattr("scheduler.service.who.moment", lambda: SEVEN + 2 * HOUR)
    actor = who(store, settings, Via.LINK, token)
    assert (actor.person, Action.MARK_MAKE.value in (actor.scopes or ())) == ("M1", True)


@pytest.mark.parametrize(
    ("when", "fields"),
    [
        (SEVEN - timedelta(days=1), {}),  # Monday: nobody is out
        (SEVEN + timedelta(hours=12), {}),  # the day is over
        (SEVEN, {"mentor_mail_at": ""}),
        (SEVEN, {"smtp_host": ""}),
    ],
)
def test_nobody_is_written_to_without_need(
    world: World, store: Store, settings: Settings, when: datetime, fields: dict[str, str]
) -> None:
    other = settings.model_copy(update=fields)
    assert Mornings(store, other).prepare(when) == 0
