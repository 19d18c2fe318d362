"""Bus connections of a made-up city, drawn when they are first asked for."""

from __future__ import annotations

from scheduler.domain.calendar import clock
from scheduler.domain.places import Mode, TravelRow
from scheduler.made.dice import Dice
from scheduler.made.drafts import CampusDraft, SiteDraft, StudentDraft
from scheduler.made.presets import Density

_FIRST_LATE_BUS = (96, 106)
"""Range of the minute of the first bus where it is late, in fives: 8:00 to 8:50."""


class Buses:
    """How long students ride between home and other places."""

    def __init__(self, dice: Dice, density: Density) -> None:
        self._dice = dice
        self._density = density
        self._known: dict[tuple[str, str], tuple[int, int] | None] = {}

    def connection(
        self, student: StudentDraft, place: SiteDraft | CampusDraft
    ) -> tuple[int, int] | None:
        """Minutes either way and the minute since when buses run; None: none do."""
        key = (student.id, place.id)
        if key not in self._known:
            self._known[key] = self._draw(student, place)
        return self._known[key]

    def _draw(
        self, student: StudentDraft, place: SiteDraft | CampusDraft
    ) -> tuple[int, int] | None:
        metres = student.spot.metres(place.spot)
        if isinstance(place, CampusDraft):
            return 5 + metres * 28 // 10_000 + self._dice.below(5), 0
        if not place.bus:
            return None
        # Buses serve the homes of those badly for whom there are vans.
        pace = 55 if Mode.VAN in student.modes else 33
        minutes = 7 + metres * pace // 10_000 + self._dice.below(12)
        late = self._dice.chance(self._density.late_bus)
        return minutes, self._dice.between(*_FIRST_LATE_BUS) * 5 if late else 0

    def rows(self, student: StudentDraft, sites: list[SiteDraft]) -> list[TravelRow]:
        """The rows of the travel table for a student, the own school site and some sites."""
        if Mode.TRANSIT not in student.modes:
            return []
        places: list[SiteDraft | CampusDraft] = [student.campus, *sites]
        found = []
        for place in places:
            connection = self.connection(student, place)
            if connection is not None:
                minutes, since = connection
                found.append(
                    TravelRow(
                        origin=student.id,
                        destination=place.id,
                        mode=Mode.TRANSIT,
                        minutes=minutes,
                        since=clock(since) if since else None,
                        two_way=True,
                    )
                )
        return found
