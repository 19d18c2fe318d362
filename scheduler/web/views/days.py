"""A day of somebody in words: where they are expected, and how it stands."""

from __future__ import annotations

from collections.abc import Sequence

from scheduler.attendance.codes import BOARDED, NOT_BOARDED
from scheduler.attendance.superseding import standing_marks
from scheduler.domain.attendance import Band, How, Mark, Witness
from scheduler.domain.codes import Counts
from scheduler.domain.instance import Instance
from scheduler.domain.standing import EntryKind, Expected, Flag, Presence, Standing
from scheduler.web.views.board import time_of

PRESENCES = {
    Presence.UNVERIFIED: "Nobody has said anything yet",
    Presence.SELF_REPORTED: "Self-reported",
    Presence.CONFIRMED: "Confirmed",
    Presence.EXCUSED: "Excused",
    Presence.ABSENT: "Absent",
}
FLAGS = {
    Flag.WITNESSES: "Some say they were there, some that they were not",
    Flag.EXCUSED_BUT_HERE: "Excused, and here all the same",
    Flag.ABSENT_BUT_HERE: "Marked absent; they say that they were there",
    Flag.NOT_BOARDED: "The van left without them, and they were there",
    Flag.ELSEWHERE: "Seen at another site than where they are expected",
    Flag.OUTSIDE: "The phone was not at the site when it was tapped",
    Flag.CLOCK: "The phone’s clock or time zone is wrong; the server’s time counts",
    Flag.OVERRIDDEN: "The office decided otherwise than was submitted",
    Flag.DISPUTED: "Disputed",
}
WITNESSES = {
    Witness.STUDENT: "The student",
    Witness.MENTOR: "The mentor",
    Witness.VAN: "The van",
    Witness.REGISTER: "The register",
    Witness.OFFICE: "The office",
}
SAYS = {
    Counts.PRESENT: "there",
    Counts.ABSENT: "not there",
    Counts.EXCUSED: "excused",
    Counts.NOTHING: "nothing",
}
HOW = {
    How.CHECK_IN: "Check-in by phone",
    How.VAN: "Van roll",
    How.KIOSK: "Screen at the door",
    How.IMPORT: "Import",
    How.MENTOR: "Mentor’s link",
    How.REGISTER: "Advisor’s register",
    How.NOTE: "Guardian’s note",
    How.OFFICE: "Office",
}

BANDS = {
    Band.INSIDE: "at the site",
    Band.OUTSIDE: "not at the site",
    Band.WITHIN_500_M: "within 500 m of the site",
    Band.WITHIN_2_KM: "within 2 km of the site",
    Band.BEYOND_2_KM: "more than 2 km from the site",
}

_VAN = {
    Counts.PRESENT: "Boarded the van",
    Counts.ABSENT: "Did not board the van",
}


def van_words(marks: Sequence[Mark], run: str) -> str:
    """Say who boarded a run, as was last said of it; nothing where nobody has."""
    said = [
        (mark.effective_at, mark.id, mark.code)
        for mark in standing_marks(marks)
        if mark.how is How.VAN and mark.about.get("run") == run
    ]
    return {BOARDED: _VAN[Counts.PRESENT], NOT_BOARDED: _VAN[Counts.ABSENT]}.get(
        max(said)[2] if said else "", ""
    )


def standing_words(standing: Standing) -> str:
    """Say how it stands, in words.

    >>> standing_words(Standing(presence=Presence.CONFIRMED, is_late=True, late=12, arrived=552))
    'Confirmed, 12 min late, came 09:12'
    """
    parts = [PRESENCES[standing.presence]]
    if standing.presence is Presence.UNVERIFIED and Witness.VAN in standing.says:
        parts = [_VAN[standing.says[Witness.VAN]], "at the site nobody has said anything yet"]
    if standing.is_late:
        parts.append(f"{standing.late} min late" if standing.late else "late")
    if standing.is_early:
        parts.append(f"left {standing.early} min early" if standing.early else "left early")
    if standing.arrived is not None:
        parts.append(f"came {time_of(standing.arrived)}")
    if standing.left is not None:
        parts.append(f"left {time_of(standing.left)}")
    return ", ".join(parts)


def place_words(instance: Instance, line: Expected) -> str:
    """Say what somebody is expected at."""
    names = instance.names
    if line.kind is EntryKind.DAY_OUT:
        mentors = ", ".join(names.get(one, one) for one in line.people)
        return f"{names.get(line.site, line.site)}, with {mentors}"
    if line.kind is EntryKind.CAMPUS:
        return names.get(line.site, line.site)
    what = line.entry.split(".")[1]
    return f"{names.get(what, what)}, {names.get(line.place, line.place)}"
