"""Each morning of a day with interns their mentors are sent a link to confirm them by.

The message waits in the outbox without the link: that is made when it is sent, and only its hash
is kept. A mentor gets one message a date, however many processes look after it.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from scheduler.domain.accounts import Link, LinkKind
from scheduler.domain.calendar import minute
from scheduler.domain.drafts import Message, MessageState
from scheduler.domain.standing import EntryKind
from scheduler.service.attend.registers import Known, registers_of
from scheduler.service.rights import Purpose
from scheduler.service.tokens import Kind, hash_of, new_token
from scheduler.store import links, messages, organisations, people, terms
from scheduler.store.ids import new_id

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.domain.records import TermRecord
    from scheduler.store.engine import Store, Tx

log = logging.getLogger(__name__)

LINK = "confirm-link"
"""Stands in braces where the address goes when the message is sent."""
MADE_BY = "morning"
LASTS = timedelta(hours=24)


class Mornings:
    """Puts the messages of a morning into the outbox; what was done is not looked into again."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store, self.settings = store, settings
        self._done: set[tuple[str, date]] = set()

    def prepare(self, at: datetime) -> int:
        """Write to the mentors of today, once it is time at their schools; say to how many."""
        if not (self.settings.mentor_mail_at and self.settings.smtp_host):
            return 0
        begins = minute(time.fromisoformat(self.settings.mentor_mail_at))
        with self.store.read() as tx:
            records = [
                (one.id, record)
                for one in organisations.organisations(tx)
                for record in terms.terms(tx, one.id)
            ]
        return sum(self._prepare(org, record, at, begins) for org, record in records)

    def _prepare(self, organisation: str, record: TermRecord, at: datetime, begins: int) -> int:
        here = at.astimezone(ZoneInfo(record.zone))
        day, now = here.date(), here.hour * 60 + here.minute
        if not record.first <= day <= record.last or now < begins or (record.id, day) in self._done:
            return 0
        with self.store.read() as tx:
            known = registers_of(self.store).of_term(tx, organisation, record.id)
        with self.store.write() as tx:
            made = _messages(tx, known, day, now, at)
            count = messages.add_new(tx, made)
        self._done = {one for one in self._done if one[1] >= day - timedelta(days=2)}
        self._done.add((record.id, day))
        if count:
            log.info("mentors are sent their links", extra={"term": record.id, "count": count})
        return count


def _messages(tx: Tx, known: Known, day: date, now: int, at: datetime) -> list[Message]:
    hosts: dict[str, int] = {}
    for line in known.register.on(day).days():
        if line.kind is EntryKind.DAY_OUT and line.end > now:
            for mentor in line.people:
                hosts[mentor] = hosts.get(mentor, 0) + 1
    organisation = known.term.organisation
    reached = people.people(tx, organisation, sorted(hosts)) if hosts else {}
    return [
        Message(
            id=_id(known.term.id, day, mentor),
            organisation=organisation,
            term=known.term.id,
            release=None,
            person=mentor,
            subject=f"Who is with you on {day:%A}",
            text="\n".join(
                (
                    f"Dear {{{mentor}}},",
                    "",
                    f"{'1 student is' if count == 1 else f'{count} students are'} expected with"
                    f" you on {day:%A} {day.day} {day:%B}. Confirm with one tap who is there:",
                    "",
                    f"{{{LINK}}}",
                    "",
                    "The link is yours alone and is over tomorrow.",
                )
            ),
            state=MessageState.WAITING,
            due_at=at,
            made_at=at,
        )
        for mentor, count in sorted(hosts.items())
        if mentor in reached and reached[mentor].email
    ]


def _id(term: str, day: date, mentor: str) -> str:
    """The same for the same morning and mentor, whoever writes the message."""
    told = hashlib.sha256(f"{term} {day} {mentor}".encode()).hexdigest()
    return f"msg_{told[:24]}"


def with_link(store: Store, settings: Settings, message: Message, at: datetime) -> Message:
    """Make the link of a message that has a place for one, and put it there to be sent."""
    place = f"{{{LINK}}}"
    if place not in message.text:
        return message
    token = new_token(Kind.LINK)
    link = Link(
        id=new_id("lnk"),
        organisation=message.organisation,
        kind=LinkKind.MENTOR,
        person=message.person,
        purpose={"action": Purpose.CONFIRM.value},
        made_at=at,
        made_by=MADE_BY,
        expires_at=at + LASTS,
    )
    with store.write() as tx:
        links.add(tx, link, hash_of(token))
    base = settings.public_url.rstrip("/") or f"http://{settings.host}:{settings.port}"
    return replace(message, text=message.text.replace(place, f"{base}/confirm/{token}"))
