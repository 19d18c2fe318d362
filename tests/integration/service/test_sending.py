"""Messages go out through a real mail server on this machine."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller

from scheduler.config import Settings
from scheduler.domain.drafts import MessageState
from scheduler.service import telling
from scheduler.store import erasing, messages, people
from tests.integration.service.planned import plan

MOMENT = datetime(2026, 9, 1, 13, tzinfo=UTC)


class Inbox:
    """Takes mail, or answers what it is told to for an address."""

    def __init__(self):
        self.taken = []
        self.answers = {}

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        answer = self.answers.get(address, "250 OK")
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.taken.append((envelope.rcpt_tos, mail))
        return "250 OK"


@pytest.fixture
def inbox():
    return Inbox()


@pytest.fixture
def settings(inbox):
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield Settings(
        smtp_host="127.0.0.1", smtp_port=port, smtp_security="none", smtp_from="plan@example.org"
    )
    controller.stop()


@pytest.fixture
def planned(store):
    return plan(store)


def state_of(planned, release):
    told = telling.to_be_told(planned.store, planned.actor, release.id)
    return {one.message.person: one.message.state for one in told}


def test_who_has_an_address_is_sent_the_message_once_with_names(planned, inbox, settings):
    made = planned.release(planned.take(), 0, mail=True)
    assert telling.send_waiting(planned.store, settings, MOMENT) == 2
    assert telling.send_waiting(planned.store, settings, MOMENT) == 0
    by_address = {to[0]: mail for to, mail in inbox.taken}
    assert sorted(by_address) == ["m1@example.org", "s1@example.org"]
    mail = by_address["m1@example.org"]
    assert mail["subject"] == "Your week from Monday 7 September 2026"
    assert mail["from"] == "plan@example.org"
    assert "- New: Ada comes to you, Tue 09:30-15:30, LAB." in mail.get_content().splitlines()
    assert state_of(planned, made) == {
        "M1": MessageState.SENT,
        "S1": MessageState.SENT,
        "S2": MessageState.LISTED,
        "T1": MessageState.LISTED,
        "T2": MessageState.LISTED,
    }


def test_what_the_server_does_not_take_now_is_tried_again_later(planned, inbox, settings):
    made = planned.release(planned.take(), 0, mail=True)
    inbox.answers["s1@example.org"] = "451 try again"
    assert telling.send_waiting(planned.store, settings, MOMENT) == 1
    assert state_of(planned, made)["S1"] is MessageState.WAITING
    del inbox.answers["s1@example.org"]
    assert telling.send_waiting(planned.store, settings, MOMENT + timedelta(seconds=59)) == 0
    assert telling.send_waiting(planned.store, settings, MOMENT + timedelta(seconds=60)) == 1
    assert state_of(planned, made)["S1"] is MessageState.SENT


def test_what_the_server_never_takes_is_failed_until_somebody_sends_again(planned, inbox, settings):
    made = planned.release(planned.take(), 0, mail=True)
    inbox.answers["s1@example.org"] = "550 no such user"
    telling.send_waiting(planned.store, settings, MOMENT)
    told = telling.to_be_told(planned.store, planned.actor, made.id)
    failed = next(one.message for one in told if one.message.person == "S1")
    assert (failed.state, failed.reason) == (
        MessageState.FAILED,
        "The mail server refuses it (code 550).",
    )
    inbox.answers.clear()
    with planned.store.write() as tx:
        people.set_email(tx, planned.actor.organisation, "S2", "s2@example.org")
    assert telling.send_again(planned.store, planned.actor, made.id) == 4
    later = datetime.now(UTC) + timedelta(minutes=1)
    assert telling.send_waiting(planned.store, settings, later) == 2
    states = state_of(planned, made)
    assert (states["S1"], states["S2"]) == (MessageState.SENT, MessageState.SENT)
    assert states["T1"] is MessageState.LISTED


def test_a_server_that_is_down_is_tried_for_hours_and_then_given_up(planned):
    nowhere = Settings(smtp_host="127.0.0.1", smtp_port=1, smtp_security="none")
    made = planned.release(planned.take(), 0, mail=True)
    moment = MOMENT
    for wait in (*telling.WAITS, timedelta()):
        assert state_of(planned, made)["S1"] is MessageState.WAITING
        assert telling.send_waiting(planned.store, nowhere, moment) == 0
        moment += wait
    assert state_of(planned, made)["S1"] is MessageState.FAILED


def test_a_sender_that_died_is_replaced_when_its_time_is_over(planned, inbox, settings):
    planned.release(planned.take(), 0, mail=True)
    with planned.store.write() as tx:
        assert len(messages.take_due(tx, MOMENT, 20)) == 2
    assert telling.send_waiting(planned.store, settings, MOMENT) == 0
    assert telling.send_waiting(planned.store, settings, MOMENT + messages.LEASE) == 2


def test_without_a_mail_server_nothing_is_taken_from_the_outbox(planned):
    made = planned.release(planned.take(), 0, mail=True)
    assert telling.send_waiting(planned.store, Settings(), MOMENT) == 0
    assert state_of(planned, made)["S1"] is MessageState.WAITING


def test_an_erased_person_is_named_by_id_and_told_nothing(planned, inbox, settings):
    made = planned.release(planned.take(), 0, mail=True)
    with planned.store.write() as tx:
        erasing.erase(tx, planned.actor.organisation, "S1", "acc_1")
    assert telling.send_waiting(planned.store, settings, MOMENT) == 1
    told = telling.to_be_told(planned.store, planned.actor, made.id)
    assert "S1" not in {one.message.person for one in told}
    assert all("Ada" not in one.text for one in told)
    assert "S1 comes to you" in told[0].text


def test_no_cell_of_the_list_is_taken_for_a_formula(planned):
    made = planned.release(planned.take(), 0)
    with planned.store.write() as tx:
        people.set_email(tx, planned.actor.organisation, "S1", "=1+1@example.org")
    table = telling.as_csv(telling.to_be_told(planned.store, planned.actor, made.id))
    assert ",'=1+1@example.org," in table.decode("utf-8-sig")
