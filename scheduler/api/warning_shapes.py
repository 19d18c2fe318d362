"""The JSON shape of a thing to know that forbids nothing."""

from __future__ import annotations

from scheduler.api.shapes import BodyOut
from scheduler.service.warnings import Warned


class WarningOut(BodyOut):
    """One thing to know; nothing is refused for it."""

    code: str
    sentence: str
    subjects: list[str]

    @classmethod
    def of(cls, warned: Warned) -> WarningOut:
        """Put a warning into its JSON shape."""
        return cls(code=warned.code, sentence=warned.sentence, subjects=list(warned.subjects))
