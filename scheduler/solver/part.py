"""A part of a school's week that is free, while everything else stays as it is."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """What may change: all of it is ids, meetings are indices into `Problem.meetings`.

    A freed section may change whether it runs, its slots, its lead and its rooms; who is
    in it changes only for students whose enrolments are free.
    """

    days: frozenset[str] = frozenset()
    """Students whose days out are free."""
    enrolments: frozenset[str] = frozenset()
    """Students whose enrolments are free."""
    sections: frozenset[str] = frozenset()
    meetings: frozenset[int] = frozenset()
