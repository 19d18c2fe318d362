"""What a peer hands back: its best timetable so far, and when it had the first one."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from scheduler.domain.timetable import Timetable
from scheduler.files import write_timetable

ANSWER = "answer.json"
TIMETABLE = "timetable.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A peer's answer; no timetable at all is an answer, too."""

    timetable: str | None = None
    """The file's name in the folder of the run."""
    first_seconds: float | None = None
    seconds: float = 0.0
    """When the timetable was had; both count from the instance having been read."""
    says: str = ""
    """What the peer has to say: how it ended, what it could not do."""


class Recorder:
    """Writes each better timetable down at once, so that a hard stop loses none.

    Its clock begins when it is made: with the instance read and all code loaded, as the
    clock of ``fieldweek solve`` does.
    """

    def __init__(self, folder: Path, seconds: float) -> None:
        self.folder = folder
        self._limit = seconds
        self._began = time.monotonic()
        self._first: float | None = None
        self._said: list[str] = []
        self._answer = Answer()

    @property
    def passed(self) -> float:
        """Seconds since the clock began."""
        return time.monotonic() - self._began

    @property
    def left(self) -> float:
        """Seconds that are left of the limit."""
        return max(0.05, self._limit - self.passed)

    def offer(self, timetable: Timetable, at: float | None = None) -> None:
        """Keep a timetable that is better than all before; had at so many seconds, or now."""
        had = self.passed if at is None else at
        self._first = had if self._first is None else self._first
        write_timetable(timetable, self.folder / TIMETABLE)
        self._write(had, TIMETABLE)

    def first_was(self, seconds: float) -> None:
        """Note when the first timetable was had, where that is known better."""
        self._first = seconds

    def say(self, text: str) -> None:
        """Keep a remark beside the answer."""
        self._said.append(text)
        self._write(self._answer.seconds, self._answer.timetable)

    def _write(self, had: float, timetable: str | None) -> None:
        self._answer = Answer(
            timetable=timetable,
            first_seconds=self._first,
            seconds=had,
            says="; ".join(self._said),
        )
        path = self.folder / ANSWER
        half = path.with_suffix(".half")
        half.write_text(json.dumps(asdict(self._answer)), encoding="utf-8")
        half.replace(path)


def read_answer(folder: Path) -> Answer:
    """Read what a peer left in its folder, which may be nothing."""
    path = folder / ANSWER
    if not path.exists():
        return Answer()
    return Answer(**json.loads(path.read_text(encoding="utf-8")))
