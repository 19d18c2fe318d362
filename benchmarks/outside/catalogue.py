"""Every benchmark that runs, by name, and why others in the data folder do not."""

from __future__ import annotations

from types import ModuleType

from benchmarks.outside.post_enrolment import running as post_enrolment

BENCHMARKS: dict[str, ModuleType] = {"post-enrolment": post_enrolment}
"""Modules with ``FOLDER``, ``MEASURE``, ``INSTANCES``, ``BEST_KNOWN`` and ``run``."""

NOT_PLANNED = {
    "itc2019": (
        "Its classes meet at one time of day on several days or in weeks to be chosen, and times"
        " and rooms have prices; no session of ours can say so."
    ),
    "sbrp": "It asks for routes of buses; the planner chooses riders of runs that are given.",
    "gtfs-carta": "It asks for the earliest arrival by transit; no reader of feeds exists yet.",
}
"""By folder; docs/explanation/outside.md says more."""
