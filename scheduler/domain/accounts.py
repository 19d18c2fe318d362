"""Who may sign in, and who is asking."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


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
    made_at: datetime | None = None
    seen_at: datetime | None = None
    """When it signed in last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    """A browser that is signed in."""

    id: str
    organisation: str
    account: str
    device: str
    """What the browser says it is."""
    made_at: datetime
    seen_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKey:
    """A key by which a program asks for an account; the key itself is not kept."""

    id: str
    organisation: str
    account: str
    name: str
    scopes: frozenset[str]
    made_at: datetime
    used_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None


class LinkKind(StrEnum):
    """What a link lets in for."""

    SIGN_IN = "sign-in"
    MENTOR = "mentor"
    CALENDAR = "calendar"
    ENROL = "enrol"
    """Makes a student's phone a device, once."""
    DEVICE = "device"
    """A student's phone, to check in with and for nothing else."""
    KIOSK = "kiosk"
    """A screen at a school site."""
    VAN = "van"
    """The roll of a van: who drives it says who boarded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """An address that lets in for one purpose; the secret in it is not kept."""

    id: str
    organisation: str
    kind: LinkKind
    account: str | None = None
    person: str | None = None
    purpose: dict[str, str] = field(default_factory=dict)
    made_at: datetime
    made_by: str
    expires_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_good(self, now: datetime) -> bool:
        """Whether it still lets in: not revoked, not over, and not used where once is all."""
        over = self.expires_at is not None and self.expires_at <= now
        used = self.kind in (LinkKind.SIGN_IN, LinkKind.ENROL) and self.used_at is not None
        return self.revoked_at is None and not over and not used


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """Somebody did or saw something, in ids."""

    organisation: str
    actor: str
    action: str
    subjects: tuple[str, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    request: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRecord:
    """An entry of the audit log as it stands there."""

    number: int
    made_at: datetime
    entry: AuditEntry
    seal: str


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
    link: LinkKind | None = None
    """The kind of link they came by."""
    email: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
