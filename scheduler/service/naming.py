"""Names of people in sentences that are kept: ids in braces, filled in when they are read.

What is kept then holds nobody's name, and who is erased is called by the id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from scheduler.domain.instance import Instance

_HOLE = re.compile(r"\{([^{}]*)\}")


def masked(instance: Instance) -> Callable[[str], str]:
    """Give names of things, and of people only their ids in braces."""
    names = instance.names

    def name(id: str) -> str:
        is_person = id in instance.student_of or id in instance.staff_of or id in instance.mentor_of
        return f"{{{id}}}" if is_person else names.get(id, id)

    return name


def filled(text: str, names: Mapping[str, str]) -> str:
    """Put names where ids stand in braces; without a name the id itself.

    >>> filled("{S1} comes to you, and {S2}.", {"S1": "Ada"})
    'Ada comes to you, and S2.'
    """
    return _HOLE.sub(lambda found: names.get(found[1], found[1]), text)
