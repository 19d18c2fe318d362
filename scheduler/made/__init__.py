"""Made-up schools of any size: realistic, seeded, and the same bytes anywhere."""

from scheduler.made.making import Made, make, make_sized
from scheduler.made.presets import DENSITY, PRESET_VERSION, PRESETS, Density, Size
from scheduler.made.report import Figures, Note, Report

__all__ = [
    "DENSITY",
    "PRESETS",
    "PRESET_VERSION",
    "Density",
    "Figures",
    "Made",
    "Note",
    "Report",
    "Size",
    "make",
    "make_sized",
]
