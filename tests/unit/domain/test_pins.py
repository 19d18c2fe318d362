"""What is pinned, put together."""

from __future__ import annotations

from scheduler.domain.pins import joined
from tests import factories as make


def test_a_section_pinned_again_is_pinned_as_it_is_now() -> None:
    before = make.timetable(sections=(make.running("W1-1", 0, 4),))
    now = make.timetable(sections=(make.running("W1-1", 1, 5),))
    assert joined(before, now).sections == now.sections
