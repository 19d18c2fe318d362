"""What an answer is worth by the rules of the competition; nothing here is the planner's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from benchmarks.outside.post_enrolment.given import DAYS, SLOTS_OF_DAY, Given

Place = tuple[int, int]
"""Slot and room."""
Answer = Mapping[int, Place]
"""By event; events left out are unplaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The competition compares the distance, then the cost."""

    broken: tuple[str, ...]
    """A sentence for each hard rule that is broken."""
    distance: int
    """Students of events that are unplaced, added up: the distance to feasibility."""
    last_of_day: int
    in_a_row: int
    alone: int

    @property
    def cost(self) -> int:
        """The soft cost."""
        return self.last_of_day + self.in_a_row + self.alone


def judge(given: Given, answer: Answer) -> Judgement:
    """Judge an answer by the published rules."""
    last, row, alone = _soft(given, answer)
    return Judgement(
        broken=tuple(_broken(given, answer)),
        distance=sum(len(given.attends[event]) for event in given.events if event not in answer),
        last_of_day=last,
        in_a_row=row,
        alone=alone,
    )


def _broken(given: Given, answer: Answer) -> Iterator[str]:
    at: dict[int, list[int]] = defaultdict(list)
    for event, (slot, room) in answer.items():
        at[slot].append(event)
        if not given.suits(event, room):
            yield f"event {event} is in room {room}, which lacks seats or features"
        if slot not in given.allowed[event]:
            yield f"event {event} is in slot {slot}, where it may not be"
    for slot, events in at.items():
        for one, two in combinations(sorted(events), 2):
            if answer[one][1] == answer[two][1]:
                yield f"events {one} and {two} share room {answer[one][1]} in slot {slot}"
            if given.attends[one] & given.attends[two]:
                yield f"events {one} and {two} share students in slot {slot}"
    for one, two in given.before:
        if one in answer and two in answer and answer[one][0] >= answer[two][0]:
            yield f"event {one} is not before event {two}"


def _soft(given: Given, answer: Answer) -> tuple[int, int, int]:
    """Events in a last slot, events beyond two in a row, days with one event; per student."""
    busy: dict[int, set[int]] = defaultdict(set)
    for event, (slot, _) in answer.items():
        for student in given.attends[event]:
            busy[student].add(slot)
    last = row = alone = 0
    for slots in busy.values():
        for day in range(DAYS):
            begin = day * SLOTS_OF_DAY
            here = [slot - begin for slot in sorted(slots) if 0 <= slot - begin < SLOTS_OF_DAY]
            last += SLOTS_OF_DAY - 1 in here
            alone += len(here) == 1
            row += sum(slot + 1 in here and slot + 2 in here for slot in here)
    return last, row, alone
