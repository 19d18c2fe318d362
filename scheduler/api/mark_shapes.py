"""How marks look as JSON."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

from scheduler.api.shapes import BodyIn, BodyOut, Date, Id, Moment, Number, Whole, example
from scheduler.domain.attendance import Asked, Band, How, Mark
from scheduler.domain.calendar import clock, minute
from scheduler.service.attend.recording import Answer, Became

MOST_AT_ONCE = 500
_FAR = 400 * 86_400.0


def _clock_text(text: Any) -> Any:
    """Take no number for a clock time, as pydantic would."""
    if not isinstance(text, str) or len(text) != 5:
        raise ValueError("this is no clock time such as 09:20")
    return text


def _whole_minute(when: time) -> time:
    if when.tzinfo is not None:
        raise ValueError("this is no clock time such as 09:20")
    return when


Clock = Annotated[time, BeforeValidator(_clock_text), AfterValidator(_whole_minute)]
"""A clock time at the school, as it is sent."""


def shown(minute: int | None) -> str | None:
    """Show a minute of a day as a clock time; one of another date at the edge of the day."""
    return None if minute is None else f"{clock(min(max(minute, 0), 24 * 60 - 1)):%H:%M}"


MarkId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{8,64}$")]
"""An id that the sender made, such as a UUID."""
Note = Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00]*$")]


class MarkIn(BodyIn):
    """One observation of a student."""

    model_config = example(
        id="0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
        term="term_mfrggzdfmztwq2lknnwg23tp",
        student="S1",
        code="PO",
        day="2026-09-08",
        seconds_ago=2,
    )
    id: MarkId = Field(description="Made by the sender: sent again under it, a mark does nothing.")
    term: Id | None = Field(None, description="Nothing: the term that the date lies in.")
    student: Id
    code: Id = Field(description="A code of `GET /v1/codes`.")
    how: How | None = Field(None, description="Nothing: as usual for who sends it.")
    day: Date | None = Field(
        None, description="The date at the site; nothing: that of the moment. A tap's always is."
    )
    site: Annotated[str, StringConstraints(max_length=100)] = Field(
        "", description="Nothing: where the student is expected."
    )
    entry: Annotated[str, StringConstraints(max_length=300)] = Field(
        "", description="What of the register; nothing: the day at the site."
    )
    start: Clock | None = Field(None, description="From when it holds, or when they came.")
    end: Clock | None = Field(None, description="Until when it holds, or when they left.")
    run: Id | None = Field(None, description="The vehicle run, for a van's roll.")
    band: Band | None = Field(None, description="Where the phone was, as far as it is told.")
    accuracy: Whole | None = Field(None, ge=0, le=100_000, description="In metres.")
    seconds_ago: Number = Field(
        0, ge=-_FAR, le=_FAR, description="Since it was seen, by the device's own count."
    )
    claimed_at: Moment | None = Field(None, description="What the device's clock said.")
    utc_offset: Whole | None = Field(
        None, ge=-840, le=840, description="Minutes from UTC that the device thought it was at."
    )
    supersedes: MarkId | None = Field(None, description="The mark that it corrects.")
    reason: Note = Field("", description="Why it is corrected or excused.")

    def asked(self) -> Asked:
        """Say it in the words of the domain."""
        return Asked(
            id=self.id,
            term=self.term,
            student=self.student,
            code=self.code,
            how=self.how,
            day=self.day,
            site=self.site,
            entry=self.entry,
            start=None if self.start is None else minute(self.start),
            end=None if self.end is None else minute(self.end),
            about={} if self.run is None else {"run": self.run},
            band=self.band,
            accuracy=self.accuracy,
            seconds_ago=self.seconds_ago,
            claimed_at=self.claimed_at,
            offset=self.utc_offset,
            supersedes=self.supersedes,
            reason=self.reason,
        )


class MarksIn(BodyIn):
    """Marks that were gathered, for instance while there was no network."""

    model_config = example(
        marks=[
            {
                "id": "0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
                "term": "term_mfrggzdfmztwq2lknnwg23tp",
                "student": "S1",
                "code": "PO",
                "day": "2026-09-08",
            }
        ]
    )
    marks: list[MarkIn] = Field(min_length=1, max_length=MOST_AT_ONCE)


class TakenOut(BodyOut):
    """A mark that is kept."""

    model_config = example(
        id="0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
        became="recorded",
        student="S1",
        day="2026-09-08",
        site="LAB",
        entry="",
        code="PO",
        received_at="2026-09-08T13:01:12Z",
    )
    id: str
    became: Became = Field(description="`repeated`: it was there already.")
    student: str
    day: date
    site: str
    entry: str
    code: str
    received_at: datetime

    @classmethod
    def of(cls, mark: Mark, became: Became) -> TakenOut:
        """Put a mark into its JSON shape."""
        return cls(
            id=mark.id,
            became=became,
            student=mark.student,
            day=mark.day,
            site=mark.site,
            entry=mark.entry,
            code=mark.code,
            received_at=mark.received_at,
        )


class AnswerOut(BodyOut):
    """What became of one mark of many."""

    model_config = example(
        id="0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11", became="recorded", why="", sentence=""
    )
    id: str
    became: Became
    why: str = Field(description="Why it was refused, in a word that does not change.")
    sentence: str = Field(description="The same for people.")

    @classmethod
    def of(cls, answer: Answer) -> AnswerOut:
        """Put an answer into its JSON shape."""
        return cls(id=answer.id, became=answer.became, why=answer.why, sentence=answer.sentence)


class AnswersOut(BodyOut):
    """What became of each mark, in the order they were sent."""

    model_config = example(
        items=[
            {
                "id": "0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
                "became": "refused",
                "why": "not-yours",
                "sentence": "This student is not with you on that date.",
            }
        ]
    )
    items: list[AnswerOut]


class MarkOut(BodyOut):
    """A mark as it is kept."""

    model_config = example(
        id="0f0a7c1e-5d2b-4c43-9a41-6a0f5a0f3f11",
        student="S1",
        day="2026-09-08",
        site="LAB",
        entry="",
        code="PO",
        how="mentor-link",
        start=None,
        end=None,
        run=None,
        band=None,
        accuracy=None,
        effective_at="2026-09-08T13:01:10Z",
        received_at="2026-09-08T13:01:12Z",
        claimed_at=None,
        utc_offset=None,
        supersedes=None,
        made_by="lnk_mfrggzdfmztwq2lknnwg23tp",
        reason="",
    )
    id: str
    student: str
    day: date
    site: str
    entry: str
    code: str
    how: How
    start: str | None
    end: str | None
    run: str | None
    band: Band | None
    accuracy: int | None
    effective_at: datetime = Field(description="When it was seen.")
    received_at: datetime
    claimed_at: datetime | None
    utc_offset: int | None
    supersedes: str | None
    made_by: str
    reason: str

    @classmethod
    def of(cls, mark: Mark, reason: str) -> MarkOut:
        """Put a mark into its JSON shape."""
        return cls(
            id=mark.id,
            student=mark.student,
            day=mark.day,
            site=mark.site,
            entry=mark.entry,
            code=mark.code,
            how=mark.how,
            start=shown(mark.start),
            end=shown(mark.end),
            run=mark.about.get("run"),
            band=mark.band,
            accuracy=mark.accuracy,
            effective_at=mark.effective_at,
            received_at=mark.received_at,
            claimed_at=mark.claimed_at,
            utc_offset=mark.offset,
            supersedes=mark.supersedes,
            made_by=mark.made_by,
            reason=reason,
        )
