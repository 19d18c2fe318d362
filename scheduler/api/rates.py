"""How often somebody may ask: by API key or sign-in, and by address."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scheduler.api.problems import answer, headers_of, problem_of
from scheduler.errors import TooManyError

_MOST_KNOWN = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests a second on average, and so many at once."""

    each_second: float
    at_once: int


class Buckets:
    """One bucket a caller: it fills with time and each request takes one from it."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self.clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> float:
        """Take from a caller's bucket; say the seconds to wait where it is empty."""
        now = self.clock()
        level = self._level(caller, now)
        self._levels[caller] = (level - 1 if level >= 1 else level, now)
        self._levels.move_to_end(caller)
        if len(self._levels) > _MOST_KNOWN:
            self._levels.popitem(last=False)
        return self._missing(level)

    def give_back(self, caller: str) -> None:
        """Undo a `wait`: what was asked is asked once more, by another way."""
        level, then = self._levels.get(caller, (float(self.rate.at_once), self.clock()))
        self._levels[caller] = (level + 1, then)

    def would_wait(self, caller: str) -> float:
        """Say the seconds to wait where a caller's bucket is empty, and take nothing."""
        return self._missing(self._level(caller, self.clock()))

    def _level(self, caller: str, now: float) -> float:
        level, then = self._levels.get(caller, (float(self.rate.at_once), now))
        return min(float(self.rate.at_once), level + (now - then) * self.rate.each_second)

    def _missing(self, level: float) -> float:
        return max(0.0, (1 - level) / self.rate.each_second)


class Callers:
    """Who asks how often, and whose keys were no good.

    Three buckets: one a key or sign-in, one an address that sends neither, and one an
    address for keys that were no good, so that guessing them is slow. A whole school may
    share an address, with many browsers whose sign-in ended over night: what was refused
    once is no guess the next time.
    """

    def __init__(self, known: Rate, unknown: Rate, wrong: Rate) -> None:
        self.known = Buckets(known)
        self.unknown = Buckets(unknown)
        self.wrong = Buckets(wrong)
        self._refused: OrderedDict[str, None] = OrderedDict()

    def wait(self, credential: str, address: str) -> float:
        """Let somebody ask once; say the seconds to wait where that is too often."""
        if not credential:
            return self.unknown.wait(address)
        guessed = 0.0 if credential in self._refused else self.wrong.would_wait(address)
        return guessed or self.known.wait(credential)

    def refuse(self, credential: str, address: str) -> None:
        """Note that what somebody showed was no good."""
        if credential not in self._refused:
            self.wrong.wait(address)
        self._refused[credential] = None
        self._refused.move_to_end(credential)
        if len(self._refused) > _MOST_KNOWN:
            self._refused.popitem(last=False)


class Rates:
    """Answers 429 to who asks too often."""

    def __init__(self, app: ASGIApp, callers: Callers, cookie: str) -> None:
        """Keep the buckets, and the name of the sign-in cookie."""
        self.app = app
        self.callers = callers
        self.cookie = cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on unless its caller has to wait."""
        if scope["type"] != "http" or scope["path"] in ("/healthz", "/readyz"):
            await self.app(scope, receive, send)
            return
        credential = credential_of(scope, self.cookie)
        address = address_of(scope)
        wait = self.callers.wait(credential, address)
        if wait > 0:
            error = TooManyError(
                "Too many requests. Try again after the seconds of Retry-After.", wait
            )
            await answer(problem_of(error), headers_of(error))(scope, receive, send)
            return

        async def watch(message: Message) -> None:
            if credential and message["type"] == "http.response.start" and message["status"] == 401:
                self.callers.refuse(credential, address)
            await send(message)

        await self.app(scope, receive, watch)


def address_of(scope: Scope) -> str:
    """Where a request comes from, as far as that is known."""
    return str(scope["client"][0]) if scope.get("client") else "unknown"


def credential_of(scope: Scope, cookie: str) -> str:
    """What a request shows to say who asks, as a hash; empty where it shows nothing.

    That is its key or link, or else its sign-in in the cookie of a name: what it says beside
    makes nobody another caller.
    """
    for name, value in scope["headers"]:
        if name == b"authorization":
            return _hash(value.decode("latin-1").partition(" ")[2].strip())
    return _hash(HTTPConnection(scope).cookies.get(cookie, ""))


def _hash(shown: str) -> str:
    return hashlib.sha256(shown.encode()).hexdigest() if shown else ""
