"""Which mentors the students of a made-up city ask for."""

from __future__ import annotations

from itertools import islice

from scheduler.domain.people import InternshipWish
from scheduler.made.choices import Choices
from scheduler.made.dice import Dice
from scheduler.made.drafts import CityDraft, MentorDraft, StudentDraft
from scheduler.made.placement import Placement
from scheduler.made.presets import Density

_TRIES = 60


class Asking:
    """Draws confirmed mentors and candidate lists, and counts the options they give."""

    def __init__(
        self, dice: Dice, density: Density, choices: Choices, placement: Placement, planted: bool
    ) -> None:
        self._dice = dice
        self._density = density
        self._choices = choices
        self._placement = placement
        self._planted = planted
        self.listed: dict[str, list[MentorDraft]] = {}
        """Everybody a student asks for, over all internships."""
        self.options: dict[tuple[str, int], int] = {}
        """Options by student and internship."""

    def ask(self, city: CityDraft) -> None:
        """Give every student of the city the internships wanted."""
        for student in city.students:
            self.listed[student.id] = []
            for internship, days in enumerate(student.wanted):
                stays = self._placement.of(student, internship)
                agreed = stays[0].mentor if stays else None
                student.internships.append(self._wish(student, internship, days, agreed))

    def _wish(
        self, student: StudentDraft, internship: int, days: int, agreed: MentorDraft | None
    ) -> InternshipWish:
        confirmed = agreed is not None and self._dice.chance(self._density.confirmed)
        if agreed is not None and confirmed:
            mentors = [agreed]
        else:
            known = self._planted or self._dice.chance(self._density.agreed)
            mentors = self._candidates(student, days, agreed if known else None)
        self.listed[student.id] += mentors
        count = sum(len(self._choices.options(student, one, days)) for one in mentors)
        self.options[student.id, internship] = count
        return InternshipWish(
            days=days,
            confirmed=mentors[0].id if confirmed else None,
            candidates=() if confirmed else tuple(one.id for one in mentors),
            allowed_days=student.allowed_days,
        )

    def _candidates(
        self, student: StudentDraft, days: int, hidden: MentorDraft | None
    ) -> list[MentorDraft]:
        dice, density = self._dice, self._density
        known = {one.id for one in self.listed[student.id]} | ({hidden.id} if hidden else set())
        drawn = [one for one in islice(self._choices.draw(student), _TRIES) if one.id not in known]
        if hidden is None and drawn and dice.chance(density.only_stray):
            return drawn[:1]
        least, most = density.candidates
        target = dice.between(*density.options) // (3 - days)
        found: list[MentorDraft] = []
        count = len(self._choices.options(student, hidden, days)) if hidden else 0
        stray = dice.chance(density.stray_candidate)
        for mentor in drawn:
            if len(found) >= most or (count >= target and len(found) >= least):
                break
            options = len(self._choices.options(student, mentor, days))
            if options or stray:
                found.append(mentor)
                count += options
                stray = stray and options > 0
        if hidden is not None:
            found.insert(min(dice.below(4), dice.below(4), len(found)), hidden)
        return found or drawn[:1]
