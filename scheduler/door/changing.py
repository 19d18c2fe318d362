"""A school's data changed, and the release repaired after it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from scheduler.domain.edits import Applied, Edit
from scheduler.domain.instance import Instance
from scheduler.domain.repairs import Repair, Repairs
from scheduler.domain.timetable import Timetable
from scheduler.errors import InvalidInputError


def edit(instance: Instance, edits: Sequence[Edit]) -> Applied:
    """Change a school's data: what comes of edits, and what undoes them.

    >>> from scheduler import make
    >>> from scheduler.domain.edits import MentorLeft
    >>> school = make("small", seed=1)
    >>> edited = edit(school, [MentorLeft(mentor=school.mentors[0].id)])
    >>> len(school.mentors) - len(edited.instance.mentors)
    1
    >>> edit(edited.instance, edited.undo).instance == school
    True

    Raises
    ------
    InvalidInputError
        With every fault: an edit names what is not there, two contradict each other, or
        the data that would come of them cannot be planned.
    """
    from scheduler.domain.edits import apply, faults

    found = faults(instance, edits)
    if found:
        raise InvalidInputError("These edits cannot be made.", found)
    return apply(instance, edits)


def reshuffle(
    instance: Instance,
    release: Timetable,
    edits: Sequence[Edit],
    *,
    seconds: float = 10.0,
    seed: int = 0,
    weight: int = 1,
    menu: bool = True,
    on_repair: Callable[[Repair], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> Repairs | None:
    """Repair a release after a change: a menu from fewest people touched to best plan.

    Nothing is newly unplaced but what the edits strand, and of that the least possible;
    then the fewest people are touched; then the plan is as good as it can be. None where
    no repair was found in the time.

    Parameters
    ----------
    weight
        Of each person touched (`scheduler.domain.repairs.notice_weight`).
    menu
        False: only the repair that touches the fewest.
    on_repair
        Called with the first repair, and with each of the menu.
    should_stop
        Asked between steps; true ends with the repairs found so far.

    Raises
    ------
    InvalidInputError
        With every fault of the edits.
    """
    from scheduler.solver.reshuffle import Base
    from scheduler.solver.reshuffle import reshuffle as repaired

    changed = edit(instance, edits)
    return repaired(
        Base(instance, release),
        changed,
        weight=weight,
        seconds=seconds,
        seed=seed,
        menu=menu,
        on_repair=on_repair,
        should_stop=should_stop,
    )
