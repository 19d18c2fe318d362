"""Passwords: hashed by argon2id a few at a time, and refused where others guess them first."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from scheduler.errors import Fault, InvalidInputError, TooManyError

if TYPE_CHECKING:
    from pwdlib import PasswordHash

SHORTEST = 12
LONGEST = 128
_WEAKEST = 3
"""Of zxcvbn's scores 0 to 4: 3 withstands 10^8 guesses."""
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 10.0


@cache
def _hasher() -> PasswordHash:
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    # OWASP's least for argon2id with one pass: two at once take 92 MiB.
    return PasswordHash((Argon2Hasher(time_cost=1, memory_cost=47_104, parallelism=1),))


@cache
def _nobodys() -> str:
    return _hasher().hash("the password of nobody")


@contextmanager
def _in_turn() -> Iterator[None]:
    """Hash a few at a time, or a storm of sign-ins would stop everything else."""
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        raise TooManyError("Many people are signing in. Try again in a moment.", 5)
    try:
        yield
    finally:
        _AT_ONCE.release()


def hashed(password: str) -> str:
    """Hash a password."""
    with _in_turn():
        return _hasher().hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one kept; takes as long where there is none."""
    with _in_turn():
        right = _hasher().verify(password[:LONGEST], kept or _nobodys())
    return right and kept is not None


def check_new(password: str, own_words: Sequence[str] = ()) -> None:
    """Refuse a new password that is short, common or made of the person's own words.

    Raises
    ------
    InvalidInputError
        With what to do; the password is not said.

    """
    if not SHORTEST <= len(password) <= LONGEST:
        _refuse(f"It does not have {SHORTEST} to {LONGEST} characters.", "Take a longer phrase.")
    from zxcvbn import zxcvbn

    words = ["fieldweek"]
    for word in own_words:
        words += [word.lower(), *re.split(r"[\s@]+", word.lower())]
    # It takes at most 72 characters; what is beyond only makes a password better.
    if zxcvbn(password[:72], user_inputs=words)["score"] < _WEAKEST:
        _refuse("It is one that others guess.", "Take several words that do not belong together.")


def _refuse(message: str, next_step: str) -> None:
    fault = Fault(thing="body", field="password", message=message, next_step=next_step)
    raise InvalidInputError(f"The password cannot be taken: {message} {next_step}", [fault])
