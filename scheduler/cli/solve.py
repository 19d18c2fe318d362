"""``fieldweek solve``: plan the week."""

from __future__ import annotations

import contextlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from scheduler.cli.exits import Exit
from scheduler.cli.paths import AsJson, InstanceFile, refuse_output, refuse_parts
from scheduler.cli.talk import console, put, say
from scheduler.domain.words import several

if TYPE_CHECKING:
    from scheduler.domain.instance import Instance
    from scheduler.domain.runs import Outcome, Reason

BEGAN = time.perf_counter()
_ANEW = (
    "The timetable to begin from has {} of this data's rules (fieldweek check lists them), so the"
    " week is planned anew and nearly everybody may move. fieldweek reshuffle touches few."
)
MOST_SAID = 10
"""Unplaced items of a kind said at the end of a run."""


def run(
    instance_file: InstanceFile,
    output: Annotated[Path, typer.Option("--output", "-o", help="The timetable file to write.")],
    seconds: Annotated[
        float | None, typer.Option(help="Stop after so many seconds.  [default: 60]")
    ] = None,
    work: Annotated[
        float | None,
        typer.Option(help="Stop after so much work; with one worker it repeats to the byte."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Processes that solve.")] = 1,
    seed: Annotated[int, typer.Option(min=0, help="Of everything left to chance.")] = 0,
    gap: Annotated[float, typer.Option(min=0.0, max=1.0, help="Stop at this proven gap.")] = 0.0,
    patience: Annotated[
        float | None,
        typer.Option(help="Stop after so many seconds without a better timetable."),
    ] = None,
    start_file: Annotated[
        Path | None,
        typer.Option("--start", help="A timetable to begin from.", exists=True, dir_okay=False),
    ] = None,
    parts_folder: Annotated[
        Path | None,
        typer.Option(
            "--parts",
            help="Keep what came of each independent part of a network in this folder, and go"
            " on from what is there.  [default for a large network: beside the timetable]",
            file_okay=False,
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no summary.")] = False,
) -> int:
    """Plan the week; Ctrl-C stops early and keeps the best timetable so far."""
    for name, limit in (("--seconds", seconds), ("--work", work), ("--patience", patience)):
        if limit is not None and not 0 < limit < float("inf"):
            raise typer.BadParameter(f"{name} must be above 0, not {limit:g}.")
    refuse_output(output, instance_file, start_file)
    from scheduler import solve
    from scheduler.check import broken
    from scheduler.cli.live import LiveProgress
    from scheduler.cli.reading import timetable_of
    from scheduler.cli.report import document
    from scheduler.cli.stopping import Stoppable
    from scheduler.errors import SolverDisagreementError
    from scheduler.files import read_instance, write_timetable
    from scheduler.solver.explain import reasons as reasons_for

    instance = read_instance(instance_file)
    start = timetable_of(instance, start_file) if start_file else None
    parts = parts_folder or beside(output, len(instance.students))
    if parts is not None:
        refuse_parts(parts, output)
    known = start or instance.release
    if known is not None and (faults := list(broken(instance, known))):
        say(_ANEW.format(several(len(faults), "violation")))
    startup_seconds = time.perf_counter() - BEGAN
    with LiveProgress(quiet=quiet) as live:
        solving = Stoppable(
            lambda should_stop: solve(
                instance,
                seconds=seconds,
                work=work,
                workers=workers,
                seed=seed,
                gap=gap,
                patience=patience,
                start=start,
                on_progress=live.hear,
                should_stop=should_stop,
                parts=parts,
            )
        )
        outcome = solving.finish(live.tick)
    reasons: tuple[Reason, ...] = ()
    if outcome.timetable is not None:
        if found := list(broken(instance, outcome.timetable)):
            raise SolverDisagreementError(f"the checker refuses the timetable: {found[0].message}")
        write_timetable(outcome.timetable, output)
        if outcome.timetable.unplaced:
            reasons = reasons_for(instance, outcome.timetable)
    if parts is not None:
        _leave_parts(parts, outcome, asked_for=parts_folder is not None)
    if as_json:
        put(document(instance, outcome, reasons, startup_seconds))
    if not quiet:
        _sum_up(instance, outcome, reasons, to_stderr=as_json)
    if outcome.timetable is not None:
        return Exit.DONE
    return Exit.INTERRUPTED if solving.was_stopped else Exit.NO_TIMETABLE


def beside(output: Path, students: int) -> Path | None:
    """Where parts of a large network are kept while nobody says it: beside the timetable."""
    from scheduler.domain.runs import LARGE

    return output.with_name(f"{output.name}.parts") if students >= LARGE else None


def _leave_parts(folder: Path, outcome: Outcome, *, asked_for: bool) -> None:
    """Keep the parts where somebody may go on from them or asked for them."""
    from scheduler.domain.runs import Status

    unfinished = outcome.stopped or outcome.timetable is None
    files = list(folder.glob("part-*.json"))
    if unfinished and files:
        further = "the same command goes on from there."
        if outcome.status is Status.INFEASIBLE:
            further = "when the data are mended, parts that stay as they are need no planning."
        say(f"What came of each part is kept in {folder}; {further}")
    elif not asked_for:
        for file in (*files, *folder.glob(".part-*.json.*")):  # these a process left half written
            file.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # somebody keeps something else there
            folder.rmdir()


def _sum_up(
    instance: Instance, outcome: Outcome, reasons: tuple[Reason, ...], *, to_stderr: bool
) -> None:
    from scheduler.cli.reasons import conflict_lines, reason_lines
    from scheduler.cli.report import print_summary
    from scheduler.domain.runs import Status

    if outcome.timetable is None:
        if outcome.conflict is not None:
            for line in conflict_lines(instance, outcome.conflict):
                say(line)
        elif outcome.status is Status.INFEASIBLE:
            say("There is no timetable: that is proven. fieldweek explain looks longer for why.")
        else:
            say("No timetable was found and none is excluded; give it more --seconds.")
        return
    stream = sys.stderr if to_stderr else sys.stdout
    print_summary(console(stream), instance, outcome)
    for line in reason_lines(instance, reasons, outcome.timetable.unplaced, MOST_SAID):
        print(line, file=stream)
