"""What the exit status of every command means."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """The exit status."""

    DONE = 0
    """Done, also with something unplaced, which is printed."""
    FINDINGS = 1
    """``check`` or ``explain`` found something."""
    USAGE = 2
    """The command was not understood, or a file named is not there."""
    REFUSED = 3
    """The data cannot be planned with; every fault is printed."""
    NO_TIMETABLE = 4
    """No timetable exists, or none was found."""
    STORE = 5
    """The store of the service cannot be used as asked; it is as it was."""
    BUG = 70
    """A defect of Fieldweek."""
    INTERRUPTED = 130
    """Stopped by Ctrl-C with nothing to keep."""
