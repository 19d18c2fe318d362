"""Browsers that are signed in. Of their tokens only a hash is kept."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from scheduler.domain.accounts import Account, SignIn
from scheduler.store.accounts import to_account
from scheduler.store.tables import AccountRow, SignInRow


def add(tx: Session, sign_in: SignIn, token_hash: str) -> None:
    """Keep a new sign-in."""
    tx.add(
        SignInRow(
            id=sign_in.id,
            organisation=sign_in.organisation,
            account=sign_in.account,
            token_hash=token_hash,
            device=sign_in.device,
            made_at=sign_in.made_at,
            seen_at=sign_in.seen_at,
            expires_at=sign_in.expires_at,
        )
    )
    tx.flush()


def find(tx: Session, token_hash: str) -> tuple[SignIn, Account] | None:
    """The sign-in of a token, and whose it is."""
    wanted = (
        select(SignInRow, AccountRow)
        .join(AccountRow, AccountRow.id == SignInRow.account)
        .where(SignInRow.token_hash == token_hash)
    )
    found = tx.execute(wanted).one_or_none()
    return None if found is None else (_to_sign_in(found[0]), to_account(found[1]))


def of_account(tx: Session, account: str, when: datetime) -> list[SignIn]:
    """The sign-ins of an account that are not over, latest first."""
    wanted = (
        select(SignInRow)
        .where(SignInRow.account == account, SignInRow.expires_at > when)
        .order_by(SignInRow.seen_at.desc())
    )
    return [_to_sign_in(row) for row in tx.scalars(wanted)]


def seen(tx: Session, sign_in: str, when: datetime) -> None:
    """Keep when a browser was here last."""
    tx.execute(update(SignInRow).where(SignInRow.id == sign_in).values(seen_at=when))


def end(tx: Session, account: str, sign_in: str | None = None, but: str | None = None) -> list[str]:
    """End one sign-in of an account, or all of them but one; say which were ended."""
    which = delete(SignInRow).where(SignInRow.account == account)
    if sign_in is not None:
        which = which.where(SignInRow.id == sign_in)
    if but is not None:
        which = which.where(SignInRow.id != but)
    return list(tx.scalars(which.returning(SignInRow.id)))


def _to_sign_in(row: SignInRow) -> SignIn:
    return SignIn(
        id=row.id,
        organisation=row.organisation,
        account=row.account,
        device=row.device,
        made_at=row.made_at,
        seen_at=row.seen_at,
        expires_at=row.expires_at,
    )
