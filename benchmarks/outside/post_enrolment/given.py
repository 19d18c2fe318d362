"""What a ``.tim`` file says: numbers only, matrix after matrix."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from pathlib import Path

DAYS, SLOTS_OF_DAY = 5, 9
SLOTS = DAYS * SLOTS_OF_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Events that students attend, rooms they may be in, and when they may be.

    Events, rooms, students and slots are numbered from 0.
    """

    students: int
    seats: tuple[int, ...]
    """By room."""
    attends: tuple[frozenset[int], ...]
    """By event: students."""
    room_features: tuple[frozenset[int], ...]
    event_features: tuple[frozenset[int], ...]
    allowed: tuple[frozenset[int], ...]
    """By event: slots."""
    before: tuple[tuple[int, int], ...]
    """(earlier event, later event)."""

    @property
    def events(self) -> range:
        """Every event."""
        return range(len(self.attends))

    def suits(self, event: int, room: int) -> bool:
        """Whether a room has the seats and the features that an event needs."""
        enough = self.seats[room] >= len(self.attends[event])
        return enough and self.event_features[event] <= self.room_features[room]


def read(path: Path) -> Given:
    """Read a file of the competition."""
    return parsed(path.read_text(encoding="ascii"))


def parsed(text: str) -> Given:
    """Take the numbers of a file apart.

    Raises
    ------
    ValueError
        There are more or fewer numbers than the first line says.
    """
    numbers = [int(word) for word in text.split()]
    if len(numbers) < 4:
        raise ValueError("The file has no first line: events, rooms, features, students.")
    events, rooms, features, students = numbers[:4]
    sizes = (rooms, students * events, rooms * features, events * features, events * SLOTS)
    wanted = 4 + sum(sizes) + events * events
    if len(numbers) != wanted:
        raise ValueError(f"The file has {len(numbers)} numbers where {wanted} belong.")
    rest = iter(numbers[4:])

    def rows(count: int, width: int) -> list[list[int]]:
        return [list(islice(rest, width)) for _ in range(count)]

    seats = tuple(islice(rest, rooms))
    attendance = rows(students, events)
    room_features, event_features = rows(rooms, features), rows(events, features)
    allowed, order = rows(events, SLOTS), rows(events, events)
    # A 1 says that the row's event comes before the column's, a -1 that it comes after.
    pairs = {
        (one, two) if mark == 1 else (two, one)
        for one, row in enumerate(order)
        for two, mark in enumerate(row)
        if mark
    }
    return Given(
        students=students,
        seats=seats,
        attends=tuple(
            frozenset(student for student, row in enumerate(attendance) if row[event])
            for event in range(events)
        ),
        room_features=tuple(_marked(row) for row in room_features),
        event_features=tuple(_marked(row) for row in event_features),
        allowed=tuple(_marked(row) for row in allowed),
        before=tuple(sorted(pairs)),
    )


def _marked(row: list[int]) -> frozenset[int]:
    return frozenset(place for place, mark in enumerate(row) if mark)
