"""Secrets that let in: 256 random bits behind a prefix that says the kind."""

from __future__ import annotations

import hashlib
import secrets
from enum import StrEnum


class Kind(StrEnum):
    """What a secret is, by its prefix: found in a log, anybody can say what to revoke."""

    SIGN_IN = "fws_"
    KEY = "fwk_"
    LINK = "fwl_"


def new_token(kind: Kind) -> str:
    """Make a secret that nobody can guess."""
    return kind.value + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """What is kept of a secret. It is random, so that a quick hash is hard enough to undo."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
