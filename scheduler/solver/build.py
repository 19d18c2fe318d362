"""Build: the model of a school's week, or of a part of it, and how rules are posted."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model_helper import Literal

from scheduler.domain.rules import RuleId
from scheduler.domain.timetable import Timetable
from scheduler.solver.closed_sections import ClosedSections
from scheduler.solver.incumbent import Incumbent
from scheduler.solver.literals import Lit, Literals, Terms, folded, folded_terms, weighted
from scheduler.solver.option import Option
from scheduler.solver.part import Part
from scheduler.solver.placing import Placing
from scheduler.solver.problem import Problem
from scheduler.solver.room_choice import RoomChoice
from scheduler.solver.scope import Scope
from scheduler.solver.student_weeks import StudentWeeks
from scheduler.solver.unplaced import UnplacedItems
from scheduler.solver.variables import (
    DaysOut,
    Enrolments,
    Leads,
    MeetingStarts,
    Rooms,
    Runs,
    RunUses,
    SessionStarts,
)

log = logging.getLogger(__name__)

Subject = tuple[str | int, ...]
"""What a violation is about, as `docs/reference/rules.md` says for each rule."""
Stated = tuple[RuleId, Subject]
"""A rule for one subject."""


class Build:
    """A model with all its decisions; rules and goals are added to it.

    What is not free is a constant taken from the incumbent. While ``explaining``, every
    rule can be lifted by subject, and nothing that a rule forbids is left out beforehand.
    """

    def __init__(
        self,
        problem: Problem,
        part: Part | None = None,
        incumbent: Incumbent | Timetable | None = None,
        *,
        explaining: bool = False,
        giving: frozenset[Stated] = frozenset(),
        options: Mapping[str, list[Option]] | None = None,
    ) -> None:
        """Make the decisions.

        ``giving`` are rules by subject that may be exceeded; ``options``, if given, are
        what the free students may choose from, beside what they have.
        """
        if isinstance(incumbent, Timetable):
            incumbent = Incumbent(problem, incumbent)
        self.problem = problem
        self.instance = problem.instance
        self.incumbent = incumbent
        self.explaining = explaining
        self.excess: dict[Stated, list[cp_model.IntVar]] = {key: [] for key in sorted(giving)}
        """By how much each rule that may be exceeded is."""
        self.model = cp_model.CpModel()
        self.literals = Literals(self.model)
        self.most: dict[int, int] = {}
        """By index of a variable that is a number: the most it can be."""
        self.scope = scope = Scope(problem, part, incumbent if part else None)
        self.counts: Counter[RuleId] = Counter()
        """Constraints posted, by rule."""
        self.guards: dict[Stated, cp_model.IntVar] = {}
        """While explaining: literals under which a rule holds for a subject."""
        self.penalties: dict[Stated, cp_model.IntVar] = {}
        """Softened rules: literals that are true where a rule is broken for a subject."""
        soft = self.instance.soft_points
        self.loose = loose = explaining or bool(
            soft.keys() & {RuleId.SECTION_SESSIONS, RuleId.ADVISORY_WHOLE}
        )
        blocked = explaining or RuleId.AVAILABLE in soft
        kept = incumbent if part else None
        free = None if part is None else frozenset(scope.free_sections)
        listed_options = problem.options if options is None else options
        free_options = {s: list(listed_options[s]) for s in scope.free_days}
        for student, listed in free_options.items():
            if kept is not None and kept.option(student) not in listed:
                listed.append(kept.option(student))
            if explaining:
                listed += problem.pinned_options(student)
        self.days_out = DaysOut(problem, self.literals, free_options, kept)
        self.meetings = MeetingStarts(problem, self.literals, scope.free_meetings, kept, blocked)
        self.runs = Runs(self.literals, free, kept)
        self.starts = SessionStarts(problem, self.literals, self.runs, blocked)
        self.leads = Leads(problem, self.literals, self.runs, self.starts)
        choice = RoomChoice(problem, scope, kept, blocked)
        self.rooms = Rooms(problem, self.literals, self.runs, self.starts, choice.rooms)
        self.enrolments = Enrolments(
            problem,
            self.literals,
            tuple(scope.free_enrolments),
            kept,
            self.runs,
            apart=explaining or RuleId.LINKED in soft,
            closed=ClosedSections(problem, scope, kept, soft.keys()).to,
        )
        self.rides = RunUses(problem, self.literals, self.days_out)
        self.weeks = StudentWeeks(
            problem,
            self.literals,
            self.days_out,
            self.meetings,
            self.starts,
            self.enrolments,
            loose,
        )

        self.unplaced = UnplacedItems(self)

    def post(self, constraint: cp_model.Constraint, rule: RuleId, subject: Subject) -> None:
        """Count a constraint of a rule; let it be lifted where the rule may give way."""
        self.counts[rule] += 1
        if self.explaining:
            constraint.only_enforce_if(self._flag(self.guards, rule, subject))
        elif rule in self.instance.soft_points:
            constraint.only_enforce_if(~self._flag(self.penalties, rule, subject))

    def _flag(
        self,
        flags: dict[Stated, cp_model.IntVar],
        rule: RuleId,
        subject: Subject,
    ) -> cp_model.IntVar:
        key = (rule, subject)
        if key not in flags:
            flags[key] = self.model.new_bool_var(f"{rule}{list(subject)}")
        return flags[key]

    def at_most(self, lits: Iterable[Lit], most: int, rule: RuleId, subject: Subject) -> None:
        """Post that at most so many of the literals hold."""
        free, ones = folded(lits)
        most -= ones
        if most >= len(free):
            return
        if (rule, subject) in self.excess:
            self.at_most_sum([(1, lit) for lit in free], most, rule, subject)
        elif most == 1:
            self.post(self.model.add_at_most_one(free), rule, subject)
        elif most == 0 and len(free) == 1:
            self.post(self.model.add_bool_or([~free[0]]), rule, subject)
        elif most == 0:
            self.post(self.model.add_bool_and([~lit for lit in free]), rule, subject)
        else:
            self.at_most_sum([(1, lit) for lit in free], most, rule, subject)

    def at_most_sum(
        self, terms: Iterable[tuple[int, Lit]], most: int, rule: RuleId, subject: Subject
    ) -> None:
        """Post that a weighted sum is at most so much."""
        free, weights, constant = folded_terms(terms)
        most -= constant
        greatest = sum(weight for weight in weights if weight > 0)
        if greatest <= most:
            return
        if (rule, subject) in self.excess:
            excess = self.whole_number(greatest - most, f"excess[{rule},{list(subject)}]")
            self.excess[rule, subject].append(excess)
            self.define([*zip(weights, free, strict=True), (-1, excess)], most)
            return
        least = sum(weight for weight in weights if weight < 0)
        if most < least:
            self.post(self.model.add_bool_or([]), rule, subject)
            return
        expression = weighted(free, weights)
        self.post(self.model.add_linear_constraint(expression, least, most), rule, subject)

    def at_least_sum(
        self, terms: Iterable[tuple[int, Lit]], least: int, rule: RuleId, subject: Subject
    ) -> None:
        """Post that a weighted sum is at least so much."""
        self.at_most_sum([(-weight, lit) for weight, lit in terms], -least, rule, subject)

    def clause(self, lits: Iterable[Lit], rule: RuleId, subject: Subject) -> None:
        """Post that at least one of the literals holds."""
        free, ones = folded(lits)
        if ones:
            return
        if (rule, subject) in self.excess:
            self.at_most_sum([(-1, lit) for lit in free], -1, rule, subject)
        else:
            self.post(self.model.add_bool_or(free), rule, subject)

    def one_at_a_time(
        self, held: list[tuple[Placing, Lit]], rule: RuleId, subject: Subject, *extra: Lit
    ) -> None:
        """Post that placings of one weekday do not overlap, nor any of them the extra."""
        seen: set[tuple[int, ...]] = set()
        together = 0
        for placing, _ in held:
            together |= placing.mask
        bit = 1
        while bit <= together:
            lits = [lit for placing, lit in held if placing.mask & bit]
            key = tuple(sorted(id(lit) if isinstance(lit, int) else lit.index for lit in lits))
            if lits and (len(lits) > 1 or extra) and key not in seen:
                seen.add(key)
                self.at_most([*lits, *extra], 1, rule, subject)
            bit <<= 1

    def whole_number(self, most: int, name: str) -> cp_model.IntVar:
        """A number from 0 to so many."""
        number = self.model.new_int_var(0, most, name)
        self.most[number.index] = most
        return number

    def define(self, terms: Iterable[tuple[int, Lit]], most: int) -> None:
        """Post that a weighted sum is at most so much: what a goal measures, not a rule."""
        free, weights, constant = folded_terms(terms)
        expression = weighted(free, weights)
        self.model.add_linear_constraint(expression, cp_model.INT_MIN, most - constant)

    def above_mean(self, loads: list[Terms], spare: int, name: str, points: int) -> Terms:
        """Points for each unit of a load above the mean, rounded up, and so many more."""
        together = [term for load in loads for term in load]
        free, weights, constant = folded_terms(together)
        highest = -(-(sum(weights) + constant) // max(1, len(loads)))
        mean = self.whole_number(highest, f"mean[{name}]")
        # A higher mean costs less, so only its upper limit has to be said.
        minus: Terms = [(-weight, lit) for weight, lit in together]
        self.define([(len(loads), mean), *minus], len(loads) - 1)
        found: Terms = []
        for load in loads:
            most = sum(weight for weight, lit in load if not (isinstance(lit, int) and not lit))
            if most > spare and free:
                above = self.whole_number(most, f"above[{name},{len(found)}]")
                self.define([*load, (-1, mean), (-1, above)], spare)
                found.append((points, above))
        if not free:
            fixed = -(-constant // max(1, len(loads)))
            over = sum(max(0, folded_terms(load)[2] - fixed - spare) for load in loads)
            found = [(points * over, 1)]
        return found

    def weekly(self) -> list[tuple[int, int]]:
        """Every (week, weekday) of the pattern."""
        return list(self.problem.times.pattern_days)

    def log_counts(self) -> None:
        """Log how many constraints each rule has posted."""
        for rule, count in sorted(self.counts.items()):
            log.debug("%s: %d", rule, count)


def value_of(solved: Callable[[Literal], bool]) -> Callable[[Lit], bool]:
    """Read literals and constants alike, from a solver or a callback."""
    return lambda lit: bool(lit) if isinstance(lit, int) else solved(lit)
