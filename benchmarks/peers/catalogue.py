"""The peers by name: each answers in a process of its own, most of them in a module."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

OURS = "ours"


class Peer(Protocol):
    """What a peer's module offers."""

    def missing(self) -> str | None:
        """Say what the peer needs and this machine has not, and how to install it."""

    def answer(
        self, instance_path: Path, seconds: float, workers: int, seed: int, folder: Path
    ) -> None:
        """Plan the instance and leave what came of it in the folder (`Recorder`)."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A peer in the table."""

    name: str
    module: str
    what: str
    whole: bool = True
    """Whether it decides all of the week; if not, the rest is given from our timetable."""


PEERS = {
    one.name: one
    for one in (
        Listed(OURS, "ours", "Fieldweek: `fieldweek solve`"),
        Listed("days-first", "days_first", "everyone out Tuesday and Thursday, then Fieldweek"),
        Listed("best-pair", "best_pair", "everyone out on the best common pair, then Fieldweek"),
        Listed("one-model", "one_model", "one CP-SAT model of the whole week, default parameters"),
        Listed("mip", "mip", "the same model as a mixed-integer program for HiGHS"),
        Listed("timefold", "timefold_java", "Timefold 1.24 (Java), a domain model of its own"),
        Listed("fet", "fet", "FET for times and rooms of sessions", whole=False),
    )
}


def module_of(name: str) -> Peer:
    """Load a peer; what it needs beyond this is asked for by `missing`."""
    return cast(Peer, import_module(f"benchmarks.peers.{PEERS[name].module}"))
