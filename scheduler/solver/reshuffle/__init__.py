"""When something changes: repairs of a release, from fewest people touched to best plan."""

from scheduler.solver.reshuffle.base import Base
from scheduler.solver.reshuffle.reshuffle import reshuffle

__all__ = ["Base", "reshuffle"]
