"""Who may sign in, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """What somebody is to the school; an account may have several."""

    SCHEDULER = "scheduler"
    ADMIN = "admin"
    COORDINATOR = "coordinator"
    ADVISOR = "advisor"
    MENTOR = "mentor"
    STUDENT = "student"
    GUARDIAN = "guardian"


class Via(StrEnum):
    """By what somebody showed who they are."""

    SESSION = "session"
    KEY = "key"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Somebody who may sign in to an organisation."""

    id: str
    organisation: str
    email: str
    """What they sign in with, in lower case."""
    name: str = ""
    roles: frozenset[Role] = frozenset()
    person: str | None = None
    """Their id in the school's data, where they are in it."""
    wards: frozenset[str] = frozenset()
    """The students a guardian answers for."""
    schools: frozenset[str] = frozenset()
    """The schools it is for; empty: all of the organisation."""
    disabled: bool = False
    created: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who is asking: what every service function is told first."""

    organisation: str
    account: str
    """Id of the account, or of the link where there is no account."""
    roles: frozenset[Role]
    via: Via = Via.SESSION
    credential: str = ""
    """Id of the sign-in, key or link they came by."""
    person: str | None = None
    wards: frozenset[str] = frozenset()
    schools: frozenset[str] = frozenset()
    scopes: frozenset[str] | None = None
    """The only actions an API key or link may be used for; None: whatever the roles allow."""
    email: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
