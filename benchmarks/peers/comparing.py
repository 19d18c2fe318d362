"""How two timetables of one school are compared: by unplaced first, then by penalty.

A ratio of penalties is said only where as much is unplaced in both, or less in ours held at
the peer's number: what is left out costs no points, so that a timetable which leaves out more
looks cheaper than it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from benchmarks.peers.cells import Judged


class Verdict(StrEnum):
    """What came of comparing a peer's timetable with ours."""

    BETTER = "better than ours"
    EQUAL = "equal"
    MORE_UNPLACED = "more unplaced"
    DEARER = "dearer"
    BROKEN = "breaks rules"
    NO_ANSWER = "no answer"
    UNKNOWN = "ours not run"


@dataclass(frozen=True, slots=True)
class Comparison:
    """A peer beside ours on one school."""

    verdict: Verdict
    ratio: float | None = None
    """The peer's penalty by ours, where as much is unplaced in both (held: or less in ours)."""
    held: bool = False
    """Whether ours had to be planned with the items left out that the peer leaves out."""


def compare(peer: Judged, ours: Judged | None, held: Judged | None = None) -> Comparison:
    """Compare a peer's timetable with ours; ``held``: ours with the peer's items left out."""
    if peer.unplaced is None or peer.penalty is None:
        return Comparison(Verdict.NO_ANSWER)
    if peer.violations:
        return Comparison(Verdict.BROKEN)
    if ours is None or ours.unplaced is None or ours.penalty is None:
        return Comparison(Verdict.UNKNOWN)
    if peer.unplaced == ours.unplaced:
        ratio = peer.penalty / max(1, ours.penalty)
        if peer.penalty == ours.penalty:
            return Comparison(Verdict.EQUAL, ratio)
        dearer = peer.penalty > ours.penalty
        return Comparison(Verdict.DEARER if dearer else Verdict.BETTER, ratio)
    verdict = Verdict.MORE_UNPLACED if peer.unplaced > ours.unplaced else Verdict.BETTER
    if held is None or held.unplaced is None or held.penalty is None:
        return Comparison(verdict)
    if any(mine > most for mine, most in zip(held.unplaced, peer.unplaced, strict=True)):
        return Comparison(verdict)
    # Where ours still places more, it pays points for more: the ratio is rather too small.
    return Comparison(verdict, peer.penalty / max(1, held.penalty), held=True)
