"""What a process that answers is told about its turns and its rubbish."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator

import pytest

from scheduler import pace


@pytest.fixture
def as_before() -> Iterator[None]:
    turns, rubbish = sys.getswitchinterval(), gc.get_threshold()
    yield
    sys.setswitchinterval(turns)
    gc.set_threshold(*rubbish)
    gc.unfreeze()


class Knot:
    """Holds itself."""

    def __init__(self) -> None:
        self.itself = self


@pytest.mark.usefixtures("as_before")
def test_the_pace_is_kept() -> None:
    pace.keep()
    assert sys.getswitchinterval() == pytest.approx(pace.HANDS_OVER)
    assert gc.get_threshold() == pace.RUBBISH


@pytest.mark.usefixtures("as_before")
def test_what_is_of_no_use_does_not_stay() -> None:
    gc.collect()
    stays, goes = Knot(), weakref.ref(Knot())
    before = gc.get_freeze_count()
    pace.settle()
    assert goes() is None
    assert stays.itself is stays
    assert gc.get_freeze_count() > before
