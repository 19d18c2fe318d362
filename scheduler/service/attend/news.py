"""What is new, told at once to whoever of this process listens, such as open boards.

Where there are several processes each hears of its own marks at once, and of the others' by
asking the store (`marks.received_since`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from weakref import WeakKeyDictionary

from scheduler.domain.attendance import Mark
from scheduler.store.engine import Store

Listener = Callable[[str, Sequence[Mark]], None]
"""Called with an organisation and its new marks, on the thread that recorded them: it has to
be quick, and to raise nothing."""

_LISTENERS: WeakKeyDictionary[Store, list[Listener]] = WeakKeyDictionary()


def listen(store: Store, listener: Listener) -> Callable[[], None]:
    """Hear of every new mark from now on; call what is given back to stop."""
    listeners = _LISTENERS.setdefault(store, [])
    listeners.append(listener)
    return lambda: listeners.remove(listener)


def tell(store: Store, organisation: str, marks: Sequence[Mark]) -> None:
    """Say that marks were recorded."""
    if marks:
        for listener in tuple(_LISTENERS.get(store, ())):
            listener(organisation, marks)
