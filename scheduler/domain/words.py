"""How counts are said, wherever a person reads them."""

from __future__ import annotations


def several(number: int, one: str, many: str | None = None) -> str:
    """Count things in words.

    >>> several(1, "run"), several(1200, "run"), several(2, "person", "people")
    ('1 run', '1,200 runs', '2 people')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
