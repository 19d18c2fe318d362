"""``fieldweek account``: who may sign in, for whoever runs the server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson
from scheduler.cli.talk import console, put, say

if TYPE_CHECKING:
    from scheduler.config import Settings
    from scheduler.domain.accounts import Account, Actor
    from scheduler.store.engine import Store

app = typer.Typer(no_args_is_help=True, help="Say who may sign in to the service.")
Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Address with which they sign in.")]
MOST = 100_000


@app.callback()
def group() -> None:
    """Say who may sign in to the service.

    Where its store is, settings in the environment say (docs/reference/settings.md).
    """


@app.command()
def add(
    email: Email,
    role: Annotated[
        list[str],
        typer.Option(
            help="admin, scheduler, coordinator, advisor, mentor, student or guardian; more than"
            " once."
        ),
    ],
    school: Annotated[
        list[str] | None,
        typer.Option(help="Id of a school it is for; more than once.  [default: all]"),
    ] = None,
    name: Annotated[str, typer.Option(help="What they are called.", show_default=False)] = "",
    person: Annotated[
        str,
        typer.Option(
            help="Who an advisor, mentor or student is in the school's data, by id or name.",
            show_default=False,
        ),
    ] = "",
    ward: Annotated[
        list[str] | None,
        typer.Option(help="A student of a guardian, by id or name; more than once."),
    ] = None,
) -> int:
    """Make an account, and print its first sign-in link."""
    from scheduler.service import accounts, inviting
    from scheduler.service.tokens import Kind, new_token

    typed = inviting.Typed(
        email=email,
        name=name,
        roles=tuple(role),
        person=person,
        wards=tuple(ward or ()),
        schools=tuple(school or ()),
    )
    with _opened() as (store, actor, settings):
        token = new_token(Kind.LINK)
        accounts.make(store, actor, inviting.wanted(store, actor, typed), token)
        _give_link(settings, email, token, f"{accounts.INVITATION_LASTS.days} days")
    return Exit.DONE


@app.command("list")
def list_all(as_json: AsJson = False) -> int:
    """Print all accounts."""
    from scheduler.service import accounts

    with _opened() as (store, actor, _):
        found = sorted(accounts.page(store, actor, None, MOST), key=lambda one: (one.email, one.id))
    if as_json:
        put([_said(one) for one in found])
        return Exit.DONE
    from rich.table import Table

    table = Table("E-mail", "Name", "Roles", "Schools", "State")
    for one in found:
        state = "disabled" if one.disabled else "never signed in" if one.seen_at is None else ""
        roles, schools = ", ".join(sorted(one.roles)), ", ".join(sorted(one.schools))
        table.add_row(one.email, one.name, roles, schools or "all", state)
    console().print(table)
    return Exit.DONE


@app.command()
def link(email: Email) -> int:
    """Print a link by which somebody signs in, once and within a day."""
    from scheduler.service import accounts
    from scheduler.service.tokens import Kind, new_token

    with _opened() as (store, actor, settings):
        token = new_token(Kind.LINK)
        accounts.link_for(store, actor, accounts.of_address(store, actor, email).id, token)
        _give_link(settings, email, token, "a day")
    return Exit.DONE


@app.command()
def disable(email: Email) -> int:
    """Let an account in no more; it is signed out everywhere."""
    return _set(email, disabled=True)


@app.command()
def enable(email: Email) -> int:
    """Let an account in again."""
    return _set(email, disabled=False)


def _set(email: str, *, disabled: bool) -> int:
    from scheduler.service import accounts

    with _opened() as (store, actor, _):
        found = accounts.of_address(store, actor, email)
        accounts.disable(store, actor, found.id, disabled)
    say(f"{email} is {'disabled' if disabled else 'enabled'}.")
    return Exit.DONE


@contextmanager
def _opened() -> Iterator[tuple[Store, Actor, Settings]]:
    """Open the store as whoever runs the server; none is made, it would be another one."""
    from scheduler.config import read_settings
    from scheduler.service.accounts import operator
    from scheduler.store.engine import open_store

    settings = read_settings()
    store = open_store(settings.database_url)
    try:
        yield store, operator(store), settings
    finally:
        store.close()


def _give_link(settings: Settings, email: str, token: str, lasts: str) -> None:
    from scheduler.cli.addresses import public_address

    say(f"By this link {email} comes in, once and within {lasts}. The link is kept nowhere.")
    print(f"{public_address(settings, settings.host, settings.port)}/sign-in/{token}")


def _said(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "roles": sorted(account.roles),
        "person": account.person,
        "wards": sorted(account.wards),
        "schools": sorted(account.schools),
        "disabled": account.disabled,
        "seen_at": account.seen_at.isoformat() if account.seen_at else None,
    }
