"""Accounts as rows and as forms."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.accounts import Account, Role
from scheduler.service.accounts import Wanted
from scheduler.service.inviting import Typed

FEW = 20
"""Accounts that are found by looking."""
ROLES = (
    (Role.ADMIN, "Administrator", "makes accounts, erases people"),
    (Role.SCHEDULER, "Scheduler", "plans, releases and repairs"),
    (Role.COORDINATOR, "Coordinator", "every week, who was there, what if"),
    (Role.ADVISOR, "Advisor", "their advisory, and whom they teach"),
    (Role.MENTOR, "Mentor", "their own interns"),
    (Role.STUDENT, "Student", "their own week"),
    (Role.GUARDIAN, "Guardian", "the weeks of their students"),
)
"""Each with its word, and what it may do or see."""
NO_ADDRESS = ".invalid"
"""Ends the address of an account that has none yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An account as people know it."""

    id: str
    name: str
    email: str
    """Empty where it has none yet, or where it is the name already."""
    roles: str
    about: str
    """The schools it is for."""
    disabled: bool
    seen_at: datetime | None


def lines(accounts: Iterable[Account], schools: Mapping[str, str], find: str) -> list[Line]:
    """List accounts by name: those whose name or address has this in it."""
    said = " ".join(find.casefold().split())
    found = [one for one in accounts if said in one.name.casefold() or said in one.email]
    found.sort(key=lambda one: (one.disabled, name_of(one).casefold(), one.id))
    return [line(one, schools) for one in found]


def line(account: Account, schools: Mapping[str, str]) -> Line:
    """Say an account in words."""
    named = sorted(schools.get(one, one) for one in account.schools)
    return Line(
        id=account.id,
        name=name_of(account),
        email=address_of(account) if account.name else "",
        roles=roles_of(account.roles),
        about=", ".join(named) or "All schools",
        disabled=account.disabled,
        seen_at=account.seen_at,
    )


def roles_of(roles: Collection[Role]) -> str:
    """Say roles in words.

    >>> roles_of({Role.SCHEDULER, Role.ADMIN})
    'Administrator, Scheduler'
    """
    return ", ".join(word for role, word, _ in ROLES if role in roles) or "No role"


def name_of(account: Account) -> str:
    """Call an account by its name, else by its address."""
    return account.name or address_of(account) or "First account, no address yet"


def address_of(account: Account) -> str:
    """Give the address of an account; empty where it has none that mail reaches."""
    return "" if account.email.endswith(NO_ADDRESS) else account.email


def typed_of(account: Account) -> Typed:
    """Fill the form with what an account is."""
    return Typed(
        email=address_of(account),
        name=account.name,
        roles=tuple(sorted(account.roles)),
        person=account.person or "",
        wards=tuple(sorted(account.wards)),
        schools=tuple(sorted(account.schools)),
    )


def still(account: Account, wanted: Wanted) -> Wanted:
    """Leave an account shut out, or let in, as it was: the form does not ask that."""
    return replace(wanted, disabled=account.disabled)


def several_of(text: str) -> tuple[str, ...]:
    """Read names or ids between commas.

    >>> several_of("S1, Ana Wren,")
    ('S1', 'Ana Wren')
    """
    return tuple(one.strip() for one in text.split(",") if one.strip())
