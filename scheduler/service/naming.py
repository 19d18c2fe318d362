"""Names of people in sentences that are kept: ids in braces, filled in when they are read.

What is kept then holds nobody's name, and who is erased is called by the id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from scheduler.domain.instance import Instance

_HOLE = re.compile(r"\{([^{}]*)\}")


def masked(*instances: Instance) -> Callable[[str], str]:
    """Give names of things, and of people only their ids in braces.

    Of several versions of the data, the first that has somebody or something names it.
    """

    def name(id: str) -> str:
        for one in instances:
            if id in one.student_of or id in one.staff_of or id in one.mentor_of:
                return f"{{{id}}}"
            if id in one.names:
                return one.names[id]
        return id

    return name


def filled(text: str, names: Mapping[str, str]) -> str:
    """Put names where ids stand in braces; without a name the id itself.

    >>> filled("{S1} comes to you, and {S2}.", {"S1": "Ada"})
    'Ada comes to you, and S2.'
    """
    return _HOLE.sub(lambda found: names.get(found[1], found[1]), text)
