"""What came of each part, kept as one file each, so that an interruption costs little."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scheduler.domain.instance import Instance
from scheduler.domain.rules import Score
from scheduler.domain.runs import Bounds, Conflict, Limits, Status
from scheduler.domain.timetable import Timetable
from scheduler.files import instance_bytes, timetable_bytes
from scheduler.files.writing import replace_file

if TYPE_CHECKING:
    from pydantic import TypeAdapter

PROVEN = (Status.OPTIMAL, Status.INFEASIBLE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """How a part stands."""

    digest: str
    """Of its data and all else that its timetable depends on but time."""
    done: bool
    """Whether it had its share of the run; else it is planned further when the run goes on."""
    status: Status
    score: Score | None
    bounds: Bounds
    seconds: float
    first_seconds: float | None
    work: float
    limits: Limits
    """Of the run that it was planned in."""

    def had_its_share(self, limits: Limits) -> bool:
        """Whether there is nothing to plan further in a run of these limits."""
        if self.status in PROVEN:
            return True
        if self.score is None or not self.done:
            return False
        mine = self.limits
        return (
            _reaches(mine.seconds, limits.seconds)
            and _reaches(mine.patience, limits.patience)
            and mine.gap <= limits.gap
        )


def _reaches(mine: float | None, other: float | None) -> bool:
    return mine is None or (other is not None and mine >= other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A part's figures with its timetable, as its file has them."""

    figures: Figures
    timetable: Timetable | None
    conflict: Conflict | None = None
    """Why there is no timetable, where there can be none."""

    @property
    def says_all(self) -> bool:
        """Whether what its figures claim is there, be it the timetable or why there is none."""
        if self.figures.status is Status.INFEASIBLE:
            return self.conflict is not None
        return (self.figures.score is None) == (self.timetable is None)


def digest_of(part: Instance, limits: Limits, start: Timetable | None = None) -> str:
    """Tell a part from others, and from itself under another seed, limit of work or start."""
    found = hashlib.sha256(instance_bytes(part))
    found.update(f"{limits.seed} {limits.work}".encode())
    if start is not None:
        found.update(timetable_bytes(start))
    return found.hexdigest()


def path_of(folder: Path, digest: str) -> Path:
    """The file of a part: its own, whatever else is in the folder and wherever it comes in turn."""
    return folder / f"part-{digest[:32]}.json"


_SUM, _KEPT, _END = b'{"sha256":"', b'","kept":', b"}\n"


def write_kept(path: Path, kept: Kept) -> None:
    """Write a part's file, all of it or nothing."""
    text = _adapter().dump_json(kept)
    total = hashlib.sha256(text).hexdigest().encode()
    replace_file(path, _SUM + total + _KEPT + text + _END)


def read_kept(path: Path, digest: str) -> Kept | None:
    """Read a part's file; None where there is none of this part that can be used.

    One that is not as it was written, to the byte, is not used.
    """
    from pydantic import ValidationError

    try:
        head, _, rest = path.read_bytes().partition(_KEPT)
        text = rest.removesuffix(_END)
        if head != _SUM + hashlib.sha256(text).hexdigest().encode():
            return None
        found = _adapter().validate_json(text)
    except (FileNotFoundError, ValidationError):
        return None
    return found if found.figures.digest == digest and found.says_all else None


@cache
def _adapter() -> TypeAdapter[Kept]:
    from pydantic import TypeAdapter

    return TypeAdapter(Kept)
