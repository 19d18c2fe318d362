"""Edits of what is offered: workshops added and dropped, a section split."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from scheduler.domain.edits.leaving import Gone, without
from scheduler.domain.edits.lists import exchanged
from scheduler.domain.edits.naming import taken, unknown, unknown_of
from scheduler.domain.faults.things import Thing
from scheduler.domain.ids import SectionId, StaffId, StudentId, WorkshopId
from scheduler.domain.instance import Instance
from scheduler.domain.offer import Workshop
from scheduler.domain.people import Request, RequestKind
from scheduler.errors import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopAdded:
    """A workshop is new; some students must have it, others wish for it."""

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["workshop-added"] = "workshop-added"
    workshop: Workshop
    must: tuple[StudentId, ...] = ()
    wish: tuple[StudentId, ...] = ()
    """It is the last of their wishes."""

    @property
    def named(self) -> frozenset[str]:
        """Those who are to have it."""
        return frozenset({*self.must, *self.wish})

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the workshop is there."""
        return ((self.workshop.id, "new"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when an id is taken, or it names nobody."""
        yield from taken(instance, thing, "workshop.id", self.workshop.id)
        for index, section in enumerate(self.workshop.sections):
            field = f"workshop.sections[{index}]"
            yield from taken(instance, thing, f"{field}.id", section.id)
            yield from unknown(
                thing, f"{field}.site", "school site", section.site, instance.school_site_of
            )
            yield from unknown_of(
                thing, f"{field}.leads", "member of staff", section.leads, instance.staff_of
            )
        yield from unknown_of(thing, "must", "student", self.must, instance.student_of)
        yield from unknown_of(thing, "wish", "student", self.wish, instance.student_of)
        for index, name in enumerate(self.wish):
            if name in self.must:
                yield thing.fault(
                    f"wish[{index}]",
                    "The student is among those who must have it.",
                    "Take this id out of one of the two.",
                )

    def made(self, instance: Instance) -> Instance:
        """Give the data with the workshop, last of all."""
        students = []
        for name in dict.fromkeys((*self.must, *self.wish)):
            kind = RequestKind.MUST if name in self.must else RequestKind.WISH
            student = instance.student_of[name]
            request = Request(workshop=self.workshop.id, kind=kind)
            students.append(replace(student, requests=(*student.requests, request)))
        return replace(
            instance,
            workshops=(*instance.workshops, self.workshop),
            students=exchanged(instance.students, *students),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopDropped:
    """A workshop is not offered any more.

    Who asked for it asks for the first alternative, or for nothing in its place.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["workshop-dropped"] = "workshop-dropped"
    workshop: WorkshopId

    @property
    def named(self) -> frozenset[str]:
        """Nobody."""
        return frozenset()

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """That the workshop is gone."""
        return ((self.workshop, "gone"),)

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield a fault when it names nothing."""
        yield from unknown(thing, "workshop", "workshop", self.workshop, instance.workshop_of)

    def made(self, instance: Instance) -> Instance:
        """Give the data without the workshop."""
        return without(instance, Gone(workshops=frozenset({self.workshop})))


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionSplit:
    """A section becomes two, at the same school site.

    Each may have half the students, or ``most``; the new one is led by ``leads``, or by
    whoever may lead the old one. It is linked with none.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}
    edit: Literal["section-split"] = "section-split"
    section: SectionId
    new: SectionId
    """Id of the second section."""
    most: int | None = None
    leads: tuple[StaffId, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        """Those who are said to lead the new section."""
        return frozenset(self.leads)

    @property
    def says(self) -> tuple[tuple[str, str], ...]:
        """How large the section is, and that there is a new one."""
        return ((self.section, "size"), (self.new, "new"))

    def wrong(self, instance: Instance, thing: Thing) -> Iterator[Fault]:
        """Yield faults when it names nothing, or the new id is taken."""
        yield from unknown(thing, "section", "section", self.section, instance.section_of)
        yield from taken(instance, thing, "new", self.new)
        yield from unknown_of(thing, "leads", "member of staff", self.leads, instance.staff_of)
        if self.most is not None and self.most < 1:
            yield thing.fault("most", "Nobody could be in it.", "Write 1 or more.")

    def made(self, instance: Instance) -> Instance:
        """Give the data with two sections in the place of one."""
        section, workshop = instance.section_of[self.section]
        most = -(-section.most // 2) if self.most is None else self.most
        least = min(section.least // 2, most)
        one = replace(section, least=least, most=most)
        two = replace(one, id=self.new, linked=(), leads=self.leads or section.leads)
        sections = [
            part
            for old in workshop.sections
            for part in ((one, two) if old.id == section.id else (old,))
        ]
        new = replace(workshop, sections=tuple(sections))
        return replace(instance, workshops=exchanged(instance.workshops, new))
