"""Telling people what a release changes for them: an outbox, sent as e-mail or printed.

The messages are made in the transaction of the release: there is never one without the
other. What is kept names people by id; names are put in when a message is sent or shown.
"""

from __future__ import annotations

import csv
import io
import logging
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.config import Settings
from scheduler.domain.accounts import Actor
from scheduler.domain.drafts import Message, MessageState, Release
from scheduler.domain.instance import Instance
from scheduler.domain.records import Person, TermRecord
from scheduler.errors import NotFoundError
from scheduler.service import audit, mail
from scheduler.service.attend.morning_links import with_link
from scheduler.service.differences import PersonChanges
from scheduler.service.naming import filled, masked
from scheduler.service.rights import Action
from scheduler.service.saying import sentences
from scheduler.service.subjects import allow_term
from scheduler.store import messages, people, releases, terms
from scheduler.store.columns import now
from scheduler.store.engine import Store
from scheduler.store.ids import new_id

log = logging.getLogger(__name__)

AT_ONCE = 20
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 360))
"""How long to wait after each attempt that failed; after the last of them it is given up."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """A message with the names put in, to show, print or send."""

    message: Message
    person: Person | None
    """None when the person was erased."""
    text: str


def messages_of(
    term: TermRecord,
    release: Release,
    changes: Sequence[PersonChanges],
    reached: AbstractSet[str],
    *data: Instance,
) -> list[Message]:
    """Write a message to everybody for whom a release changes something.

    Who is ``reached`` is sent it; the others are on the list to print. ``data`` are the
    versions that name all people and things, what holds now first.
    """
    name = masked(*data)
    day = _day_text(release.holds_from)
    return [
        Message(
            id=new_id("msg"),
            organisation=term.organisation,
            term=release.term,
            release=release.id,
            person=one.person,
            subject=f"Your week from {day}",
            text="\n".join(
                (
                    f"Dear {name(one.person)},",
                    "",
                    f"from {day} on your week is as follows:"
                    if release.number == 1
                    else f"from {day} on this is different in your week:",
                    "",
                    *(f"- {each}" for each in sentences(data[0], one, name)),
                    "",
                    f"Release {release.number}, {term.name}",
                )
            ),
            state=MessageState.WAITING if one.person in reached else MessageState.LISTED,
            due_at=release.made_at,
            made_at=release.made_at,
        )
        for one in changes
    ]


def to_be_told(
    store: Store, actor: Actor, release: str, *, after: str | None = None, limit: int = 100_000
) -> list[Told]:
    """Give the messages of a release, by the id of the person, with names put in."""
    org = actor.organisation
    with store.read() as tx:
        found = releases.find(tx, org, release)
        if found is None:
            raise NotFoundError("There is no such release.")
        allow_term(actor, Action.MESSAGE_READ, terms.term(tx, org, found.term))
        rows = messages.of_release(tx, org, release, after=after, limit=limit)
        known = people.people(tx, org)
    audit.seen(store, actor, Action.MESSAGE_READ, [release, *(one.person for one in rows)])
    return [_told(one, known) for one in rows]


def as_csv(told: Sequence[Told]) -> bytes:
    """Write messages as a table for a mail merge; no cell can be taken for a formula."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("person", "kind", "name", "email", "state", "subject", "text"))
    for one in told:
        person = one.person
        cells = (
            one.message.person,
            person.kind.value if person else "",
            person.name if person else "",
            (person.email or "") if person else "",
            one.message.state.value,
            one.message.subject,
            one.text,
        )
        table.writerow([_plain(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def send_again(store: Store, actor: Actor, release: str) -> int:
    """Let messages of a release that were not sent be sent after all: how many."""
    org = actor.organisation
    with store.write() as tx:
        found = releases.find(tx, org, release)
        if found is None:
            raise NotFoundError("There is no such release.")
        allow_term(actor, Action.MESSAGE_SEND, terms.term(tx, org, found.term))
        count = messages.send_again(tx, org, release, now())
        audit.done(tx, actor, "message.send", [release], count=count)
    return count


def send_waiting(store: Store, settings: Settings, at: datetime | None = None) -> int:
    """Send what is due, a few messages; say how many were sent. Called again and again.

    Without a mail server in the settings nothing is done.
    """
    if not settings.smtp_host:
        return 0
    moment = at or now()
    with store.write() as tx:
        due = messages.take_due(tx, moment, AT_ONCE)
    if not due:
        return 0
    with store.read() as tx:
        known = {org: people.people(tx, org) for org in sorted({one.organisation for one in due})}
    sent = 0
    with mail.Server(settings) as server:
        for one in due:
            ready = with_link(store, settings, one, moment)
            sent += _send(store, server, _told(ready, known[one.organisation]), moment)
    return sent


def _send(store: Store, server: mail.Server, told: Told, at: datetime) -> bool:
    message, state, due, reason = told.message, MessageState.SENT, None, None
    if told.person is None or not told.person.email:
        state, reason = MessageState.LISTED, "There is no e-mail address."
    else:
        try:
            server.send(told.person.email, message.id, message.subject, told.text)
        except mail.MailRefusedError as error:
            state, reason = MessageState.FAILED, str(error)
        except mail.MailDelayedError as error:
            reason = str(error)
            if message.attempts > len(WAITS):
                state = MessageState.FAILED
            else:
                state, due = MessageState.WAITING, at + WAITS[message.attempts - 1]
    if state is not MessageState.SENT:
        log.warning("message %s is %s: %s", message.id, state.value, reason)
    with store.write() as tx:
        messages.settle(tx, message.id, message.attempts, state, now=at, due_at=due, reason=reason)
    return state is MessageState.SENT


def _told(message: Message, known: Mapping[str, Person]) -> Told:
    names = {id: person.name for id, person in known.items()}
    return Told(message=message, person=known.get(message.person), text=filled(message.text, names))


def _plain(cell: str) -> str:
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _day_text(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
