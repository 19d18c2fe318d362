"""How Python is to go about it in a process that answers many at once."""

from __future__ import annotations

import gc
import sys

HANDS_OVER = 0.0005
"""Seconds after which a thread that computes lets another one go on. The loop gives its turn away
with every answer it sends; by Python's own setting it would get it back ten times as late."""
RUBBISH = (5_000, 20, 50)
"""New objects after which the collector looks through the newest, as often through the younger,
and through all there is. By Python's own setting it went through all of a day of 30,000 students
every few seconds, for up to a tenth of a second of processor time in which nobody is answered."""


def keep() -> None:
    """Keep this pace in this process from now on."""
    sys.setswitchinterval(HANDS_OVER)
    gc.set_threshold(*RUBBISH)


def settle() -> None:
    """What is there has come to stay: the collector passes over it from now on.

    What is young and of no use is thrown away first, or it would stay as well.
    """
    gc.collect(1)
    gc.freeze()
