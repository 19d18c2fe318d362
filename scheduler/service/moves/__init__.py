"""Moves made in a timetable by hand: a new timetable, whole, or a clear no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from scheduler.domain.instance import Instance
from scheduler.domain.moves import (
    ChangeLead,
    ChangeMentor,
    CloseSection,
    DropDay,
    Enrol,
    Move,
    MoveDay,
    MoveMeeting,
    MoveSession,
    OpenSection,
    PlaceDay,
    Withdraw,
)
from scheduler.domain.timetable import Timetable
from scheduler.errors import Fault, InvalidInputError
from scheduler.service.completing import completed
from scheduler.service.moves import days_out, sections
from scheduler.service.moves.refusing import Refused

# Any: each is called with its own kind of move, by which it is found.
_MAKE: dict[type[Move], Callable[[Any, Instance, Timetable], Timetable]] = {
    MoveSession: sections.move_session,
    ChangeLead: sections.change_lead,
    OpenSection: sections.open_section,
    CloseSection: sections.close_section,
    MoveMeeting: sections.move_meeting,
    PlaceDay: days_out.place_day,
    MoveDay: days_out.move_day,
    DropDay: days_out.drop_day,
    ChangeMentor: days_out.change_mentor,
    Enrol: sections.enrol,
    Withdraw: sections.withdraw,
}


def moved(instance: Instance, timetable: Timetable, moves: Sequence[Move]) -> Timetable:
    """Make moves one after the other, and find vans and unplaced items anew.

    Whether what comes of them breaks a rule is for the checker to say.

    Raises
    ------
    InvalidInputError
        When a move names what the school or the timetable does not have.
    """
    for number, move in enumerate(moves):
        try:
            timetable = _MAKE[type(move)](move, instance, timetable)
        except Refused as no:
            fault = Fault(
                thing=f"move {number + 1}",
                field=no.field,
                message=no.message,
                next_step=no.next_step,
                position=f"moves[{number}].{no.field}",
            )
            message = f"Nothing was moved: move {number + 1} cannot be made. {no.message}"
            raise InvalidInputError(message, [fault]) from None
    return completed(instance, timetable)
