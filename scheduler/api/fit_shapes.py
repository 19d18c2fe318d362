"""Answers about one seat as JSON: who fits, and why not."""

from __future__ import annotations

from typing import Any

from pydantic import Field, TypeAdapter

from scheduler.api.shapes import BodyOut, example
from scheduler.domain.moves import Move
from scheduler.domain.rules import GoalId
from scheduler.service.fit import Fit, Fits, WhyNot

_MOVES: TypeAdapter[tuple[Move, ...]] = TypeAdapter(tuple[Move, ...])
_FIT = {
    "who": "M7",
    "text": "M7 at HARBOR on Tue",
    "works": True,
    "blocker": None,
    "unplaced": [-1, 0, 0],
    "goals": {"travel": 4, "even-days": -3},
    "points": 1,
    "minutes": 42,
    "touched": ["S5"],
    "how": "S5 is out on Thu at HARBOR instead of Tue.",
    "moves": [
        {"move": "move-day", "student": "S5", "day": 1, "to_day": 3},
        {"move": "place-day", "student": "S1", "day": 1, "mentor": "M7", "site": "HARBOR"},
    ],
}


class FitOut(BodyOut):
    """One candidate: what it would come to, or the first thing in the way."""

    who: str = Field(description="Id of the mentor, section, member of staff or student.")
    text: str = Field(description="What it is, in words with ids.")
    works: bool = Field(description="Whether it can be had; it was tried against every rule.")
    blocker: str | None = Field(description="The first thing in the way; null: it works.")
    unplaced: list[int] = Field(
        description="By how many items of priority 1, 2 and 3 more, or less, has no place."
    )
    goals: dict[GoalId, int] = Field(description="By how many points each goal changes.")
    points: int = Field(description="By how many points the penalty changes.")
    minutes: int = Field(description="By how many minutes the journeys of the week change.")
    touched: list[str] = Field(description="Who else has something else than before.")
    how: str = Field(description="How others make way; empty where nobody has to.")
    moves: list[dict[str, Any]] = Field(description="What makes it, in a draft.")

    @classmethod
    def of(cls, fit: Fit) -> FitOut:
        """Put a candidate into its JSON shape."""
        return cls(
            who=fit.who,
            text=fit.text,
            works=fit.works,
            blocker=fit.blocker,
            unplaced=list(fit.unplaced),
            goals=fit.goals,
            points=fit.points,
            minutes=fit.minutes,
            touched=list(fit.touched),
            how=fit.how,
            moves=_MOVES.dump_python(fit.moves, mode="json", exclude_none=True),
        )


class OpenItemOut(BodyOut):
    """Something open, and who or what fits: what works first, best first."""

    about: list[str] = Field(description="Ids of who or what is asked about.")
    item: str = Field(description="What is open, in words with ids.")
    candidates: list[FitOut]

    @classmethod
    def of(cls, found: Fits) -> OpenItemOut:
        """Put an open item into its JSON shape."""
        return cls(
            about=list(found.about),
            item=found.item,
            candidates=[FitOut.of(one) for one in found.candidates],
        )


class FitsOut(BodyOut):
    """Who or what fits everything that is open of what is asked about."""

    model_config = example(items=[{"about": ["S1"], "item": "day out of S1", "candidates": [_FIT]}])
    items: list[OpenItemOut]

    @classmethod
    def of(cls, found: tuple[Fits, ...]) -> FitsOut:
        """Put the answers into their JSON shape."""
        return cls(items=[OpenItemOut.of(one) for one in found])


class WhyNotOut(BodyOut):
    """Why a student does not have a place, and what it would take."""

    model_config = example(
        student="S1",
        wanted="M7 on Tue",
        has=False,
        blockers=["M7 is full on Tue (S5)"],
        ways=[_FIT],
    )
    student: str
    wanted: str = Field(description="What was asked for, in words with ids.")
    has: bool = Field(description="The student has it already.")
    blockers: list[str] = Field(description="What is in the way, first things first.")
    ways: list[FitOut] = Field(
        description="What it would take, with at most two others making way."
    )

    @classmethod
    def of(cls, found: WhyNot) -> WhyNotOut:
        """Put the answer into its JSON shape."""
        return cls(
            student=found.student,
            wanted=found.wanted,
            has=found.has,
            blockers=list(found.blockers),
            ways=[FitOut.of(one) for one in found.ways],
        )
