"""Every benchmark that runs, by name, and why others in the data folder do not."""

from __future__ import annotations

from types import ModuleType

from benchmarks.outside.post_enrolment import running as post_enrolment

BENCHMARKS: dict[str, ModuleType] = {"post-enrolment": post_enrolment}
"""Modules with ``FOLDER``, ``MEASURE``, ``INSTANCES``, ``BEST_KNOWN`` and ``run``."""

NOT_PLANNED = {
    "itc2019": (
        "A class there meets at the same time on several days and in some of 16 weeks, and times"
        " and rooms have prices; a section of ours has neither."
    ),
    "sbrp": "It asks for routes of buses; the planner chooses riders of runs that are given.",
    "gtfs-carta": "It asks for the earliest arrival by transit; no reader of feeds exists yet.",
}
"""By folder; docs/explanation/outside.md says more."""
