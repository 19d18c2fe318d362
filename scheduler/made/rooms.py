"""Rooms for the sections of a made-up school site: just enough, by a rough count."""

from __future__ import annotations

from scheduler.domain.ids import RoomId
from scheduler.domain.places import Room
from scheduler.made.drafts import CampusDraft
from scheduler.made.offer import KINDS, WorkshopDraft
from scheduler.made.presets import Density


def add_rooms(campus: CampusDraft, workshops: list[WorkshopDraft], needed: dict[str, int]) -> None:
    """Give the school site so many rooms of each kind, each with all the features."""
    most = max(section.most for workshop in workshops for section in workshop.sections)
    for kind in KINDS:
        for number in range(1, needed.get(kind, 0) + 1):
            campus.rooms.append(
                Room(
                    id=RoomId(f"{campus.id}-{kind[0].upper()}{number:02}"),
                    name=f"{kind.capitalize()} {number}",
                    kind=kind,
                    seats=most + number % 3 * 2,
                    features=("projector",) if kind == "classroom" and number % 2 else (),
                )
            )


def rooms_for(workshops: list[WorkshopDraft], density: Density) -> dict[str, int]:
    """How many rooms of each kind are just enough on Monday, Wednesday and Friday."""
    slots: dict[str, int] = {}
    for workshop in workshops:
        used = workshop.slots * len(workshop.sections)
        slots[workshop.kind] = slots.get(workshop.kind, 0) + used
    return {
        kind: max(1, (used * 1000 + 15 * density.rooms_used // 2) // (15 * density.rooms_used))
        for kind, used in slots.items()
    }
