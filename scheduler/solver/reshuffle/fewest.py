"""The repair that touches the fewest people, and the proof that none touches fewer."""

from __future__ import annotations

import time
import warnings
from collections.abc import Callable
from dataclasses import replace

from scheduler.domain.ids import StudentId
from scheduler.domain.repairs import Proof
from scheduler.domain.rules import RuleId
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.option import Option
from scheduler.solver.part import Part
from scheduler.solver.reshuffle.campus import Campus
from scheduler.solver.reshuffle.case import Case
from scheduler.solver.reshuffle.displacing import Displacing, Ring
from scheduler.solver.reshuffle.least import Least, least, least_up_to
from scheduler.solver.reshuffle.reaching import Reaching
from scheduler.solver.reshuffle.settling import Items, Settled, Settling

WHOLE_RINGS = 90
"""Students up to which all who may have to make way are settled together, campus and all."""
POLISH_SECONDS = 0.3
NONE: Items = (0, 0, 0)
NOBODY = 10**6
"""People touched where nobody is left to be reached."""
ON_CAMPUS = frozenset(
    {
        RuleId.AVAILABLE,
        RuleId.ADVISORY_MEETS,
        RuleId.ADVISORY_WHOLE,
        RuleId.ADVISORY_TIME,
        RuleId.SECTION_SESSIONS,
        RuleId.ENROLLED_ONCE,
        RuleId.LINKED,
    }
)
"""Where one may be broken at a price, days out leave room on campus in ways not looked at."""


class Fewest:
    """Widens step by step what may change, until nobody can touch fewer, or time is out."""

    def __init__(
        self,
        case: Case,
        kept: Incumbent,
        campus: Campus,
        until: float,
        on_first: Callable[[Settled], None],
    ) -> None:
        self._case = case
        self._kept = kept
        self._until = until
        self._on_first = on_first
        self.best: Settled | None = None
        self._at_first: Settled | None = None
        self._is_impossible = False
        self.items_proven = False
        self.touched_proven = False
        self.rings: list[Ring] = []
        self._campus = campus
        self._surely = case.surely_touched - case.named
        self._counted_else = case.surely_touched | case.named
        self._least = len(self._surely) + campus.least_leaving(self._counted_else)
        """People touched at least, however far others move."""
        self._is_sure = True
        """Whether nothing found has contradicted what was said to be least."""

    @property
    def _left(self) -> float:
        return self._until - time.monotonic()

    @property
    def proof(self) -> Proof:
        """What is proven about every repair."""
        assert self.best is not None
        return Proof(
            unplaced=self.best.items if self.items_proven else NONE,
            touched=self._least,
        )

    def search(self, known: Settled | None = None, more: float = 0.0) -> Settled | None:
        """Find it; None where not even a repair was found in the time.

        ``known``: a repair to do better than. ``more``: seconds beyond the time to settle
        what is stranded, before any others move.
        """
        part = self._case.stranded.part
        self._until += more
        self.best = self._at_first = known
        self._settle(part if known is None else _with(part, self._moved(known)))
        if self.best is None and self._is_impossible:
            # What stays as it is leaves no way: then all else at their school sites may move.
            part = self._whole_sites(part)
            self._settle(part)
        self._until -= more
        if self.best is None:
            return None
        self._on_first(self.best)
        self._widen(part)
        if not (self.items_proven and self.touched_proven):
            self._on_campus(part)
            if self.best.items == NONE and not self.items_proven:
                self.items_proven = True
                self._narrow(part)
        return self.best

    def _moved(self, found: Settled) -> frozenset[str]:
        """Students who have other days out than what is left of the release."""
        before, after = self._kept.timetable.days_out, found.timetable.days_out
        return frozenset(out.student for out in set(before) ^ set(after))

    def _whole_sites(self, part: Part) -> Part:
        """Everything at the school sites of those stranded; everywhere, if nobody is."""
        problem = self._case.problem
        sites = {problem.student_site[student].id for student in self._case.stranded.students}
        sites = sites or set(problem.instance.school_site_of)
        students = frozenset(s.id for site in sorted(sites) for s in problem.students_at[site])
        return Part(
            days=part.days | students,
            enrolments=part.enrolments | students,
            sections=part.sections
            | {s for s, (one, _) in problem.instance.section_of.items() if one.site in sites},
            meetings=part.meetings
            | {i for i, one in enumerate(problem.meetings) if one.site.id in sites},
        )

    def _widen(self, part: Part) -> None:
        """Let more and more make way for those stranded, as long as it can pay."""
        reach = len(self._surely)
        rings = list(Displacing(self._case, self._kept).rings(self._changing(part)))
        for number, ring in enumerate(rings):
            if self._left < 0.1:
                return
            if self.best is not None and self.best.items == NONE:
                self.items_proven = True
                self.rings = rings[:2]
                self._narrow(part)
                return
            self.rings.append(ring)
            if number == 3 and self.best is not None and self.best.items != NONE:
                self.rings = rings  # what is not placed by now takes all there are
            everybody = frozenset[str]().union(*(one.students for one in self.rings[:2]))
            if number == 1 and len(everybody) <= WHOLE_RINGS:
                self._settle(_with(part, everybody))
            last = len(self.rings) == len(rings)
            further = NOBODY if last else reach + self._least_of(rings[number + 1])
            self._look(part, reach, further)
            if (self.items_proven and self.touched_proven) or last:
                return
            reach = further

    def _look(self, part: Part, reach: int, further: int) -> None:
        """Look for fewer among those reached so far, and prove what can be proven of them.

        ``further``: people touched at least by a repair that reaches further.
        """
        campus = self._campus
        likely = least(
            self._case, self._kept, self._options(reach, seats=True), campus.fits, self._left
        )
        if not self._reached(likely):
            self._settle(_with(part, likely.moved))
            if self.best is None or self.best.items > likely.items:
                # Two of them want one seat on campus: with more who may move one gives way.
                self._settle(_with(part, likely.moved | self._near))
        self.items_proven = self.best is not None and self.best.items == NONE
        if (not self.items_proven and further < NOBODY) or self._left <= 0:
            return
        self._prove_among_these(reach, further)

    def _narrow(self, part: Part) -> None:
        """Look for a repair that places everything and touches fewer, or prove there is none.

        Whom such a repair can reach says how few it touches, so there is one question to ask:
        is there one that touches fewer than ours?
        """
        assert self.best is not None
        self._prove(self._least)
        if self.touched_proven or not self._is_sure:
            return
        closed = self._least
        for seats in (False, True):
            while self._left > 0.05 and closed < self.best.touched:
                before = self.best.touched
                found = self._fewer_than_ours(seats=seats)
                if not seats:
                    closed = before if found is None else found.touched
                if found is None or not found.moved:
                    break
                self._settle(_with(part, found.moved))
                if seats and self.best.touched == before:
                    self._settle(_with(part, found.moved | self._near))
                if self.best.touched == before:
                    break
        if self._is_campus_open:
            closed = self.best.touched
        elsewhere = self._least_elsewhere
        if elsewhere < min(closed, self.best.touched) and self._left > 0.05:
            options = self._reached_by_fewer(self._places_of)
            most = self.best.touched - 1
            places = least_up_to(self._case, self._kept, options, _always, most, self._left)
            elsewhere = max(elsewhere, most + 1 if places is None else places.touched)
        self._prove(min(closed, elsewhere))

    def _fewer_than_ours(self, *, seats: bool) -> Least | None:
        """The placement that touches fewest, campus as it is; None where none beats ours.

        With ``seats`` as many as are free now, else as if every section had some.
        """
        assert self.best is not None
        campus = self._campus
        suits = campus.fits if seats else campus.is_possible

        def choices(student: StudentId) -> list[Option]:
            if student not in self._case.stranded.students:
                return campus.suiting(student, seats=seats)
            return [
                one
                for one in self._places_of(student)
                if not campus.is_barred(student, one) and suits(student, one)
            ]

        options = self._reached_by_fewer(choices)
        most = self.best.touched - 1
        return least_up_to(self._case, self._kept, options, suits, most, self._left)

    def _places_of(self, student: StudentId) -> list[Option]:
        """Options that leave nothing newly unplaced, were campus no matter."""
        most = self._case.missing[student]
        return [one for one in self._campus.places(student) if one.missing <= most]

    def _reached_by_fewer(
        self, choices: Callable[[StudentId], list[Option]]
    ) -> dict[str, list[Option]]:
        """By student: what a repair could give them that touches fewer people than ours."""
        assert self.best is not None
        most = self.best.touched - 1 - len(self._surely)
        starts = sorted(self._changing(self._case.stranded.part))
        return Reaching(self._case, self._kept, starts, choices, most).options

    def _prove_among_these(self, reach: int, further: int) -> None:
        """Prove what can be proven of repairs that reach no further than we have.

        To place one item more, a section or meeting may get another time, whomever that
        touches: so where something is newly unplaced campus is left wholly open.
        """
        assert self.best is not None
        campus, case = self._campus, self._case
        if not self.items_proven:
            found = self._least_of_places()
            if self.best.items < found.items:
                self._doubt()
            self.items_proven = self._is_sure and self.best.items == found.items
            if self.items_proven:
                self._prove(min(found.touched, further))
            return
        options = self._options(reach, seats=False)
        found = least(case, self._kept, options, campus.is_possible, self._left)
        closed = NOBODY if self._is_campus_open else self._people(found)
        closed = min(closed, further if self._may_go_anywhere(reach) else min(further, reach + 1))
        # Whoever moves something on campus touches those in it; the places have to be had, too.
        elsewhere = self._least_elsewhere
        if elsewhere < min(closed, self.best.touched):
            elsewhere = max(elsewhere, min(self._people(self._least_of_places()), further))
        self._prove(min(closed, elsewhere))

    def _people(self, found: Least) -> int:
        """People touched at least by a repair that leaves as few unplaced as ours does."""
        assert self.best is not None
        if found.items > self.best.items:
            return NOBODY
        # What is least with fewer unplaced says nothing about as many as ours.
        return found.touched if found.items == self.best.items else 0

    def _least_of_places(self) -> Least:
        """What those reached so far can have at least, were campus no matter."""
        options = {
            student: self._campus.places(StudentId(student))
            for ring in self.rings
            for student in sorted(ring.students)
        }
        return least(self._case, self._kept, options, lambda _, __: True, self._left)

    def _least_of(self, ring: Ring) -> int:
        """People touched at least because somebody of a ring moves: that one, and a mentor."""
        else_counted = self._counted_else
        mentor = ring.by_new_mentors and not else_counted & ring.mentors
        return (not else_counted & ring.students) + mentor

    def _changing(self, part: Part) -> frozenset[str]:
        """Students whose days out are free, or are no longer those of the release."""
        known = self._case.problem.instance.student_of
        return part.days | {out.student for out in self._case.lost if out.student in known}

    def _options(self, reach: int, *, seats: bool) -> dict[str, list[Option]]:
        """What those reached so far may choose from, as far as it suits campus.

        Where whoever was reached last leaves room for nobody more to be touched, nobody
        goes to a mentor who is not reached either. Of those stranded all options count that
        leave whole meetings whole.
        """
        anyone = self._may_go_anywhere(reach)
        mentors = self._counted_else.union(*(ring.mentors for ring in self.rings))
        found = {}
        for ring in self.rings:
            for student in sorted(ring.students):
                had = self._case.hosted(StudentId(student))
                if student in self._case.stranded.students:
                    options = [
                        one
                        for one in self._campus.places(StudentId(student))
                        if not self._campus.is_barred(StudentId(student), one)
                    ]
                else:
                    options = self._campus.suiting(StudentId(student), seats=seats)
                found[student] = [
                    one
                    for one in options
                    if anyone
                    or all(
                        out.mentor in mentors or (out.site, out.day) in had.get(out.mentor, ())
                        for out in one.outs
                    )
                ]
        return found

    def _may_go_anywhere(self, reach: int) -> bool:
        """Whether one more mentor could be touched by a repair that reaches so many people."""
        return self.best is None or any(self.best.items) or reach < self.best.touched - 1

    def _reached(self, found: Least) -> bool:
        """Whether our repair is as good as the days out alone allow."""
        best = self.best
        return best is not None and (best.items, best.touched) <= (found.items, found.touched)

    def _prove(self, touched: int) -> None:
        assert self.best is not None
        self._least = max(self._least, touched)
        if self.best.touched < self._least:
            self._doubt()
        self.touched_proven = self._is_sure and self.best.touched == self._least

    def _doubt(self) -> None:
        """Prove nothing any more: a repair was found that is better than any was said to be."""
        assert self.best is not None
        self.items_proven = self.touched_proven = self._is_sure = False
        text = f"{self.best.touched} people are touched, and {self._least} were said to be least"
        warnings.warn(f"a proof about repairs was wrong: {text}", RuntimeWarning, stacklevel=2)
        self._least = 0

    @property
    def _is_campus_open(self) -> bool:
        """Whether nothing is known of what days out leave room for on campus."""
        return not ON_CAMPUS.isdisjoint(self._case.problem.instance.soft_points)

    @property
    def _least_elsewhere(self) -> int:
        """People touched at least where something on campus moves that need not."""
        if self._is_campus_open:
            return len(self._surely)
        return len(self._surely) + self._campus.least_elsewhere(self._counted_else)

    def _on_campus(self, part: Part) -> None:
        """Let those make way who sit in the sections that somebody stranded must have."""
        case, problem = self._case, self._case.problem
        wanted = (
            {
                section
                for student in sorted(case.stranded.students)
                for request in problem.instance.student_of[student].musts  # type: ignore[index]
                for workshop in request.workshops
                for section in (s.id for s in problem.instance.workshop_of[workshop].sections)
            }
            if len(case.stranded.students) <= 3
            else set()
        )
        seated = {student for section in wanted for student in self._kept.members.get(section, ())}
        if not seated or self._left < 1.0:
            return
        days = part.days | self._near
        self._settle(
            replace(part, days=days, enrolments=part.enrolments | days | seated),
        )

    @property
    def _near(self) -> frozenset[str]:
        """Those who may have to move for somebody stranded, if they are not too many."""
        near = self.rings[1].students if len(self.rings) > 1 else frozenset[str]()
        return near if len(near) <= WHOLE_RINGS else frozenset()

    def _settle(self, part: Part) -> None:
        """Plan a part anew; keep what came of it if it is better."""
        if self.best is not None and self._left <= 0:
            return  # making the model alone takes time that is not there
        settling = Settling(self._case, part, self._kept)
        if self.best is not None:
            settling.hold_items(self.best.items)
        items = settling.fewest_items(self._left)
        if items is None:
            self._is_impossible = settling.is_impossible
            return
        touched = settling.fewest_touched(self._left)
        if touched is None:
            return
        settling.best_plan(min(POLISH_SECONDS, self._left))
        found = settling.settled(items[1], touched[1])
        known = self.best
        if known is None or found.rank < known.rank:
            self.best = found
            if found.touched < self._least:
                self._doubt()
        elif known is self._at_first and found.rank == known.rank:
            self.best = found  # nobody has looked at its points before


def _always(_: StudentId, __: Option) -> bool:
    return True


def _with(part: Part, students: frozenset[str]) -> Part:
    """A part in which the weeks of these students are free as well."""
    return replace(part, days=part.days | students, enrolments=part.enrolments | students)
