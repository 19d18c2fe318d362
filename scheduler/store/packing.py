"""Bodies as they are kept: JSON, compressed, and known by the digest of their text."""

from __future__ import annotations

import hashlib
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


def packed(text: bytes) -> bytes:
    """Compress; a school's data shrinks to about a tenth."""
    return zlib.compress(text, 6)


def unpacked(body: bytes) -> bytes:
    """The text again."""
    return zlib.decompress(body)


def digest(text: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(text).hexdigest()


class Recent(Generic[T]):
    """The last few values read, for what never changes: reading it anew gives the same."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._values: OrderedDict[Hashable, T] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, read: Callable[[], T]) -> T:
        """The value of a key, read if it is not at hand."""
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
                return self._values[key]
        value = read()
        with self._lock:
            self._values[key] = value
            while len(self._values) > self._most:
                self._values.popitem(last=False)
        return value
