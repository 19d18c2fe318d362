"""A move said in a sentence, for the list of what was done to a draft."""

from __future__ import annotations

from scheduler.domain.calendar import DAY_NAMES, clock
from scheduler.domain.ids import SectionId
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
from scheduler.domain.places import SchoolSite
from scheduler.service.saying import Name


def said(instance: Instance, move: Move, name: Name) -> str:
    """Say a move that was made: ``Laboratory 1: Mon 10:00 moved to Tue 10:00.``."""
    match move:
        case MoveSession():
            site = _site(instance, move.section)
            to = [] if move.to_slot is None else [_time(site, move.to_slot)]
            to += [] if move.to_room is None else [name(move.to_room)]
            where = ", ".join(to) or "where it was"
            return f"{name(move.section)}: {_time(site, move.slot)} moved to {where}."
        case ChangeLead():
            return f"{name(move.section)} is led by {name(move.lead)}."
        case OpenSection():
            site = _site(instance, move.section)
            times = " and ".join(_time(site, one.slot) for one in move.sessions)
            return f"{name(move.section)} opened at {times}, led by {name(move.lead)}."
        case CloseSection():
            return f"{name(move.section)} closed."
        case MoveMeeting():
            _, site = instance.room_of[instance.advisory_of[move.advisory].room]
            times = f"{_time(site, move.slot)} moved to {_time(site, move.to_slot)}"
            return f"{name(move.advisory)}: {move.kind}, {times}."
        case PlaceDay():
            return f"{name(move.student)} is out on {DAY_NAMES[move.day]}."
        case MoveDay():
            day = move.day if move.to_day is None else move.to_day
            at = "" if move.to_site is None else f" at {name(move.to_site)}"
            days = f"{DAY_NAMES[day]}{at} instead of {DAY_NAMES[move.day]}"
            return f"{name(move.student)} is out on {days}."
        case DropDay():
            return f"{name(move.student)} is no longer out on {DAY_NAMES[move.day]}."
        case ChangeMentor():
            return f"{name(move.student)} is with {name(move.mentor)}."
        case Enrol():
            return f"{name(move.student)} comes into {name(move.section)}."
        case Withdraw():
            return f"{name(move.student)} leaves {name(move.section)}."


def _site(instance: Instance, section: SectionId) -> SchoolSite:
    found, _ = instance.section_of[section]
    return instance.school_site_of[found.site]


def _time(site: SchoolSite, slot: int) -> str:
    if not 0 <= slot < len(site.grid):
        return f"slot {slot}"
    one = site.grid[slot]
    return f"{DAY_NAMES[one.day]} {clock(one.minutes[0]):%H:%M}"
