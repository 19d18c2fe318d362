"""Some of a school's people, to be checked by themselves."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.domain.instance import Instance


@dataclass(frozen=True, kw_only=True)
class Part(Instance):
    """A few people of a school with all that the rules need to know about them.

    What is looked up in the data (dates, hours, travel, own options) is that of the whole
    school, so that it is gathered once and not for every part.
    """

    whole: Instance
