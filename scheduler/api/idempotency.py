"""``Idempotency-Key``: a request that creates something is done once, however often it is sent.

The answer is kept in the transaction of the effect: there is never one without the other,
whatever dies in between. A refusal keeps nothing, so that a mended request may use its key.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from pydantic import BaseModel

from scheduler.api.problems import RefusedError
from scheduler.domain.accounts import Actor
from scheduler.service.tokens import Kind, hash_of
from scheduler.store import idempotency as kept_answers

if TYPE_CHECKING:
    from scheduler.store.engine import Store

REPLAYED = "Idempotency-Replayed"
_SECRET = "secret-of-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What to answer once the effect is there."""

    status: int
    body: BaseModel | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """`Location` and `ETag`, as far as there are such."""


class Once:
    """One request and its key."""

    def __init__(self, request: Request, key: str, digest: str) -> None:
        self._request = request
        self._key = key
        line = f"{request.method} {request.url.path}?{request.url.query}"
        self._line = line
        self._digest = digest
        self._secret = ""

    def digested(self, digest: str) -> Once:
        """The same request with its body known by this digest: for streamed bodies."""
        return Once(self._request, self._key, digest)

    def secret(self, kind: Kind) -> str:
        """Make a secret to be shown this once.

        It follows from the key and from what the caller signed in with, which is not kept:
        asked again, the same caller is shown the same, and nobody finds it in the store.
        """
        token: str = self._request.state.token
        said = f"{self._key}\n{self._line}\n{self._digest}"
        made = hmac.digest(token.encode(), said.encode(), "sha256")
        self._secret = kind.value + base64.urlsafe_b64encode(made).decode().rstrip("=")
        return self._secret

    def answer(self, actor: Actor, effect: Callable[[Store], Answer]) -> Response:
        """Let something happen and answer, or give the answer of the first time.

        What takes long (hashing, checking a school's data) belongs before this call: the
        effect has the store to itself. It must do all its writing with the store it is given.

        Raises
        ------
        RefusedError
            The key was used for another request, or is being used just now.

        """
        store: Store = self._request.app.state.store
        flying: Flying = self._request.app.state.flying
        fingerprint = self._fingerprint()
        with flying.alone((actor.organisation, actor.account, self._key)), store.write() as tx:
            kept = kept_answers.find(tx, actor.organisation, actor.account, self._key)
            if kept is None:
                made = effect(store.within(tx))
                body = "" if made.body is None else made.body.model_dump_json()
                kept = kept_answers.Kept(
                    fingerprint=fingerprint,
                    status=made.status,
                    headers=dict(made.headers),
                    body=self._without_secret(body).encode(),
                )
                kept_answers.keep(tx, actor.organisation, actor.account, self._key, kept)
                replayed = {}
            else:
                replayed = self._replayed(kept)
        return self._send(kept, replayed)

    def replayed(self, actor: Actor) -> Response | None:
        """Give the answer of the first time, if there was one: before a body is looked at."""
        store: Store = self._request.app.state.store
        with store.read() as tx:
            kept = kept_answers.find(tx, actor.organisation, actor.account, self._key)
        return None if kept is None else self._send(kept, self._replayed(kept))

    def _fingerprint(self) -> str:
        return hashlib.sha256(f"{self._line}\n{self._digest}".encode()).hexdigest()

    def _replayed(self, kept: kept_answers.Kept) -> dict[str, str]:
        if kept.fingerprint != self._fingerprint():
            raise RefusedError(
                "key-reused",
                "This Idempotency-Key was sent with another request. Take a new one.",
            )
        return {REPLAYED: "true"}

    def _send(self, kept: kept_answers.Kept, replayed: dict[str, str]) -> Response:
        kind = {"Content-Type": "application/json"} if kept.body else {}
        headers = {**kept.headers, **kind, **replayed}
        return Response(self._with_secret(kept.body), kept.status, headers)

    def _without_secret(self, body: str) -> str:
        """What is kept of an answer: in place of a secret only its hash."""
        if not self._secret:
            return body
        return body.replace(self._secret, f"{_SECRET}{hash_of(self._secret)}")

    def _with_secret(self, body: bytes) -> bytes:
        """The answer as it was, where the same caller asks."""
        if not self._secret:
            return body
        place = f"{_SECRET}{hash_of(self._secret)}".encode()
        if place not in body:
            raise RefusedError(
                "conflict",
                "This was done before by another sign-in, and its secret is shown only once."
                " Revoke what was made and make it anew.",
            )
        return body.replace(place, self._secret.encode())


class Flying:
    """The keys whose requests are being answered at this moment."""

    def __init__(self) -> None:
        self._keys: set[tuple[str, str, str]] = set()
        self._lock = threading.Lock()

    @contextmanager
    def alone(self, key: tuple[str, str, str]) -> Iterator[None]:
        """Be the only one with this key, or be refused."""
        with self._lock:
            if key in self._keys:
                raise RefusedError(
                    "in-flight",
                    "A request with this Idempotency-Key is being answered. Wait and try again.",
                )
            self._keys.add(key)
        try:
            yield
        finally:
            with self._lock:
                self._keys.discard(key)


_KEY = Header(
    alias="Idempotency-Key",
    description="Any text of 1 to 255 characters, new for each thing to create: sent again,"
    " the same request gets the same answer and nothing is done twice.",
    min_length=1,
    max_length=255,
    pattern=r"^[\x21-\x7e]+$",
    examples=["8e03978e-40d5-43e8-bc93-6894a57f9324"],
)


async def _once(request: Request, key: Annotated[str, _KEY]) -> Once:
    return Once(request, key, hashlib.sha256(await request.body()).hexdigest())


async def _once_streamed(request: Request, key: Annotated[str, _KEY]) -> Once:
    return Once(request, key, "")


Idempotent = Annotated[Once, Depends(_once)]
"""The key of a request with a usual body."""
IdempotentStream = Annotated[Once, Depends(_once_streamed)]
"""The key of a request whose body is streamed; say its digest before answering."""
