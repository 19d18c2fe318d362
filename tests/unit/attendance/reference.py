"""The fold written from its sentences, one step at a time, and histories to try it with."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st

from scheduler.domain.attendance import How, Mark, Witness
from scheduler.domain.codes import Code, Counts, Direction
from scheduler.domain.standing import Presence, Standing
from tests.unit.attendance.marking import CAMPUS, READING, SESSION, TUESDAY, mark, moment

CODES = ("P", "PO", "L", "LE", "OUT", "A", "E", "I", "T", "B", "NB", "VOID", "DISP", "??")


@st.composite
def histories(draw: st.DrawFn) -> list[Mark]:
    """Marks about one date, with corrections of each other, and some sent again."""
    found: list[Mark] = []
    for number in range(draw(st.integers(0, 9))):
        how = draw(st.sampled_from(How))
        other: dict[str, Any] = {
            "site": draw(st.sampled_from(["LAB", "LAB", "HALL", ""])),
            "entry": draw(st.sampled_from(["", "", "", "day-out.0", "campus", "session.A1.6"])),
            "supersedes": draw(st.one_of(st.none(), st.integers(0, 9).map(lambda n: f"m{n}"))),
            "effective_at": moment("8:00") + timedelta(minutes=draw(st.integers(0, 500))),
            "start": draw(st.one_of(st.none(), st.integers(500, 920))),
            "end": draw(st.one_of(st.none(), st.integers(500, 920))),
            "made_by": draw(st.sampled_from(["acc_1", "acc_2"])),
        }
        if how is How.VAN:
            other["about"] = draw(st.sampled_from([{}, {"run": "R1"}, {"run": "R2"}]))
        found.append(mark(f"m{number}", draw(st.sampled_from(CODES)), how, **other))
    again = [one for one in found if draw(st.booleans())]
    return draw(st.permutations([*found, *again]))


def gist(standing: Standing) -> tuple[object, ...]:
    spent = (standing.present_minutes, standing.excused_minutes, standing.absent_minutes)
    return standing.presence, standing.holds, standing.arrived, standing.left, spent


def naive(expected: Any, history: list[Mark]) -> tuple[object, ...]:
    """Fold minute by minute and mark by mark, without a thought for speed."""
    marks = _left(history)
    heard = [(one, READING.codes[one.code]) for one in marks if one.code in READING.codes]
    heard = [both for both in heard if _is_about(*both, expected)]
    plans = [(one, code) for one, code in heard if code.future and one.how is not How.CHECK_IN]
    seen = [both for both in heard if both not in plans]
    entry = set(range(expected.start, expected.end))
    excused: set[int] = set()
    for one, _ in plans:
        since = expected.start if one.start is None else one.start
        until = expected.end if one.end is None else one.end
        excused |= entry & set(range(since, until))
    words = {who: _last_word(seen, who, expected) for who in Witness}
    judges = [words[who] for who in (Witness.MENTOR, Witness.REGISTER, Witness.OFFICE)]
    word = _greatest([one for one in judges if one is not None])
    plan = _greatest(plans) if excused == entry else None
    presence, chosen = Presence.UNVERIFIED, plan
    if plan is not None:
        presence = Presence.EXCUSED
    tap = words[Witness.STUDENT]
    if word is None and tap is not None and tap[1].counts is Counts.PRESENT:
        presence, chosen = Presence.SELF_REPORTED, tap
    if word is not None and word[1].counts is Counts.PRESENT:
        presence, chosen = Presence.CONFIRMED, word
    if word is not None and word[1].counts is Counts.EXCUSED:
        presence, chosen = Presence.EXCUSED, word
    if word is not None and word[1].counts is Counts.ABSENT and plan is None:
        presence, chosen = Presence.ABSENT, word
    holds = chosen[0].id if chosen else None
    if presence not in (Presence.CONFIRMED, Presence.SELF_REPORTED):
        if presence is Presence.EXCUSED:
            excused = entry
        absent = entry - excused if presence is Presence.ABSENT else set()
        return presence, holds, None, None, (0, len(excused), len(absent))
    came, went = _time(seen, expected, Direction.IN), _time(seen, expected, Direction.OUT)
    if came is not None and went is not None and went < came:
        went = None
    missed = {m for m in entry if came is not None and m < came} - excused
    left = {m for m in entry if went is not None and m >= went} - excused
    if excused == entry:
        here = entry
    else:
        here = entry - excused
        here -= missed if len(missed) > READING.grace else set()
        here -= left if len(left) > READING.grace else set()
        if len(missed) > READING.grace:
            here &= set(range(came or 0, expected.end))
        if len(left) > READING.grace:
            here &= set(range(expected.start, went or 0))
    away = excused - here
    return presence, holds, came, went, (len(here), len(away), len(entry - here - away))


def _left(history: list[Mark]) -> list[Mark]:
    marks = {one.id: one for one in history}
    names = {
        one.id: marks[one.supersedes]
        for one in marks.values()
        if one.supersedes in marks
        and one.supersedes != one.id
        and marks[one.supersedes].authority <= one.authority
        and _corrects(one, marks[one.supersedes])
    }
    spared: set[tuple[str, str]] = set()
    for one in names:
        walk, current = [one], names[one].id
        while current in names and current not in walk:
            walk.append(current)
            current = names[current].id
        if current == one:
            winner = _greatest([(marks[each], None) for each in walk])
            assert winner is not None
            spared |= {(each, winner[0].id) for each in walk if names[each].id == winner[0].id}
    gone = {named.id for one, named in names.items() if (one, named.id) not in spared}
    return [one for one in marks.values() if one.id not in gone]


def _corrects(one: Mark, named: Mark) -> bool:
    if one.how is How.OFFICE:
        return True
    if one.how is How.REGISTER and named.how in (How.KIOSK, How.IMPORT, How.REGISTER):
        return True
    return one.made_by == named.made_by and one.code != "VOID"


def _is_about(one: Mark, code: Code, expected: Any) -> bool:
    if one.student != expected.student or one.day != TUESDAY:
        return False
    if one.entry == expected.entry:
        return True
    if one.entry.startswith(("session", "meeting")):
        present = code.counts is Counts.PRESENT and not code.future
        return expected is CAMPUS and present
    if one.entry:
        return False
    here = one.site in ("", expected.site)
    return here and (code.future or expected is not SESSION)


def _greatest(some: Any) -> Any:
    found = None
    for both in some:
        key = (both[0].authority, both[0].effective_at, both[0].id)
        if found is None or key > (found[0].authority, found[0].effective_at, found[0].id):
            found = both
    return found


def _last_word(seen: Any, who: Witness, expected: Any) -> Any:
    runs = {leg.run for leg in expected.there}
    said = [
        (one, code)
        for one, code in seen
        if one.how.witness is who
        and code.counts is not Counts.NOTHING
        and not (one.how is How.VAN and "run" in one.about and one.about["run"] not in runs)
    ]
    return _greatest(said)


def _time(seen: Any, expected: Any, direction: Direction) -> int | None:
    name = "start" if direction is Direction.IN else "end"
    present = [
        (one, code)
        for one, code in seen
        if code.counts is Counts.PRESENT and one.entry in ("", expected.entry)
    ]
    said = _greatest([(one, code) for one, code in present if getattr(one, name) is not None])
    taps = [
        one
        for one, code in present
        if getattr(one, name) is None
        and one.how in (How.CHECK_IN, How.KIOSK)
        and code.direction is direction
    ]
    if direction is Direction.OUT:
        back = [
            one
            for one, code in present
            if one.end is None
            and one.how in (How.CHECK_IN, How.KIOSK)
            and code.direction is Direction.IN
        ]
        for again in back:
            earlier = [one for one in taps if one.effective_at < again.effective_at]
            taps = [one for one in taps if one not in earlier or one.authority > again.authority]
    most = max((one.authority for one in taps), default=0)
    if said is not None and said[0].authority >= most:
        stated: int = getattr(said[0], name)
        return stated
    minutes = sorted(
        int((one.effective_at - moment("0:00")).total_seconds() // 60)
        for one in taps
        if one.authority == most
    )
    if not minutes:
        return None
    return minutes[0] if direction is Direction.IN else minutes[-1]
