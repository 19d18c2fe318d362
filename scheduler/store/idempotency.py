"""Answers kept for requests that may be sent again."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from scheduler.store.columns import now
from scheduler.store.tables import IdempotencyRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The answer to a request, to be given again to the byte."""

    fingerprint: str
    """A digest of the request: method, path and body."""
    status: int
    headers: dict[str, str]
    body: bytes


def find(tx: Session, organisation: str, actor: str, key: str) -> Kept | None:
    """Say what was answered to a key; nobody else answers to it until the transaction ends."""
    if tx.get_bind().dialect.name == "postgresql":
        # Two processes with the same key: the second waits here for what the first answers.
        digest = hashlib.sha256("\n".join((organisation, actor, key)).encode()).digest()
        number = int.from_bytes(digest[:8], "big", signed=True)
        tx.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": number})
    row = tx.get(IdempotencyRow, (organisation, actor, key))
    if row is None or row.status is None:
        return None
    return Kept(
        fingerprint=row.fingerprint,
        status=row.status,
        headers=dict(row.headers or {}),
        body=row.body or b"",
    )


def keep(tx: Session, organisation: str, actor: str, key: str, kept: Kept) -> None:
    """Keep an answer in the transaction of what it tells of."""
    tx.add(
        IdempotencyRow(
            organisation=organisation,
            actor=actor,
            key=key,
            fingerprint=kept.fingerprint,
            status=kept.status,
            headers=kept.headers,
            body=kept.body,
            made_at=now(),
        )
    )
